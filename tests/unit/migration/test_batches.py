import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.migration.batches import Cut, batch_count, batches, decoded, encoded, id_of
from backend.migration.identity import point_id
from backend.migration.records import Entry, read_record
from backend.migration.shapes import VECTORS
from backend.migration.source import Source
from backend.model.migration.manner import Transport
from tests.migration_sources import DIMENSION, vector, vectors, write


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return Source(write(tmp_path_factory.mktemp("source") / "a.json", vectors(range(30))))


def sent(source: Source, size: int, superseded: frozenset[int], done: frozenset[int]) -> list[int]:
    return [
        point.record
        for batch in batches(source, Cut(size, DIMENSION, superseded, done))
        for point in batch.points
    ]


@given(st.integers(1, 40))
def test_batches_hold_every_record_once_and_their_place_follows_from_their_number(
    source: Source, size: int
) -> None:
    made = list(batches(source, Cut(size, DIMENSION)))
    assert len(made) == batch_count(30, size)
    assert [record for batch in made for record in batch.records] == list(range(30))
    for batch in made:
        assert batch.records[0] == batch.number * size
        assert [point.record for point in batch.points] == list(batch.records)


@settings(deadline=None)
@given(st.integers(1, 12), st.sets(st.integers(0, 29)), st.data())
def test_a_resume_sends_exactly_what_was_not_acknowledged(
    source: Source, size: int, superseded: set[int], data: st.DataObject
) -> None:
    numbers = st.integers(0, batch_count(30, size) - 1)
    done = frozenset(data.draw(st.sets(numbers)))
    before = [r for r in range(30) if r // size in done and r not in superseded]
    after = sent(source, size, frozenset(superseded), done)
    assert sorted(before + after) == [r for r in range(30) if r not in superseded]


def test_what_cannot_be_sent_is_a_failure_with_its_place_and_reason(tmp_path: Path) -> None:
    records = vectors("abcd")
    records[1]["vector"] = [1.0]
    records[2]["source"] = 2**80
    path = write(tmp_path / "a.json", records)
    (batch,) = batches(Source(path), Cut(10, DIMENSION))
    assert [point.id for point in batch.points] == ["a", "d"]
    short, long = batch.failures
    assert (short.record, short.place, short.id, short.flaw.kind) == (
        1,
        "a.json: [1]",
        "b",
        "dimension",
    )
    assert (long.id, long.flaw.kind) == ("c", "unsendable")


def test_a_point_holds_vector_payload_and_the_id_that_qdrant_could_not_take() -> None:
    content = {"id": "1.3.1", "vector": vector(3), "metadata": {"a": [1, None]}}
    point = json.loads(encoded(read_record(Entry(0, "", VECTORS, content)), "rest"))
    assert point["id"] == point_id("1.3.1")
    assert point["vector"] == pytest.approx(vector(3))
    assert point["payload"] == {"metadata": {"a": [1, None]}, "_source_id": "1.3.1"}


def test_an_id_that_stays_itself_is_not_repeated_in_the_payload() -> None:
    content = {"id": 42, "vector": vector(3), "x": 1}
    point = json.loads(encoded(read_record(Entry(0, "", VECTORS, content)), "rest"))
    assert (point["id"], point["payload"]) == (42, {"x": 1})


@pytest.mark.parametrize("value", [2**63, [2**64 - 1], json.loads('{"a":' * 40 + "1" + "}" * 40)])
def test_what_grpc_cannot_say_is_said_as_rest_says_it(value: Any) -> None:
    record = read_record(Entry(0, "", VECTORS, {"id": 7, "vector": vector(3), "value": value}))
    body = encoded(record, "grpc")
    assert body == encoded(record, "rest")
    assert (id_of(body), decoded(body)[2]) == (7, {"value": value})


@pytest.mark.parametrize("payload", [{"n": 2**64}, {"n": -(2**63) - 1}, {"text": "\ud800"}])
def test_what_neither_interface_can_say_is_refused_alike(payload: dict[str, Any]) -> None:
    record = read_record(Entry(0, "", VECTORS, {"id": 7, "vector": vector(3), **payload}))
    said = []
    for transport in ("rest", "grpc"):
        with pytest.raises(TypeError) as refusal:
            encoded(record, transport)
        said.append(str(refusal.value))
    assert said[0] == said[1]


@pytest.mark.parametrize("transport", ["rest", "grpc"])
@pytest.mark.parametrize("depth", [300, 900])
def test_what_is_nested_too_deeply_costs_its_record_on_either_way(
    tmp_path: Path, transport: Transport, depth: int
) -> None:
    rows = [{"id": n, "vector": [1.0]} for n in range(3)]
    lines = [json.dumps(row) for row in rows]
    lines[1] = '{"id":1,"vector":[1.0],"deep":' + "[" * depth + "]" * depth + "}"
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines))
    (batch,) = batches(Source(path), Cut(10, 1, transport=transport))
    assert [point.id for point in batch.points] == ["0", "2"]
    assert [failure.record for failure in batch.failures] == [1]
