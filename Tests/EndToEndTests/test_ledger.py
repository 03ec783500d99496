"""The account that the load is held against sees what it is there to see."""

import random

from harness.ledger import Ledger


def test_a_missing_character_is_lost_once_it_was_acknowledged():
    ledger = Ledger()
    acknowledged, on_its_way = ledger.draw(1, random.Random(1)), ledger.draw(1, random.Random(1))
    ledger.acknowledge(acknowledged)

    assert ledger.examine(["andet"], everything=False).lost == {acknowledged}
    assert ledger.examine(["andet"], everything=True).lost == {acknowledged, on_its_way}
    assert not ledger.examine([on_its_way, "x" + acknowledged], everything=True)


def test_a_deleted_character_may_be_missing_and_must_be_once_the_deletion_is_acknowledged():
    ledger = Ledger()
    text = ledger.draw(2, random.Random(1))
    ledger.acknowledge(text)
    ledger.delete(text[0])

    assert not ledger.examine([text[1]], everything=False)
    assert not ledger.examine([text], everything=False)
    ledger.acknowledge_deletion(text[0])
    assert ledger.examine([text], everything=False).resurrected == {text[0]}


def test_a_character_that_is_there_twice_is_doubled():
    ledger = Ledger()
    text = ledger.draw(1, random.Random(1))

    assert ledger.examine([text, text], everything=False).doubled == {text}
