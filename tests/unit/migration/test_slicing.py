"""Sliced records are those of the parser that streams, or left to it."""

import io
import json
from typing import Any

import ijson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.migration import slicing
from backend.migration.jsonstream import ByteStream
from backend.migration.slicing import Unusual, sliced

_texts = st.text(st.sampled_from('ab"\\{}[],: \n\u20ac'), max_size=6)
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=8,
)
_records = st.lists(st.dictionaries(_texts, _values, max_size=4), max_size=6)


def read(text: bytes, prefix: str, chunk: int) -> tuple[list[Any], bool]:
    """What slicing gives, and whether it came to the end."""
    given: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slicing, "CHUNK", chunk)
        try:
            for found in sliced(ByteStream(io.BytesIO(text)), prefix):
                assert text[found.offset : found.offset + len(found.raw)] == found.raw
                given.append(found.content)
        except Unusual:
            return given, False
    return given, True


def streamed(text: bytes, prefix: str) -> list[Any]:
    """What the parser that streams gives before its first complaint."""
    given: list[Any] = []
    try:
        given.extend(ijson.items(io.BytesIO(text), prefix, use_float=True))
    except ijson.JSONError:
        given.append(None)
    return given


@settings(max_examples=300)
@given(
    _records,
    st.sampled_from(["item", "tasks.item"]),
    st.dictionaries(_texts.map(lambda text: f"_{text}"), _values, max_size=2),
    st.sampled_from([None, 1, " "]),
    st.integers(16, 200),
)
def test_records_are_those_of_the_streaming_parser(
    records: list[Any], prefix: str, around: dict[str, Any], indent: Any, chunk: int
) -> None:
    content = records if prefix == "item" else {**around, "tasks": records, "z": around}
    text = json.dumps(content, indent=indent, ensure_ascii=False).encode()
    given, is_whole = read(text, prefix, chunk)
    assert given == records[: len(given)]
    assert list(map(json.dumps, given)) == list(map(json.dumps, records[: len(given)]))
    if is_whole:
        assert len(given) == len(records)


@settings(max_examples=500)
@example('"\\', 16, 28)
@given(
    st.text(st.sampled_from('{}[]",:1\\ a'), max_size=12),
    st.integers(0, 40),
    st.integers(16, 64),
)
def test_what_is_broken_is_never_taken_for_whole(noise: str, at: int, chunk: int) -> None:
    sound = b'{"m": {"n": 1}, "tasks": [{"a": 1}, {"a": [2]}], "z": 2}'
    text = sound[:at] + noise.encode() + sound[at:]
    given, is_whole = read(text, "tasks.item", chunk)
    if is_whole:
        assert json.loads(text) is not None
        assert given == streamed(text, "tasks.item")


@pytest.mark.parametrize(
    "text",
    [
        b'[{"a": 1} {"a": 2}]',
        b'[{"a": 1}, 7]',
        b'[{"a": 1}, "x"]',
        b'[{"a": 1}, [1]]',
        b'[{"a": 1}',
        b'[{"a": 1}]]',
        b'[{"a": 1},]',
        b'[{"a": "\xff"}]',
    ],
)
def test_what_is_unusual_is_left_to_the_other_parser(text: bytes) -> None:
    assert not read(text, "item", 64)[1]


@given(
    st.lists(st.lists(st.sampled_from(["NaN", "-Infinity", "Infinity", "0.5"]), min_size=1)),
    st.integers(16, 60),
    st.booleans(),
)
def test_each_record_comes_with_its_own_bytes_bare_words_included(
    rows: list[list[str]], chunk: int, marked: bool
) -> None:
    texts = [f'{{"a":"NaN","v":[{", ".join(row)}]}}'.encode() for row in rows]
    file = (b"\xef\xbb\xbf" if marked else b"") + b"[" + b" ,".join(texts) + b"]"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slicing, "CHUNK", chunk)
        found = list(sliced(ByteStream(io.BytesIO(file)), "item"))
    assert [one.raw for one in found] == texts
    assert [file[one.offset :].startswith(one.raw) for one in found] == [True] * len(texts)


