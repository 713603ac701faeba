from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.identity import (
    NAMESPACE,
    foreign_id,
    is_kept,
    key,
    original,
    point_id,
)

SOURCE_IDS = (
    st.integers()
    | st.integers(0, 2**64 - 1)
    | st.text(min_size=1)
    | st.uuids().map(str)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
)


@given(st.integers(0, 2**64 - 1))
def test_unsigned_integers_stay_themselves(number: int) -> None:
    assert point_id(number) == number
    assert is_kept(number, point_id(number))


@given(st.uuids())
def test_uuids_stay_themselves_in_every_spelling(uuid: UUID) -> None:
    for spelling in (str(uuid), str(uuid).upper(), uuid.hex, uuid.urn):
        assert point_id(spelling) == str(uuid)
        assert is_kept(spelling, point_id(spelling))


@pytest.mark.parametrize("text", ["1.3.1", "131", "", "é", "not-a-uuid", "1" * 31, "a-" * 16])
def test_other_text_becomes_uuid5_of_itself(text: str) -> None:
    assert point_id(text) == str(uuid5(NAMESPACE, text))
    assert not is_kept(text, point_id(text))


def test_the_namespace_never_changes_because_points_were_written_with_it() -> None:
    assert point_id("1.3.1") == "8d7f4bb7-f5b3-5f02-aef2-0358fbbd3bb6"


@given(SOURCE_IDS)
def test_every_id_becomes_one_that_qdrant_takes(source_id: object) -> None:
    point = point_id(source_id)
    assert 0 <= point < 2**64 if isinstance(point, int) else str(UUID(point)) == point


@given(SOURCE_IDS, SOURCE_IDS)
def test_different_ids_become_different_points(one: object, other: object) -> None:
    same_uuid = isinstance(one, str) and isinstance(other, str) and is_kept(one, point_id(one))
    if repr(one) != repr(other) and not same_uuid:
        assert point_id(one) != point_id(other)


@given(SOURCE_IDS)
def test_every_key_is_as_long(source_id: object) -> None:
    assert len(key(point_id(source_id))) == 17


@given(SOURCE_IDS, SOURCE_IDS)
def test_keys_differ_where_points_do(one: object, other: object) -> None:
    assert (key(point_id(one)) == key(point_id(other))) == (point_id(one) == point_id(other))


def test_a_number_and_a_uuid_of_the_same_bits_are_two_points() -> None:
    assert key(42) != key("00000000-0000-0000-0000-00000000002a")


@pytest.mark.parametrize(
    ("source_id", "kept"), [(2**64, str(2**64)), (-(2**63) - 1, str(-(2**63) - 1)), (-3, -3)]
)
def test_an_original_too_long_for_json_readers_is_kept_as_text(
    source_id: int, kept: object
) -> None:
    assert original(source_id) == kept


@pytest.mark.parametrize(
    ("task_id", "point"),
    [("1.3.1", 131), ("131", 131), ("1.2.3.4.5.6.7.8.9", 12345678), ("1.a", 7), ("²", 7), ("", 7)],
)
def test_the_original_writers_rule(task_id: str, point: int) -> None:
    assert foreign_id(task_id, 7) == point
