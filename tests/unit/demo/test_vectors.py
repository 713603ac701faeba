import json
import math
from pathlib import Path
from typing import Any

import pytest

from backend.demo import RECORDS, vectors
from backend.demo.vectors import DIMENSION, DUPLICATES, write_vectors
from backend.migration.identity import foreign_id


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors") / "task_vectors.json"
    write_vectors(path)
    return path


@pytest.fixture(scope="module")
def tasks(path: Path) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(path.read_bytes())["tasks"]
    return records


def test_the_same_bytes_every_time(path: Path, tmp_path: Path) -> None:
    write_vectors(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()


def test_the_file_stays_small_enough(path: Path) -> None:
    assert path.stat().st_size < 25_000_000


def test_ids_are_repeated_and_collide_under_the_foreign_rule(tasks: list[dict[str, Any]]) -> None:
    ids = [task["TaskId"] for task in tasks]
    assert len(ids) == RECORDS
    assert len(set(ids)) == RECORDS - DUPLICATES
    assert len({foreign_id(task_id, i) for i, task_id in enumerate(ids)}) == 6_200


def test_one_vector_is_not_finite_and_one_too_short(tasks: list[dict[str, Any]]) -> None:
    wrong = [i for i, task in enumerate(tasks) if len(task["Vector"]) != DIMENSION]
    not_finite = [i for i, t in enumerate(tasks) if not all(map(math.isfinite, t["Vector"]))]
    assert wrong == [vectors.SHORT]
    assert not_finite == [vectors.NOT_A_NUMBER]


def test_vectors_of_one_topic_are_neighbours(tasks: list[dict[str, Any]]) -> None:
    def likeness(one: int, other: int) -> float:
        pairs = zip(tasks[one]["Vector"], tasks[other]["Vector"], strict=True)
        return float(sum(a * b for a, b in pairs))

    same = tasks[0]["Metadata"]["topic"]
    neighbour = next(i for i in range(1, 100) if tasks[i]["Metadata"]["topic"] == same)
    assert likeness(0, neighbour) > 0.4 > likeness(0, 1)
