"""Who typed what, and what became of it.

Every character typed under load is a different one, so that each can be looked for by itself, wherever other people's
edits have pushed it: one that was acknowledged must be there unless somebody deleted it, once, and one whose deletion
was acknowledged must not. A third of them lie outside the Basic Multilingual Plane, where UTF-16 and Unicode scalars
count differently.
"""

import itertools
import random
import threading
from collections import Counter
from dataclasses import dataclass, field

FIRST, LAST = 0x4E00, 0x9FFF  # CJK Unified Ideographs
FIRST_ASTRAL, LAST_ASTRAL = 0x20000, 0x2A6DF  # CJK Unified Ideographs Extension B
HANGUL = range(0xAC00, 0xD7A4)


@dataclass
class Findings:
    """What is wrong with a text; empty when all is well."""

    lost: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    resurrected: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.resurrected)

    def __str__(self) -> str:
        return ", ".join(
            f"{len(characters)} {name} ({''.join(sorted(characters)[:10])})"
            for name, characters in vars(self).items() if characters) or "nothing lost, doubled or resurrected"


class Ledger:
    """The account of one run; safe to use from the typists' threads."""

    def __init__(self):
        self._near = itertools.chain(range(FIRST, LAST + 1), HANGUL)
        self._astral = iter(range(FIRST_ASTRAL, LAST_ASTRAL + 1))
        self._lock = threading.Lock()
        self.typed: set[str] = set()
        self.acknowledged: set[str] = set()
        self.deleted: set[str] = set()
        self.deletion_acknowledged: set[str] = set()

    def draw(self, count: int, random: random.Random) -> str:
        """New characters, each used this once."""
        with self._lock:
            text = "".join(
                chr(next(self._astral) if random.random() < 0.33 else next(self._near)) for _ in range(count))
            self.typed.update(text)
            return text

    def acknowledge(self, characters: str):
        with self._lock:
            self.acknowledged.update(characters)

    def delete(self, characters: str):
        """Somebody is deleting these: from now on they may be missing."""
        with self._lock:
            self.deleted.update(character for character in characters if character in self.typed)

    def acknowledge_deletion(self, characters: str):
        with self._lock:
            self.deletion_acknowledged.update(character for character in characters if character in self.typed)

    def examine(self, texts: list[str], *, everything: bool) -> Findings:
        """Holds the document's texts against the account.

        With `everything`, what was typed must be there even if it was never acknowledged: right when all typists have
        lived on and have nothing left to send.
        """
        present = Counter(character for text in texts for character in text)
        with self._lock:
            expected = (self.typed if everything else self.acknowledged) - self.deleted
            gone = self.deleted if everything else self.deletion_acknowledged
            return Findings(
                lost=expected - present.keys(),
                doubled={character for character, count in present.items() if count > 1 and character in self.typed},
                resurrected=gone & present.keys())
