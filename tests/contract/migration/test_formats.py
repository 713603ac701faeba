"""Sources that are no JSON document, moved and proved."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from tests.contract.migration.conftest import Bench
from tests.migration_sources import DIMENSION, aliases, vectors

COUNT = 40


def as_array(folder: Path) -> Path:
    rows = np.arange(COUNT * DIMENSION, dtype=np.float32).reshape(COUNT, DIMENSION) + 1
    np.save(folder / "a.npy", rows)
    (folder / "a.ids.json").write_text(json.dumps([f"task-{n}" for n in range(COUNT)]))
    return folder / "a.npy"


def as_lines(folder: Path) -> Path:
    (folder / "a.jsonl").write_text("".join(json.dumps(o) + "\n" for o in vectors(range(COUNT))))
    return folder / "a.jsonl"


def as_pickle(folder: Path) -> Path:
    (folder / "a.pkl").write_bytes(pickle.dumps(vectors(range(COUNT))))
    return folder / "a.pkl"


@pytest.mark.parametrize("make", [as_array, as_lines, as_pickle])
async def test_every_record_arrives_and_is_proved(
    make: object, bench: Bench, tmp_path: Path
) -> None:
    ended = await bench.run(make(tmp_path), "--batch-size", "8")  # type: ignore[operator]
    assert ended.code == 0, ended.err
    assert (ended.report.written, ended.report.target_exact) == (COUNT, COUNT)
    assert ended.report.verification is not None
    assert ended.report.verification.passed


async def test_named_fields_are_kept_for_a_resume_and_others_are_refused(
    bench: Bench, tmp_path: Path
) -> None:
    rows = [{"key": f"k{n}", "emb": [n + 1.0, 1.0], "a": n, "b": n} for n in range(COUNT)]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(rows))
    named = ("--id-field", "key", "--vector-field", "emb", "--payload-fields", "b")
    begun = await bench.run(path, *named, "--give-up-after", "0", to="http://127.0.0.1:1")
    assert begun.code == 3
    other = await bench.run(
        path, "--id-field", "a", "--vector-field", "emb", to="http://127.0.0.1:1"
    )
    assert other.code == 2
    assert "began with other fields" in other.err
    ended = await bench.run(path, *named)
    assert ended.code == 0, ended.err
    assert aliases(bench.qdrant)[bench.collection]
    assert {tuple(sorted(one["payload"])) for one in bench.points.values()} == {("_source_id", "b")}
