"""What an operator does with a data directory: export, backup, restore, verify."""

import sqlite3
import subprocess

import pytest

from harness import PROGRAM, TARGET
from harness.client import Client
from harness.server import Server
from harness.web import Web

PLACE = "formaal/tekst"


def udkast(*words) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=60)


def assert_one_sentence(done: subprocess.CompletedProcess):
    assert done.returncode > 0
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Fatal error" not in done.stderr and "Error Domain" not in done.stderr


def database(data):
    return next(path for path in data.iterdir() if path.read_bytes()[:15] == b"SQLite format 3")


def test_a_backup_is_restored_with_every_text_and_hash(data, tmp_path):
    with Server(data) as server:
        with Client(server.url, "koeb1") as client:
            client.insert(PLACE, 0, "Før sikkerhedskopien. ")
            client.sync()
        before = Web(server.url).log_in("koeb1").document()
        assert server.stop() == 0

    assert udkast("backup", "--data", data, "--output", tmp_path / "kopi").returncode == 0
    assert udkast("restore", "--input", tmp_path / "kopi", "--data", tmp_path / "ny").returncode == 0

    assert udkast("verify", "--data", tmp_path / "ny").returncode == 0
    with Server(tmp_path / "ny") as server:
        assert Web(server.url).log_in("koeb1").document() == before


def test_what_the_program_left_after_a_kill_verifies(data):
    with Server(data) as server, Client(server.url, "koeb1") as client:
        client.insert(PLACE, 0, "Sidste ord. ")
        client.sync()
        server.kill()

    done = udkast("verify", "--data", data)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("format, beginning", [("docx", b"PK\x03\x04"), ("csv", b"\xef\xbb\xbfnummer;"), ("html", b"<!DOCTYPE")])
def test_an_approved_version_is_exported_without_a_server(data, tmp_path, format, beginning):
    done = udkast("export", "--data", data, "--document", TARGET, "--format", format, "--output", tmp_path / "fil")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "fil").read_bytes().startswith(beginning)


def test_a_journal_that_was_changed_behind_our_back_is_found_and_the_entry_named(data):
    with sqlite3.connect(database(data)) as connection:
        connection.execute("DROP TRIGGER journalIsNotChanged")
        serial = connection.execute("SELECT max(serial) FROM journal").fetchone()[0]
        connection.execute("UPDATE journal SET detail = detail || 'x' WHERE serial = ?", [serial])
    connection.close()

    done = udkast("verify", "--data", data)

    assert_one_sentence(done)
    assert str(serial) in done.stderr


@pytest.mark.parametrize("words", [
    ("verify", "--data", "findes-ikke"),
    ("backup", "--data", "findes-ikke", "--output", "kopi"),
    ("restore", "--input", "findes-ikke", "--data", "ny"),
    ("export", "--data", "findes-ikke", "--document", TARGET, "--format", "csv", "--output", "fil"),
])
def test_what_is_not_there_is_said_in_one_sentence(tmp_path, words):
    where = [tmp_path / word if word in ("findes-ikke", "kopi", "ny", "fil") else word for word in words]

    assert_one_sentence(udkast(*where))
    assert list(tmp_path.iterdir()) == []


def test_a_restore_never_overwrites_a_directory_that_has_data(data, tmp_path):
    assert udkast("backup", "--data", data, "--output", tmp_path / "kopi").returncode == 0

    assert_one_sentence(udkast("restore", "--input", tmp_path / "kopi", "--data", data))
    assert udkast("verify", "--data", data).returncode == 0


def test_a_document_that_is_not_there_is_not_exported(data, tmp_path):
    done = udkast("export", "--data", data, "--document", "findes-ikke", "--format", "csv", "--output", tmp_path / "fil")

    assert_one_sentence(done)
    assert not (tmp_path / "fil").exists()
