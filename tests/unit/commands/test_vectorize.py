import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.migration.records import read_record
from backend.migration.source import Source
from tests.tiny_model import write_model
from tui.commands.vectorize import command

PLAN = "# Plan\n- [x] a\n- [ ] b\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plan.md").write_text(PLAN)
    write_model(tmp_path / "model")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def vectorize(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["--model", "model", *arguments])


def test_what_is_written_is_a_source_for_migrate(folder: Path) -> None:
    result = vectorize("plan.md", "--format", "json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["tasks"], told["done"], told["open"], told["unknown"]) == (2, 1, 1, 0)
    records = [read_record(entry) for entry in Source(folder / told["output"]).entries()]
    assert [record.flaw_at(384) for record in records] == [None, None]
    assert [record.payload for record in records] == [
        {"text": "a", "status": "done", "headings": ["Plan"], "file": "plan.md", "line": 2},
        {"text": "b", "status": "open", "headings": ["Plan"], "file": "plan.md", "line": 3},
    ]


def test_two_runs_write_the_same(folder: Path) -> None:
    written = []
    for name in ("one.jsonl", "two.jsonl"):
        assert vectorize("plan.md", "-o", name).exit_code == 0
        written.append((folder / name).read_bytes())
    assert written[0] == written[1]


def test_text_says_what_comes_next(folder: Path) -> None:
    result = vectorize("plan.md")
    assert "plan.vectors.jsonl: 2 tasks, 384 dimensions" in result.stdout
    assert "1 done · 1 open" in result.stdout
    assert "passerelle migrate run plan.vectors.jsonl" in result.stderr


def test_more_than_a_batch_is_told_and_kept_in_order(folder: Path) -> None:
    (folder / "long.md").write_text("".join(f"- [ ] task {n}\n" for n in range(150)))
    assert vectorize("long.md").exit_code == 0
    lines = (folder / "long.vectors.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["text"] for line in lines] == [f"task {n}" for n in range(150)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.md"], "none.md: no such file or folder"),
        (["empty.md"], "no tasks found; a task is a line such as"),
        (["plan.md", "--dimension", "768"], "384 dimensions instead of 768"),
        (["plan.md", "-o", "plan.npy"], "ends with .jsonl"),
        (["tasks.jsonl", "-o", "tasks.jsonl"], "is one of the files of tasks"),
    ],
)
def test_what_is_refused_is_explained_and_nothing_written(
    folder: Path, arguments: list[str], said: str
) -> None:
    (folder / "empty.md").write_text("prose\n")
    (folder / "tasks.jsonl").write_text(PLAN)
    before = sorted(folder.iterdir())
    result = vectorize(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert sorted(folder.iterdir()) == before


def test_an_unreadable_file_costs_itself(folder: Path) -> None:
    result = vectorize("plan.md", "none.md")
    assert result.exit_code == 2
    assert "none.md: no such file or folder" in result.stderr
    assert len((folder / "plan.vectors.jsonl").read_bytes().splitlines()) == 2


def test_without_the_extra_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "backend.vectorizing.onnx_embedder", raising=False)
    monkeypatch.setitem(sys.modules, "fastembed", None)
    result = vectorize("plan.md")
    assert result.exit_code == 2
    assert "pip install 'passerelle[embed]'" in result.stderr
