"""Items made by another process, as if they were made here."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.migration import reading
from backend.migration.batches import Cut, batches
from backend.migration.errors import Refused
from backend.migration.expected import Expectation, expected_points
from backend.migration.source import Source
from tests.migration_sources import DIMENSION, vectors, write


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 0)
    return Source(write(tmp_path / "a.json", vectors([*range(30), "a", "b"])))


@pytest.fixture
def reader(source: Source) -> Iterator[reading.FileReader]:
    reader = reading.FileReader(source)
    yield reader
    reader.close()


def everything(items: Any) -> list[Any]:
    made: list[Any] = []
    while (item := next(items, None)) is not None:
        made.append(item)
    return made


@pytest.mark.parametrize("transport", ["rest", "grpc"])
def test_batches_from_there_are_those_from_here(
    source: Source, transport: Any, reader: reading.FileReader
) -> None:
    cut = Cut(7, DIMENSION, frozenset({3}), frozenset({1}), transport)
    there = reader.read(batches, cut)
    assert everything(there) == list(batches(Source(Path(source.name)), cut))
    assert next(there, None) is None  # the end stays the end
    here = Source(Path(source.name))
    list(batches(here, cut))
    assert source.digests == here.digests


def test_expected_points_from_there_are_those_from_here(
    source: Source, reader: reading.FileReader
) -> None:
    what = Expectation(DIMENSION, chunk=9)
    there = everything(reader.read(expected_points, what))
    here = list(expected_points(Source(Path(source.name)), what))
    assert [chunk.points for chunk in there] == [chunk.points for chunk in here]
    for one, other in zip(there, here, strict=True):
        assert np.array_equal(one.vectors, other.vectors)
        assert one.payloads == other.payloads


def refusing(source: Source) -> Iterator[int]:
    yield 1
    raise Refused(f"{source.label} is not liked", "like it", is_final=False)


def dying(_: Source) -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)


def endless(_: Source) -> Iterator[int]:
    while True:
        yield os.getpid()


def test_a_refusal_comes_through(reader: reading.FileReader) -> None:
    items = reader.read(refusing)
    assert next(items) == 1
    with pytest.raises(Refused, match="is not liked; like it") as refusal:
        next(items)
    assert not refusal.value.is_final


def test_a_process_that_dies_is_told_and_the_run_can_go_on(reader: reading.FileReader) -> None:
    items = reader.read(dying)
    assert next(items) == 1
    with pytest.raises(Refused, match="SIGKILL") as refusal:
        next(items)
    assert not refusal.value.is_final


def failing(_: Source) -> Iterator[int]:
    yield 1
    raise MemoryError


def lambdas(_: Source) -> Iterator[Any]:
    yield 1
    yield [b"x" * 100_000, lambda: None]


def chattering(_: Source) -> Iterator[int]:
    yield 1
    os.write(1, b"hello")
    yield 2
    while True:
        signal.pause()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (failing, "failed in test_reading.py, line .*: MemoryError; see whether"),
        (lambdas, "failed in reading.py, line .*lambda"),
        (chattering, "said something that is no record"),
    ],
)
def test_what_goes_wrong_there_is_told_at_once(
    reader: reading.FileReader, make: Any, told: str
) -> None:
    items = reader.read(make)
    assert next(items) == 1
    with pytest.raises(Refused, match=told) as refusal:
        next(items)
        next(items)
    assert not refusal.value.is_final
    items.close()


def test_a_process_that_never_began_is_told(
    reader: reading.FileReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    asked = Cut(7, DIMENSION, frozenset(range(100_000)))  # more than a pipe holds
    items = reader.read(batches, asked)
    with pytest.raises(Refused, match="ended with code 1 before its time"):
        next(items)


def test_nothing_is_left_running(reader: reading.FileReader) -> None:
    items = reader.read(endless)
    process = next(items)
    items.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def once(_: Source) -> Iterator[int]:
    yield os.getpid()


def test_one_process_reads_again_and_again_until_it_is_let_go(reader: reading.FileReader) -> None:
    reader.prepare()
    (process,) = everything(reader.read(once))
    refused = reader.read(refusing)
    assert next(refused) == 1
    with pytest.raises(Refused):
        next(refused)
    refused.close()  # it is over: what read it is not its own any more
    assert everything(reader.read(once)) == [process]
    os.kill(process, 0)
    reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_after_one_that_was_left_in_the_middle_another_process_reads(
    reader: reading.FileReader,
) -> None:
    left = reader.read(endless)
    process = next(left)
    left.close()
    (another,) = everything(reader.read(once))
    assert another != process
    reader.close()


def test_nothing_is_begun_for_a_small_source(tmp_path: Path) -> None:
    reader = reading.FileReader(Source(write(tmp_path / "a.json", vectors(range(3)))))
    reader.prepare()
    assert everything(reader.read(once)) == [os.getpid()]
