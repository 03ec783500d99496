"""Members who type at once end with one document, and an edit that was acknowledged survives `kill -9`."""

import subprocess
import sys
from pathlib import Path

import pytest

from harness import CRITERION
from harness.client import Client, Refused
from harness.web import Web

PLACE = f"{CRITERION}/kravtekst"


def test_two_clients_that_typed_at_once_have_one_hash(server):
    with Client(server.url, "koeb1") as one, Client(server.url, "koeb2") as other:
        for turn in range(20):
            one.insert(PLACE, turn, "æ")
            other.insert(PLACE, 0, "👩‍🌾")
            one.set(CRITERION, "niveau", "basis" if turn % 2 else "udvidet")
            other.set(CRITERION, "niveau", "udvidet" if turn % 2 else "basis")
        one.sync(), other.sync()
        one.sync()

        document = Web(server.url).log_in("sek1").document()
        assert one.hash() == other.hash() == document["hash"]
        assert document["places"][PLACE].count("æ") >= 20


def test_what_is_typed_without_connection_merges_on_return(server):
    with Client(server.url, "koeb1") as away, Client(server.url, "koeb2") as here:
        away.ask(disconnect=True)
        away.insert(PLACE, 0, "Skrevet på færgen. ")
        here.insert(PLACE, 0, "Skrevet på kontoret. ")
        here.sync()

        away.ask(connect=True)
        away.sync(), here.sync()

        assert away.hash() == here.hash()
        text = here.read(PLACE)
        assert "Skrevet på færgen. " in text and "Skrevet på kontoret. " in text


def test_an_acknowledged_edit_survives_a_kill(server):
    with Client(server.url, "koeb1") as client:
        client.insert(PLACE, 0, "Kvitteret. ")
        client.sync()
        server.kill()

    server.start()

    assert Web(server.url).log_in("koeb1").document()["places"][PLACE].startswith("Kvitteret. ")


def test_a_client_keeps_what_was_not_acknowledged_while_the_server_was_down(server):
    with Client(server.url, "koeb1") as client:
        server.kill()
        client.next_event("closed")
        client.insert(PLACE, 0, "Skrevet imens. ")
        server.start()

        client.ask(connect=True)
        client.sync()

    assert Web(server.url).log_in("koeb1").document()["places"][PLACE].startswith("Skrevet imens. ")


def test_positions_count_unicode_scalars(server):
    with Client(server.url, "koeb1") as client:
        client.insert(PLACE, 0, "🪑ø\N{COMBINING ACUTE ACCENT}x")
        client.delete(PLACE, 1, 2)

        assert client.read(PLACE).startswith("🪑x")


@pytest.mark.parametrize("command", [
    {"insert": {"place": PLACE, "at": 10**6, "text": "x"}},
    {"insert": {"place": PLACE, "at": -1, "text": "x"}},
    {"insert": {"place": "ikke et sted", "at": 0, "text": "x"}},
    {"delete": {"place": PLACE, "at": 0, "count": 10**6}},
    {"delete": {"place": PLACE, "at": 0, "count": -1}},
    {"insert": {"place": PLACE, "text": "x"}},
    {"nonsens": True},
])
def test_an_impossible_command_is_answered_with_an_error_and_changes_nothing(server, command):
    with Client(server.url, "koeb1") as client:
        before = client.hash()

        with pytest.raises(Refused):
            client.ask(**command)

        assert client.hash() == before


def test_an_observer_is_refused_and_the_document_is_unchanged(server):
    web = Web(server.url).log_in("sek1")
    before = web.document()["hash"]
    with Client(server.url, "ski") as observer:
        try:
            observer.insert(PLACE, 0, "Uden ret. ")
            observer.next_event("refused")
        except Refused:
            pass

    assert web.document()["hash"] == before


@pytest.mark.parametrize("member, password, document", [
    ("koeb1", "forkert", "maal-moebler"),
    ("koeb1", "udkast-demo-2026", "findes-ikke"),
    ("koeb6", "udkast-demo-2026", "maal-moebler"),
])
def test_a_client_that_may_not_come_in_ends_with_a_sentence(server, member, password, document):
    client = Client(server.url, member, document, password=password)

    assert client.process.wait(20) > 0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("load", [("together", "--seconds", "15", "--seed", "1"), ("kill", "--rounds", "3", "--seed", "1")])
def test_browsers_and_clients_under_load_agree_and_lose_nothing(load):
    done = subprocess.run(
        [sys.executable, "-m", "harness.fuzz", *load], cwd=Path(__file__).parent, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
