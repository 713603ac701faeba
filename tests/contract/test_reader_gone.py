"""Commands whose reader has gone away before they say anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOBODY = ("--qdrant", "http://127.0.0.1:1")


@pytest.mark.parametrize(
    "arguments",
    [
        ("config",),
        ("plan", "plan.md"),
        ("scan", "."),
        ("doctor", "--state", "state", *NOBODY),
        ("status", "--for", "1", *NOBODY),
        ("watch", "--state", "state", *NOBODY),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_reader_that_went_away_is_no_finding(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("- [x] a\n")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            cwd=tmp_path,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")
