import json
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from backend.migration import protobuf
from backend.migration.batches import Cut, Point, batches
from backend.migration.commands import command
from backend.migration.done import Failure
from backend.migration.history import read_run
from backend.migration.journal import Journal
from backend.migration.letters import (
    BEGINNING,
    EXCERPT,
    LARGEST,
    excerpt_of,
    kept_bytes,
    kept_content,
    kept_raw,
    letters,
    letters_path,
    shortened,
    write_letters,
)
from backend.migration.records import Flaw
from backend.migration.shapes import TASKS
from backend.migration.source import Source
from tests.unit.migration.conftest import acknowledge

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


NUMBERS = st.recursive(
    st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def as_words(value: Any) -> Any:
    """The same with words for what is no number."""
    if isinstance(value, float):
        return value if np.isfinite(value) else json.dumps(value)
    if isinstance(value, list):
        return [as_words(each) for each in value]
    return {k: as_words(v) for k, v in value.items()} if isinstance(value, dict) else value


def failure(record: int, content: str) -> Failure:
    return Failure(record, f"a.json: [{record}]", f"r{record}", Flaw("unreadable", "why"), content)


@given(JSON)
def test_what_json_can_say_is_kept_as_it_is(value: Any) -> None:
    assert json.loads(kept_content(value)) == {"content": value}


def test_numbers_that_json_has_not_are_legible() -> None:
    row = np.array([1.5, np.nan, np.inf, -np.inf], np.float32)
    kept = json.loads(kept_content({"id": np.int64(7), "vector": row, "big": 2**70}))
    vector = [1.5, "NaN", "Infinity", "-Infinity"]
    assert kept == {"content": {"id": 7, "vector": vector, "big": 2**70}}


def test_of_a_long_record_the_beginning_is_kept_as_text() -> None:
    kept = json.loads(kept_content({"text": "é" * LARGEST}))
    assert kept["text"].startswith('{"text": "éé')
    assert (len(kept["text"]), kept["characters"]) == (BEGINNING, LARGEST + 12)


def test_a_long_record_is_kept_to_its_end() -> None:
    record = {"text": "é" * BEGINNING * 3}
    assert json.loads(kept_content(record)) == {"content": record}
    raw = b"{" * BEGINNING * 3
    assert json.loads(kept_bytes(raw)) == {"text": raw.decode(), "encoding": "utf-8"}


@pytest.mark.parametrize("sent", [{}, {"sent": True}])
def test_what_there_is_no_room_for_is_told_by_its_beginning(sent: dict[str, bool]) -> None:
    text = "é" * BEGINNING
    assert json.loads(shortened(kept_content({"t": text}, is_sent=bool(sent)))) == {
        "text": ('{"t": "' + text)[:BEGINNING],
        "characters": BEGINNING + 9,
        **sent,
    }
    kept = json.loads(shortened(kept_bytes(b"{" + b"\xff" * BEGINNING)))
    assert (len(kept["text"]), kept["characters"]) == (BEGINNING, BEGINNING + 1)
    assert kept["encoding"] == "latin-1"
    assert shortened(kept_content({"t": "short"})) == kept_content({"t": "short"})


def test_what_nests_too_deep_costs_no_more_than_itself() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert kept_content(deep) == ""


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b"", None),
        ("{é".encode(), {"text": "{é", "encoding": "utf-8"}),
        (b"{\xff\x00", {"text": "{\xff\x00", "encoding": "latin-1"}),
        (
            b"x" * (LARGEST + 1),
            {"text": "x" * BEGINNING, "encoding": "utf-8", "characters": LARGEST + 1},
        ),
    ],
)
def test_bytes_that_are_no_record_come_back(raw: bytes, kept: dict[str, Any] | None) -> None:
    told = kept_bytes(raw)
    assert (json.loads(told) if told else None) == kept
    if kept and "characters" not in kept:
        assert kept["text"].encode(kept["encoding"]) == raw


@pytest.mark.parametrize("transport", ["rest", "grpc"])
def test_a_refused_point_is_told_from_the_bytes_that_were_sent(transport: str) -> None:
    vector = np.array([0.5, -2.0], np.float32)
    if transport == "grpc":
        body = protobuf.point(7, vector, {"a": ["x", 1, None]})
    else:
        body = b'{"id":7,"vector":[0.5,-2.0],"payload":{"a":["x",1,null]}}'
    refused = Point(3, "a.json: [3]", "7", body, TASKS, 99).refused("no")
    assert refused.flaw == Flaw("unsendable", "the target refused it: no")
    assert refused.offset == 99
    assert json.loads(refused.content) == {
        "content": {"TaskId": 7, "Vector": [0.5, -2.0], "a": ["x", 1, None]},
        "sent": True,
    }


def test_a_refused_point_has_the_id_that_its_record_had() -> None:
    body = b'{"id":7,"vector":[0.5],"payload":{"_source_id":"1.2","t":"x"}}'
    (kept,) = [json.loads(Point(3, "", "1.2", body).refused("no").content)["content"]]
    assert kept == {"id": "1.2", "vector": [0.5], "t": "x"}


