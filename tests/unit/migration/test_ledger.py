"""What is remembered of many records, beside what one sees of each."""

from collections import defaultdict
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.identity import foreign_id, point_id
from backend.migration.ledger import Ledger
from backend.migration.records import Flaw, Record

_IDS = st.one_of(
    st.none(),
    st.integers(0, 5),
    st.integers(0, 2**64 - 1),
    st.sampled_from(["1.1", "11", "a", "b", "urn:uuid:0000000000000000000000000000000a"]),
    st.sampled_from([-1, 0.5, 2**70, "0000000a-0000-0000-0000-000000000000"]),
)
_RECORDS = st.lists(st.tuples(_IDS, st.integers(1, 2), st.booleans()), max_size=40)


def ledger_of(records: list[tuple[Any, int, bool]]) -> Ledger:
    ledger = Ledger()
    for index, (identity, dimension, is_flawed) in enumerate(records):
        flaw = Flaw("not finite", "") if is_flawed else None
        vector = np.ones(dimension, np.float32)
        ledger.add(Record(index, f"[{index}]", identity, vector, {}, flaw))
    return ledger


def groups(keys: dict[int, Any]) -> list[tuple[int, ...]]:
    """Records with equal keys, where there are several, by the first of each group."""
    found: dict[Any, list[int]] = defaultdict(list)
    for record, key in keys.items():
        found[key].append(record)
    return sorted(tuple(records) for records in found.values() if len(records) > 1)


@given(_RECORDS)
def test_every_record_is_remembered(records: list[tuple[Any, int, bool]]) -> None:
    ledger = ledger_of(records)
    points = {n: point_id(one) for n, (one, _, _) in enumerate(records) if one is not None}
    assert (ledger.count, ledger.identified) == (len(records), len(points))
    assert {n: ledger.point(n) for n in points} == points
    assert {n: ledger.written_id(n) for n in points} == {n: str(records[n][0]) for n in points}
    assert [shared.records for shared in ledger.shared()] == groups(points)
    foreign = {n: foreign_id(str(records[n][0]), n) for n in points}
    assert [shared.records for shared in ledger.foreign_shared()] == groups(foreign)


@given(_RECORDS)
def test_points_are_counted_once_each(records: list[tuple[Any, int, bool]]) -> None:
    ledger = ledger_of(records)
    sound = [
        (point_id(one), size) for one, size, flawed in records if one is not None and not flawed
    ]
    assert ledger.distinct() == len({point_id(one) for one, _, _ in records if one is not None})
    for dimension in (1, 2, 3):
        assert ledger.distinct(dimension) == len({p for p, size in sound if size == dimension})
