from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from backend.migration import payloads as module
from backend.migration.payloads import MOST, Payloads
from backend.model.migration.preflight import PayloadField, TypeCount

VALUES = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(0, 9) | st.text() | st.just([1])


@given(st.lists(st.dictionaries(st.sampled_from("abc"), VALUES)))
def test_every_value_is_counted_once_under_its_field(records: list[dict[str, Any]]) -> None:
    counted = Payloads()
    for record in records:
        counted.add(record)
    for field in counted.fields():
        values = [record[field.name] for record in records if field.name in record]
        assert field.records == len(values) == sum(one.records for one in field.types)
        texts = sum(one.records for one in field.types if one.type == "text")
        assert texts == sum(isinstance(value, str) for value in values)


def test_types_are_told_in_the_words_of_json_the_most_frequent_first() -> None:
    counted = Payloads()
    values: list[Any] = [1, 2, True, None, "x", "y", "z", {}]
    for value in values:
        counted.add({"a": value})
    counted.add({"b": 0.5})
    types = (("text", 3), ("whole number", 2), ("truth value", 1), ("null", 1), ("object", 1))
    assert counted.fields() == (
        PayloadField(
            name="a",
            records=8,
            types=tuple(TypeCount(type=name, records=count) for name, count in types),
        ),
        PayloadField(name="b", records=1, types=(TypeCount(type="number", records=1),)),
    )


def test_fields_without_end_cost_no_memory_without_end() -> None:
    counted = Payloads()
    counted.add({str(n): n for n in range(MOST + 7)})
    assert len(counted.fields()) == MOST
    assert counted.left_out == 7


def test_their_size_is_estimated_from_some(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "WEIGHED", 2)
    counted = Payloads()
    assert counted.bytes == 0
    for text in ("a" * 10, "b" * 1000, "c" * 10):
        counted.add({"t": text})
    assert counted.bytes == 3 * len(orjson.dumps({"t": "a" * 10}))
    counted.add({"t": "\ud800"})
    counted.add({"t": "\ud800"})  # weighed, and no Unicode
    assert counted.bytes == 5 * len(orjson.dumps({"t": "a" * 10}))