def test_what_was_sent_in_another_way_is_kept_as_it_was_sent() -> None:
    refused = Point(3, "", "7", b'{"id":7').refused("no")
    assert json.loads(refused.content) == {"text": '{"id":7', "encoding": "utf-8"}


@given(NUMBERS)
def test_bare_words_that_a_parser_left_out_are_told_from_the_bytes(value: Any) -> None:
    raw = json.dumps(value).encode()
    assert json.loads(kept_raw(raw)) == {"content": as_words(value)}


def test_a_beginning_may_end_within_a_character() -> None:
    kept = json.loads(kept_raw("{€".encode()[:-1], is_whole=False))
    assert kept == {"text": "{", "encoding": "utf-8", "characters": -1}


def test_an_excerpt_is_short_and_shows_what_is_odd() -> None:
    vector = [0.5] * 300 + [float("nan")] + [0.5] * 83
    told = excerpt_of(kept_content({"id": 1, "vector": vector, "title": "t" * 500}))
    assert '[0.5, 0.5, 0.5, … [300] "NaN", … 384 in all]' in told
    assert len(told) <= EXCERPT
    assert excerpt_of(kept_bytes(b"  junk\n")) == "junk"
    assert excerpt_of("") == ""


def test_numbers_of_arrays_have_no_more_digits_than_they_have() -> None:
    row = np.array([0.1, np.nan], np.float32)
    assert json.loads(kept_content({"v": row})) == {"content": {"v": [0.1, "NaN"]}}


def test_a_line_that_is_no_record_comes_with_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 1, "vector": [1, 2]}\n{"id": 2, "vec\xff\n{"id": 3, "vector": [1]}\n')
    (batch,) = batches(Source(path), Cut(8, 2))
    kept = [json.loads(one.content) for one in batch.failures]
    assert kept == [
        {"text": '{"id": 2, "vec\xff', "encoding": "latin-1"},
        {"content": {"id": 3, "vector": [1]}},
    ]


def test_the_file_holds_what_the_journal_holds_and_is_its_owners(surveyed: Journal) -> None:
    assert write_letters(surveyed.path) is None
    acknowledge(surveyed, 1, failure(7, kept_content({"id": "r7"})), points=0)
    acknowledge(surveyed, 0, failure(2, kept_bytes(b"junk")), failure(3, ""), points=0)
    path = write_letters(surveyed.path)
    assert path == letters_path(surveyed.path)
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = [json.loads(line) for line in path.read_text().splitlines()]
    assert [one["record"] for one in told] == [2, 3, 7]
    assert [(one.get("text"), one.get("content")) for one in told] == [
        ("junk", None),
        (None, None),
        (None, {"id": "r7"}),
    ]
    assert [one.record for one in letters(surveyed.path)] == [2, 3, 7]
    write_letters(surveyed.path)
    assert len(path.read_text().splitlines()) == 3


def test_a_letter_is_in_the_file_as_soon_as_the_journal_knows_of_it(surveyed: Journal) -> None:
    acknowledge(surveyed, 1, failure(7, kept_content({"id": "r7"})), points=0)
    path = letters_path(surveyed.path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text(path.read_text() * 2 + '{"rec')  # as a killed process may leave it
    write_letters(surveyed.path)
    acknowledge(surveyed, 0, failure(2, kept_bytes(b"junk")), points=0)
    assert [json.loads(line)["record"] for line in path.read_text().splitlines()] == [7, 2]
    run = read_run(surveyed.path)
    assert run.dead_letters == str(path)
    assert [one.excerpt for one in run.failures] == ["junk", '{"id": "r7"}']


def test_a_file_that_cannot_be_written_stops_no_run(surveyed: Journal) -> None:
    letters_path(surveyed.path).mkdir()
    acknowledge(surveyed, 1, failure(7, ""), points=0)
    acknowledge(surveyed, 0, failure(2, ""), points=0)
    run = read_run(surveyed.path)
    assert (run.batches_done, run.failed) == (2, 2)
    assert [one.summary for one in run.errors] == [
        f"{letters_path(surveyed.path)}: cannot be written: Is a directory"
    ]


def test_the_records_alone_are_a_source_again(surveyed: Journal, tmp_path: Path) -> None:
    record = {"id": "r7", "vector": [1.0], "big": 2**70}
    acknowledge(surveyed, 0, failure(2, kept_bytes(b"junk")), points=0)
    acknowledge(surveyed, 1, failure(7, kept_content(record)), points=0)
    words = ["dead-letters", surveyed.row["id"], "--state", str(tmp_path)]
    told = CliRunner().invoke(command, words)
    assert told.exit_code == 0
    assert len(told.stdout.splitlines()) == 2
    records = CliRunner().invoke(command, [*words, "--records"])
    assert records.exit_code == 1
    assert [json.loads(line) for line in records.stdout.splitlines()] == [record]
    assert "a.json: [2]: no record that could be read: why" in records.stderr
