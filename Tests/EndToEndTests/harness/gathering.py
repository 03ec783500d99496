"""Who is in a crowd, and where it meets."""

import re

from .server import Server
from .web import Web

MEMBERS = ["koeb1", "koeb2", "koeb3", "miljoe1", "formand", "sek1"]
GROUP = "ag-moebler"


def make_documents(server: Server, count: int) -> list[str]:
    web = Web(server.url).log_in("sek1")
    documents = []
    for number in range(count):
        answer = web.post(f"/groups/{GROUP}/targets", title=f"Møde {number}", number=str(100 + number))
        documents.append(re.search(r"/documents/([^/?]+)", answer.url)[1])
    return documents


def cookies(server: Server) -> list[str]:
    return [Web(server.url).log_in(member).cookie for member in MEMBERS]
