"""The scan as people script against it: a process, its streams and its exit code."""

import json
import subprocess
import sys
from pathlib import Path

from backend.model.ecosystem import Ecosystem


def scan(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tui", "scan", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_json_on_stdout_alone_and_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        folder = tmp_path / f"{name}-manager"
        folder.mkdir()
        (folder / "x.go").write_text('package x\nimport "x.org/managers/a-manager"\ntype T int\n')
    first, second = (scan(str(tmp_path), "--format", "json") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert Ecosystem.model_validate_json(first.stdout).kind == "ecosystem"
    assert len(json.loads(first.stdout)["dependencies"]) == 3


def test_a_root_that_is_no_folder_is_told_on_stderr(tmp_path: Path) -> None:
    result = scan(str(tmp_path / "gone"))
    assert (result.returncode, result.stdout) == (2, "")
    assert "is no folder" in result.stderr
    assert "Traceback" not in result.stderr