@pytest.mark.parametrize("text", ["{", "}", "}{", '\\"{', "\n", "NaN {"])
@pytest.mark.parametrize("chunk", [64, 10_000])
def test_braces_and_bare_words_in_texts_are_no_reason_to_stream(text: str, chunk: int) -> None:
    records = [{"id": n, "vector": [0.5, 1], "t": text * (n % 3)} for n in range(40)]
    assert read(json.dumps(records).encode(), "item", chunk) == (records, True)


def test_numbers_that_no_machine_holds_are_no_reason_to_stream() -> None:
    records = [{"id": 2**70, "vector": [0.5]}, {"id": 1, "vector": [0.5, 2**64 + 1], "n": -(2**90)}]
    given, is_whole = read(json.dumps(records).encode(), "item", 64)
    assert (json.dumps(given), is_whole) == (json.dumps(records), True)


def test_usual_files_are_read_to_their_end() -> None:
    records = [{"TaskId": f"1.{n}", "Vector": [0.5, 1, -2e-5], "t": 'a"\\{['} for n in range(99)]
    for content, prefix in (
        (records, "item"),
        ({"metadata": {"n": 1, "list": [[{}]]}, "tasks": records}, "tasks.item"),
    ):
        for chunk in (64, 100, 10_000):
            assert read(json.dumps(content).encode(), prefix, chunk) == (records, True)


class CountingStream(ByteStream):
    """Counts how often it is read."""

    reads = 0

    def read(self, size: int = 65_536) -> bytes:
        self.reads += 1
        return super().read(size)


class CountingBytes(bytes):
    """Counts the bytes that are looked through for braces."""

    looked_at = 0

    def find(self, *arguments: Any) -> int:
        found = super().find(*arguments)
        self.looked_at += (len(self) if found < 0 else found + 1) - arguments[1]
        return found


@pytest.mark.parametrize("after", [b'"b":"', b'"b":1,{"c":[[', b'"b":[1,2,', b" "])
def test_what_has_no_end_is_not_looked_for_to_the_end_of_the_file(
    monkeypatch: pytest.MonkeyPatch, after: bytes
) -> None:
    monkeypatch.setattr(slicing, "CHUNK", 64)
    monkeypatch.setattr(slicing, "LONGEST", 1_000)
    stream = ByteStream(io.BytesIO(b'[{"a":1},{' + after + b'{"d": 7},\n' * 10_000))
    given: list[Any] = []
    with pytest.raises(Unusual):
        given.extend(one.content for one in sliced(stream, "item"))
    assert given == [{"a": 1}]
    assert stream.offset < 3_000


def test_what_stands_behind_the_records_is_not_held_whole_however_long_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slicing, "CHUNK", 64)
    monkeypatch.setattr(slicing, "LONGEST", 1_000)
    text = json.dumps({"tasks": [{"a": 1}], "z": ["x" * 100] * 1_000}).encode()
    stream = ByteStream(io.BytesIO(text))
    given = sliced(stream, "tasks.item")
    assert next(given).content == {"a": 1}
    with pytest.raises(Unusual):
        next(given)
    assert stream.offset < 2_000


@pytest.mark.parametrize("piece", ["x", 'a"{', '\\"', {"a": [{}]}])
def test_a_long_record_is_looked_at_a_few_times_and_not_at_each_chunk(
    monkeypatch: pytest.MonkeyPatch, piece: Any
) -> None:
    monkeypatch.setattr(slicing, "CHUNK", 1_024)
    record = {"a": piece * 200_000 if isinstance(piece, str) else [piece] * 50_000}
    text = json.dumps([record, record]).encode()
    stream = CountingStream(io.BytesIO(text))
    assert [one.content for one in sliced(stream, "item")] == [record, record]
    assert stream.reads < 2 * (len(text) // 1_024).bit_length()


def test_no_byte_of_a_record_is_looked_through_for_braces_again_at_each_of_them() -> None:
    text = CountingBytes(json.dumps({"a": [{"b": 1}] * 5_000}).encode())
    assert slicing._end(text, 0) == len(text)
    assert text.looked_at <= 2 * len(text)


def test_a_text_without_end_is_gone_through_once() -> None:
    text = b'"' + b'\\"{' * 20_000
    assert [found.span() for found in slicing._STRUCTURE.finditer(text)] == [(0, len(text))]
