"""What a login may not do is refused by the server, whatever the page shows."""

import re

import pytest

from harness import TARGET
from harness.web import Web

VERSIONS = f"/documents/{TARGET}/versions"


@pytest.mark.parametrize("member, path, status", [
    pytest.param("koeb6", f"/documents/{TARGET}", 404, id="a draft of another group"),
    pytest.param("koeb6", f"/documents/{TARGET}/text", 404, id="its text"),
    pytest.param("koeb6", VERSIONS, 404, id="its versions"),
    pytest.param("koeb6", "/groups/ag-moebler", 404, id="another group"),
    pytest.param("koeb6", "/meetings/moede-moebler-1", 404, id="a meeting of another group"),
    pytest.param("koeb1", "/documents/findes-ikke", 404, id="no such document"),
    pytest.param("koeb1", "/meetings/findes-ikke", 404, id="no such meeting"),
    pytest.param("koeb1", f"{VERSIONS}/99", 404, id="no such version"),
    pytest.param("koeb1", "/assets/../../Package.swift", 400, id="a file outside the assets"),
    pytest.param("koeb1", "/assets/%2e%2e%2f%2e%2e%2fPackage.swift", 400, id="the same, written otherwise"),
])
def test_what_one_may_not_have_is_not_there(server, member, path, status):
    assert Web(server.url).log_in(member).get(path).status == status


@pytest.mark.parametrize("member, path, sentence", [
    pytest.param("ski", VERSIONS, "Kun formanden", id="an observer makes a version"),
    pytest.param("koeb1", VERSIONS, "Kun formanden", id="a member makes a version"),
    pytest.param("koeb1", f"{VERSIONS}/1/approval", "Kun formanden", id="a member approves"),
    pytest.param("sek1", f"{VERSIONS}/1/approval", "Kun formanden", id="the Secretariat approves"),
])
def test_what_one_has_no_right_to_is_refused_with_a_danish_sentence(server, member, path, sentence):
    web = Web(server.url).log_in(member)

    answer = web.post(path, hash=web.document()["hash"])

    assert answer.status == 403
    assert sentence in answer.text


@pytest.mark.parametrize("path", ["/", f"/documents/{TARGET}", "/groups/ag-moebler", VERSIONS])
def test_a_browser_without_a_login_is_sent_to_the_login_page(server, path):
    answer = Web(server.url).get(path)

    assert answer.url.startswith(f"{server.url}/login")


def test_a_document_is_not_told_to_a_browser_without_a_login(server):
    assert Web(server.url).get(f"/documents/{TARGET}/text").status == 401


@pytest.mark.parametrize("path", ["/logout", VERSIONS, f"/documents/{TARGET}/threads", "/language"])
def test_a_form_of_another_site_changes_nothing(server, path):
    web = Web(server.url).log_in("formand")

    answer = web.post(path, origin="https://ondsindet.example", language="en", text="x")

    assert answer.status == 403
    assert web.get("/").url == f"{server.url}/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(server):
    def answer(address: str) -> tuple[int, str]:
        answer = Web(server.url).post("/login", email=address, password="ikke-den-rigtige")
        return answer.status, answer.text.replace(f'value="{address}"', "", 1)  # the form repeats what was typed

    assert answer("koeb1@demo.invalid") == answer("ingen@demo.invalid")


def test_a_page_is_served_with_the_headers_that_protect_it(server):
    headers = Web(server.url).log_in("koeb1").get(f"/documents/{TARGET}").headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and re.search("default-src '(none|self)'", policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]


def test_a_logged_off_cookie_is_worth_nothing(server):
    web = Web(server.url).log_in("koeb1")
    stolen = web.cookie

    web.post("/logout")

    assert Web(server.url, cookie=stolen).get("/").url.startswith(f"{server.url}/login")
