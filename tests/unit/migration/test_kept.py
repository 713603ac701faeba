from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.batches import encoded, id_of
from backend.migration.identity import point_id
from backend.migration.kept import Kept, forget, kept_bytes, kept_path
from backend.migration.records import Record


def test_what_was_kept_is_given_back_once(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "run.sqlite")
    kept.keep(4, [2**64 - 1, "a-b"], {"a-b": b'{"id":"a-b"}'})
    kept.keep(7, [1], {})
    assert (kept.has(4), kept.has(7), kept.has(5)) == (True, True, False)
    assert kept.counts() == (2, 1)
    first = kept.left(2)
    assert [(one.id, one.old) for one in first] == [(2**64 - 1, None), ("a-b", b'{"id":"a-b"}')]
    kept.set_back(first)
    kept.close()
    again = Kept(tmp_path / "run.sqlite")
    assert [one.id for one in again.left(9)] == [1]
    assert again.counts() == (2, 1)
    again.close()


def test_a_batch_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "run.sqlite")
    with pytest.raises(TypeError):
        kept.keep(1, [1, {2}], {})  # type: ignore[list-item]
    assert not kept.has(1)
    assert kept.left(9) == []
    kept.close()


def test_what_is_kept_has_a_size_until_it_is_let_go_of(tmp_path: Path) -> None:
    journal = tmp_path / "run.sqlite"
    assert kept_bytes(journal) is None
    kept = Kept(journal)
    kept.keep(1, [1], {1: b"x" * 10_000})
    assert (kept_bytes(journal) or 0) > 10_000  # still in SQLite's log
    kept.close()
    assert kept_bytes(journal) == kept_path(journal).stat().st_size > 10_000
    forget(journal)
    assert (kept_bytes(journal), list(tmp_path.iterdir())) == (None, [])
    forget(journal)


@given(st.integers(0, 2**64 - 1) | st.text(min_size=1), st.sampled_from(["rest", "grpc"]))
def test_the_id_of_a_point_is_read_from_its_bytes(source_id: int | str, transport: str) -> None:
    record = Record(0, "", source_id, np.ones(3, np.float32), {"vector": ',"vector":'})
    try:
        body = encoded(record, transport)  # type: ignore[arg-type]
    except TypeError:
        return  # half of a surrogate pair cannot be sent
    assert id_of(body) == point_id(source_id)
