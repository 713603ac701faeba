"""Reading in a process of its own: parsing keeps one core busy, and sending has another.

`python -m backend.migration.reading` is that process; it ends with whoever started it.
"""

import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Generic, Protocol, TypeVar, cast

from backend.migration.errors import Refused
from backend.migration.source import Source

T = TypeVar("T")
Item_co = TypeVar("Item_co", covariant=True)

WORTH_A_PROCESS = 8_000_000
"""Bytes of a source from which on another process is started sooner than it would be read."""

LINGERS = 1.0
"""Seconds that a process may take to end once its pipe has."""


class Reading(Protocol[Item_co]):
    """Items that come one by one, until someone has had enough."""

    def __next__(self) -> Item_co:
        """The next one."""

    def close(self) -> None:
        """No more of them; may be told from another thread than the one that waits for one."""


class FileReader:
    """Reads one source, as often as it is asked to, here or in one and the same other process.

    Attributes:
        source: What is read.
    """

    def __init__(self, source: Source) -> None:
        """Read nothing yet."""
        self.source = source
        self._ready: subprocess.Popen[bytes] | None = None

    @property
    def _pays(self) -> bool:
        return self.source.bytes >= WORTH_A_PROCESS

    def prepare(self) -> None:
        """Have the process begin, where it pays, so that it is ready when it is needed."""
        if self._pays and self._ready is None:
            self._ready = _begun()

    def read(self, make: Callable[..., Iterator[T]], *arguments: Any) -> Reading[T]:
        """Items of `make(source, *arguments)`, made here or, where that pays, there.

        Either way the source knows its digests once the last one came. What is given and what
        comes must be such as pickle takes.
        """
        if not self._pays:
            return Here(make(self.source, *arguments))
        process, self._ready = self._ready or _begun(), None
        return _Elsewhere(process, make, self.source, arguments, self._keep)

    def close(self) -> None:
        """Let the process end, where one is ready."""
        if self._ready is not None:
            _end(self._ready)
            self._ready = None

    def _keep(self, process: "subprocess.Popen[bytes]") -> None:
        self._ready = process


def _begun() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "backend.migration.reading"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(BrokenPipeError), process:  # what it was asked last may not have been read
        process.kill()


class Here(Generic[T]):
    """Items of an iterator of this process."""

    def __init__(self, items: Iterator[T]) -> None:
        self._items = items

    def __next__(self) -> T:
        """As the iterator's."""
        return next(self._items)

    def close(self) -> None:
        """Nothing is left behind by an iterator that goes no further."""


class _Elsewhere(Generic[T]):
    """What comes through the pipe: pairs of a kind and a content."""

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        make: Callable[..., Iterator[T]],
        source: Source,
        arguments: tuple[Any, ...],
        keep: Callable[["subprocess.Popen[bytes]"], None],
    ) -> None:
        self._process = process
        self._source = source
        self._keep = keep
        self._is_over = False
        asked, self._told = cast("tuple[IO[bytes], IO[bytes]]", (process.stdin, process.stdout))
        with suppress(BrokenPipeError):
            pickle.dump((make, source, arguments), asked, protocol=pickle.HIGHEST_PROTOCOL)
            asked.flush()

    def __next__(self) -> T:
        if self._is_over:
            raise StopIteration
        try:
            kind, content = pickle.load(self._told)  # noqa: S301  (our own child wrote it)
        except Exception:  # noqa: BLE001  (half an item may fail in any way)
            raise self._died() from None
        if kind == "item":
            item: T = content
            return item
        self._is_over = True
        self._keep(self._process)
        if kind == "error":
            raise content
        self._source.digests.update(content)
        raise StopIteration

    def close(self) -> None:
        if not self._is_over:
            self._is_over = True
            _end(self._process)

    def _died(self) -> Refused:
        try:
            code = self._process.wait(LINGERS)
        except subprocess.TimeoutExpired:
            how = "said something that is no record"
        else:
            by = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
            how = f"ended {by} before its time"
        self.close()
        return Refused(
            f"the process that reads {self._source.name} {how}",
            "see whether the machine ran out of memory, and run again",
            is_final=False,
        )


def _serve() -> None:
    """Do what is asked on stdin, one after another, and say on stdout what comes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the starter ends in order, and this with it
    with suppress(BrokenPipeError, EOFError):
        while True:
            _answer(*pickle.load(sys.stdin.buffer))  # noqa: S301  (our starter wrote it)


def _answer(make: Callable[..., Iterator[Any]], source: Source, arguments: Sequence[Any]) -> None:
    try:
        for item in make(source, *arguments):
            _say("item", item)
    except Refused as refusal:
        _say("error", refusal)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is, the starter tells it)
        _say("error", _failed(source, error))
    else:
        _say("end", source.digests)


def _say(kind: str, content: Any) -> None:
    # Whole or not at all: what cannot be pickled leaves no beginning in the pipe.
    sys.stdout.buffer.write(pickle.dumps((kind, content), protocol=pickle.HIGHEST_PROTOCOL))
    sys.stdout.buffer.flush()


def _failed(source: Source, error: Exception) -> Refused:
    where = traceback.extract_tb(error.__traceback__)[-1]
    reason = f"{type(error).__name__}: {error}".removesuffix(": ")
    return Refused(
        f"the process that reads {source.name} failed in {Path(where.filename).name}, "
        f"line {where.lineno}: {reason}",
        "see whether the machine ran out of memory, and run again",
        is_final=False,
    )


if __name__ == "__main__":
    _serve()
