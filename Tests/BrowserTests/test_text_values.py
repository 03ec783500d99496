"""Laws of the values that the editor computes with, away from any page."""

import subprocess
from pathlib import Path

import pytest

LAWS = Path(__file__).with_name("text_values.mjs")


@pytest.mark.parametrize("seed", range(1, 9))
def test_differences_rebuild_the_text(seed):
    """`node Tests/BrowserTests/text_values.mjs SEED` replays one case."""
    run = subprocess.run(["node", LAWS, str(seed)], capture_output=True, text=True, timeout=60)

    assert run.returncode == 0, run.stderr
