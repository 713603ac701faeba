"""`python -m backend.demo.vectors FILE`: writes the sample's task_vectors.json, shape A."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from backend.demo import RECORDS

Vector = np.ndarray[Any, np.dtype[np.float64]]

DIMENSION = 384
DUPLICATES = 12
"""Records at the end that carry the id of an earlier one."""
NOT_A_NUMBER = 2_024
"""Index of the record with a NaN in its vector."""
SHORT = 4_711
"""Index of the record whose vector lacks its last value."""

_PHASES = 8
_SECTIONS = 14
_TOPICS = 24
_DIGITS = 4  # keeps the file near 20 MB, and is still far more than a search needs
_SEED = 57
_BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_STATUSES = ("todo", "in_progress", "done")
_VERBS = ("Inventorier", "Migrer", "Vérifier", "Fusionner", "Documenter", "Mesurer")
_OBJECTS = ("les managers", "les vecteurs", "les interfaces", "les imports", "les journaux")


def write_vectors(path: Path) -> None:
    """Write the vectors, record by record; the same bytes every time.

    Raises:
        OSError: It cannot be written.
    """
    metadata = {
        "created": _BEGUN.isoformat(),
        "source": "plans/plan-dev-v1-consolidation.md",
        "taskCount": RECORDS,
        "vectorDimension": DIMENSION,
        "model": "all-MiniLM-L6-v2",
    }
    with path.open("wb") as file:
        file.write(b'{"metadata":' + orjson.dumps(metadata) + b',"tasks":[\n')
        for index, (task_id, vector) in enumerate(zip(task_ids(), _vectors(), strict=True)):
            file.write((b",\n" if index else b"") + _record(index, task_id, vector))
        file.write(b"\n]}\n")


def task_ids() -> tuple[str, ...]:
    """The TaskId of every record in its place, duplicates at the end."""
    distinct = tuple(islice(_numbers(), RECORDS - DUPLICATES))
    step = len(distinct) // DUPLICATES
    return distinct + distinct[: step * DUPLICATES : step]


def _numbers() -> Iterator[str]:
    """`1.1.1` … breadth first. Without their dots many are the same: 1.11.1 and 1.1.11 are 1111."""
    task = 0
    while True:
        task += 1
        for phase in range(1, _PHASES + 1):
            for section in range(1, _SECTIONS + 1):
                yield f"{phase}.{section}.{task}"


def _vectors() -> Iterator[Vector]:
    """Unit vectors around a few topics, so that a search finds neighbours."""
    random = np.random.default_rng(_SEED)
    topics = random.normal(size=(_TOPICS, DIMENSION))
    for index in range(RECORDS):
        vector = topics[index % _TOPICS] + 0.8 * random.normal(size=DIMENSION)
        vector = np.round(vector / np.linalg.norm(vector), _DIGITS)
        if index == NOT_A_NUMBER:
            vector[0] = np.nan
        yield vector[:-1] if index == SHORT else vector


def _record(index: int, task_id: str, vector: Vector) -> bytes:
    record = {
        "TaskId": task_id,
        "Description": f"{_VERBS[index % len(_VERBS)]} {_OBJECTS[index % len(_OBJECTS)]}",
        "Status": _STATUSES[index % len(_STATUSES)],
        "Section": f"Phase {task_id.partition('.')[0]}",
        "IndentLevel": task_id.count("."),
        "LastUpdated": (_BEGUN + timedelta(minutes=index)).isoformat(),
        "ParentId": task_id.rpartition(".")[0],
        "Vector": vector,
        "Metadata": {"topic": index % _TOPICS, "priority": 1 + index % 5},
    }
    text = orjson.dumps(record, option=orjson.OPT_SERIALIZE_NUMPY)
    # JSON has no word for NaN and orjson writes null; Python's own writer puts the bare word.
    return text.replace(b"[null,", b"[NaN,") if index == NOT_A_NUMBER else text


if __name__ == "__main__":
    write_vectors(Path(sys.argv[1]))
