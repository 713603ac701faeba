from pathlib import Path

import numpy as np
import orjson
import pytest

from backend.migration.batches import Cut, batches, stretch
from backend.migration.source import Source


def source(folder: Path) -> Source:
    rows = np.arange(40, dtype=np.float32).reshape(10, 4) + 1
    rows[6, 1] = np.nan
    np.save(folder / "a.npy", rows)
    ids = [0, "x", 2, 3, 4, 0, 6, None, "87ae3aa2-5bd2-4b8d-a7a1-3f3b46c0fd56", -9]
    (folder / "a.ids.json").write_bytes(orjson.dumps(ids))
    lines = [orjson.dumps({"n": n} if n % 2 else {"of": [n]}) + b"\n" for n in range(10)]
    (folder / "a.payload.jsonl").write_bytes(b"".join(lines))
    return Source(folder / "a.npy")


@pytest.mark.parametrize("numbers", [range(4), range(1, 3), range(3, 4), range(2, 2)])
def test_a_stretch_is_its_batches_of_all(tmp_path: Path, numbers: range) -> None:
    found = source(tmp_path)
    cut = Cut(3, 4, frozenset({0}))
    every = list(batches(found, cut))
    assert len(every) == 4
    assert list(stretch(found, numbers, cut)) == every[numbers.start : numbers.stop]
