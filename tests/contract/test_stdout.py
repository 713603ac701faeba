"""Commands that cannot say what they have to say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOBODY = ("--qdrant", "http://127.0.0.1:1")


COMMANDS = pytest.mark.parametrize(
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


@COMMANDS
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


@COMMANDS
def test_a_full_disk_is_said_in_one_line_and_is_no_finding(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "plan.md").write_text("- [x] a\n")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (2, b"passerelle: No space left on device\n")
