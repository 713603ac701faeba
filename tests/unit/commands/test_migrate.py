import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.migration_sources import tasks, vectors, write, write_tasks
from tui.commands.migrate import command


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments])


def test_plan_as_json_is_a_preflight(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(5)))
    result = invoke("plan", str(path), "--format", "json")
    assert result.exit_code == 0
    preflight = json.loads(result.stdout)
    assert (preflight["shape"], preflight["source_records"], preflight["points"]) == (
        "vectors",
        5,
        5,
    )


def test_plan_in_words_sets_claim_beside_fact(tmp_path: Path) -> None:
    path = write_tasks(tmp_path / "a.json", tasks(5), taskCount=641)
    result = invoke("plan", str(path))
    assert result.exit_code == 0
    assert "shape tasks" in result.stdout
    assert "641 ⇢ 5" in result.stdout


def test_plan_ends_with_1_where_records_would_fail(tmp_path: Path) -> None:
    records: list[Any] = vectors(range(5))
    records[2] = None
    result = invoke("plan", str(write(tmp_path / "a.json", records)))
    assert result.exit_code == 1
    assert "■ 1 record that cannot be read (first: a.json: [2]:" in result.stdout


def test_plan_ends_with_2_where_there_is_no_source(tmp_path: Path) -> None:
    result = invoke("plan", str(tmp_path / "gone.json"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "gone.json: cannot be read" in result.stderr


def test_text_of_a_source_is_shown_and_not_sent_to_the_terminal(tmp_path: Path) -> None:
    records = vectors(["\x1b[31mred", "\x1b[31mred"])
    result = invoke("plan", str(write(tmp_path / "a.json", records)))
    assert "\x1b" not in result.stdout
    assert "\\x1b[31mred" in result.stdout


def test_without_journals_the_list_is_empty_and_nothing_is_made(tmp_path: Path) -> None:
    result = invoke("list", "--state", str(tmp_path / "state"), "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"kind": "migrations", "runs": [], "unreadable": []}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("page", [[], ["run"], ["plan"], ["list"], ["show"]])
def test_help_loads_nothing_heavy(page: list[str]) -> None:
    script = f"""
import sys
from tui.commands.migrate import command
try:
    command.main({page!r} + ["--help"])
except SystemExit:
    pass
heavy = {{"numpy", "httpx", "pydantic", "ijson", "textual"}} & set(sys.modules)
sys.exit(f"loaded {{heavy}}" if heavy else 0)
"""
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
