import json
from pathlib import Path

import numpy as np
import pytest

from backend.vectorizing.errors import Refused
from backend.vectorizing.task import Task
from backend.vectorizing.writing import lines, replacing


def test_a_line_is_an_id_a_vector_and_what_is_known_of_the_task() -> None:
    task = Task("a", "done", ("H",), "p.md", 3, "1.2", "fini")
    (line,) = lines([("x", task)], np.array([[0.25, 1]], np.float32))
    assert json.loads(line) == {
        "id": "x",
        "text": "a",
        "status": "done",
        "headings": ["H"],
        "file": "p.md",
        "line": 3,
        "number": "1.2",
        "said": "fini",
        "vector": [0.25, 1.0],
    }


def test_a_file_is_replaced_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("old")
    with replacing(path) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_broken_off_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with pytest.raises(KeyboardInterrupt), replacing(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"), replacing(tmp_path / "no" / "a.jsonl"):
        pass
