"""Reading in a process of its own: parsing keeps one core busy, and sending has another.

`python -m backend.migration.reading` is that process; it ends with whoever started it.
"""

import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
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


def read(make: Callable[..., Iterator[T]], source: Source, *arguments: Any) -> Reading[T]:
    """Items of `make(source, *arguments)`, made here or, where that pays, in another process.

    Either way the source knows its digests once the last one came. What is given and what comes
    must be such as pickle takes.
    """
    if source.bytes < WORTH_A_PROCESS:
        return Here(make(source, *arguments))
    return _Elsewhere(make, source, arguments)


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
        self, make: Callable[..., Iterator[T]], source: Source, arguments: tuple[Any, ...]
    ) -> None:
        self._source = source
        self._is_over = False
        process = self._process = subprocess.Popen(
            [sys.executable, "-m", "backend.migration.reading"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        asked, self._told = cast("tuple[IO[bytes], IO[bytes]]", (process.stdin, process.stdout))
        with suppress(BrokenPipeError), asked:  # closing it writes, too
            pickle.dump((make, source, arguments), asked, protocol=pickle.HIGHEST_PROTOCOL)

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
        self.close()
        self._is_over = True
        if kind == "error":
            raise content
        self._source.digests.update(content)
        raise StopIteration

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _died(self) -> Refused:
        try:
            code = self._process.wait(LINGERS)
        except subprocess.TimeoutExpired:
            self.close()
            how = "said something that is no record"
        else:
            by = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
            how = f"ended {by} before its time"
        return Refused(
            f"the process that reads {self._source.name} {how}",
            "see whether the machine ran out of memory, and run again",
            is_final=False,
        )


def _serve() -> None:
    """Do what is asked on stdin, and say what comes of it on stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the starter ends in order, and this with it
    make, source, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301  (our starter wrote it)
    out = sys.stdout.buffer

    def say(kind: str, content: Any) -> None:
        # Whole or not at all: what cannot be pickled leaves no beginning in the pipe.
        out.write(pickle.dumps((kind, content), protocol=pickle.HIGHEST_PROTOCOL))
        out.flush()

    with suppress(BrokenPipeError):
        try:
            for item in make(source, *arguments):
                say("item", item)
        except Refused as refusal:
            say("error", refusal)
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, the starter tells it)
            say("error", _failed(source, error))
        else:
            say("end", source.digests)


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
