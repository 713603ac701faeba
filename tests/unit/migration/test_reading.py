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


def everything(items: Any) -> list[Any]:
    made: list[Any] = []
    while (item := next(items, None)) is not None:
        made.append(item)
    return made


@pytest.mark.parametrize("transport", ["rest", "grpc"])
def test_batches_from_there_are_those_from_here(source: Source, transport: Any) -> None:
    cut = Cut(7, DIMENSION, frozenset({3}), frozenset({1}), transport)
    there = reading.read(batches, source, cut)
    assert everything(there) == list(batches(Source(Path(source.name)), cut))
    assert next(there, None) is None  # the end stays the end
    here = Source(Path(source.name))
    list(batches(here, cut))
    assert source.digests == here.digests


def test_expected_points_from_there_are_those_from_here(source: Source) -> None:
    what = Expectation(DIMENSION, chunk=9)
    there = everything(reading.read(expected_points, source, what))
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


def test_a_refusal_comes_through(source: Source) -> None:
    items = reading.read(refusing, source)
    assert next(items) == 1
    with pytest.raises(Refused, match="is not liked; like it") as refusal:
        next(items)
    assert not refusal.value.is_final


def test_a_process_that_dies_is_told_and_the_run_can_go_on(source: Source) -> None:
    items = reading.read(dying, source)
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
def test_what_goes_wrong_there_is_told_at_once(source: Source, make: Any, told: str) -> None:
    items = reading.read(make, source)
    assert next(items) == 1
    with pytest.raises(Refused, match=told) as refusal:
        next(items)
        next(items)
    assert not refusal.value.is_final
    items.close()


def test_a_process_that_never_began_is_told(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    asked = Cut(7, DIMENSION, frozenset(range(100_000)))  # more than a pipe holds
    items = reading.read(batches, source, asked)
    with pytest.raises(Refused, match="ended with code 1 before its time"):
        next(items)


def test_nothing_is_left_running(source: Source) -> None:
    items = reading.read(endless, source)
    process = next(items)
    items.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
