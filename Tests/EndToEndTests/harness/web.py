"""A member's login over plain HTTP, as a browser without script would do it."""

import http.cookiejar
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from . import DEMO_PASSWORD, TARGET, email


@dataclass
class Answer:
    status: int
    headers: Message
    body: bytes
    url: str

    @property
    def text(self) -> str:
        return self.body.decode()


class Web:
    """Requests with one cookie jar, from the server's own origin. Follows redirects; errors are answers, not raised."""

    def __init__(self, url: str, *, trusting: Path | None = None, cookie: str | None = None):
        """`trusting` is a certificate to believe; `cookie` is sent besides those of the jar."""
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        self._cookie = cookie
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar),
            urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=trusting)))

    def get(self, path: str) -> Answer:
        return self._open(urllib.request.Request(self.url + path))

    def post(self, path: str, *, origin: str | None = None, **fields: str) -> Answer:
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.url + path, data=body, method="POST")
        request.add_header("Origin", origin or self.url)
        return self._open(request)

    def log_in(self, member: str, password: str = DEMO_PASSWORD) -> "Web":
        answer = self.post("/login", email=email(member), password=password)
        assert answer.status == 200 and self.jar, f"login of {member}: {answer.status} at {answer.url}"
        return self

    @property
    def cookie(self) -> str:
        """The value of a `Cookie` header, for those who open a WebSocket themselves."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def document(self, document: str = TARGET) -> dict:
        """The document as the server has it: hash, places and registers."""
        answer = self.get(f"/documents/{document}/text")
        assert answer.status == 200, f"{document}: {answer.status}"
        return json.loads(answer.body)

    def _open(self, request: urllib.request.Request) -> Answer:
        if self._cookie:
            request.add_header("Cookie", self._cookie)
        try:
            with self._opener.open(request, timeout=20) as response:
                return Answer(response.status, response.headers, response.read(), response.url)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read(), error.url)
