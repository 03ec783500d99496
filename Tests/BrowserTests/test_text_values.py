"""Laws of the values that the editor computes with, away from any page: differences, changes, and undo of one's own."""

import subprocess
from pathlib import Path

import pytest

LAWS = Path(__file__).with_name("text_values.mjs")


@pytest.mark.parametrize("seed", range(1, 9))
def test_differences_rebuild_changes_commute_and_undo_takes_back_ones_own(seed):
    """`node Tests/BrowserTests/text_values.mjs SEED` replays one case."""
    run = subprocess.run(["node", LAWS, str(seed)], capture_output=True, text=True, timeout=60)

    assert run.returncode == 0, run.stderr
