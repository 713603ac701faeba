"""Work beside work: in forked processes that see what was read and are gone afterwards."""

import gc
import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")

Arrived = Callable[[bool], Iterator[bytes]]
"""What gives the parts that are there and were not given before; if told so, it waits for all."""

_WIDTH = 4
"""Bytes of an item's number."""

_LENGTH = 8
"""Bytes of a part's length."""


@dataclass(frozen=True, slots=True, eq=False)
class Work(Generic[T]):
    """What may be done in another process.

    Attributes:
        do: Sees everything as it is when the process begins; what it changes there is lost.
        dump: Turns what is done into bytes, to be passed on.
        load: Turns these back.
    """

    do: Callable[[], T]
    dump: Callable[[T], bytes] = pickle.dumps
    load: Callable[[bytes], T] = pickle.loads


class Done(Protocol):
    """Gives what comes of a work."""

    def __call__(self, work: Work[T]) -> T:
        """What comes of one."""


@contextmanager
def beside(works: Sequence[Work[Any]], *, apart: bool) -> Iterator[Done]:
    """Do some things in a process of its own, one after the other, while the context goes on.

    Args:
        works: In their order.
        apart: Whether that pays; else each is done when it is asked for.

    Yields:
        What gives each result. Who asks for one that is not there yet does those that nobody has
        begun. Where the process was killed, the rest is done here; what it raises is raised here.
    """
    if not apart:
        yield lambda work: work.do()
        return
    done: dict[Work[Any], Any] = {}

    def take(parts: Iterable[bytes]) -> None:
        for part in parts:
            work = works[part[0]]
            done[work] = work.load(part[1:])

    with shared(range(len(works))) as share:

        def made() -> Iterator[bytes]:
            for number in share:
                yield bytes([number]) + works[number].dump(works[number].do())

        def result(work: Work[T]) -> T:
            left = iter(share)
            take(arrived(False))
            while work not in done:
                number = next(left, None)
                if number is not None:
                    done[works[number]] = works[number].do()
                    continue
                take(arrived(True))
                if work not in done:
                    done[work] = work.do()
            found: T = done[work]
            return found

        with in_parts(made) as arrived:
            yield result


@contextmanager
def in_parts(work: Callable[[], Iterable[bytes]]) -> Iterator[Arrived]:
    """Do something in a process of its own whose results are taken one by one meanwhile.

    Args:
        work: As in `beside`.

    Yields:
        The parts. What the process had not made when it was killed or raised something is missing.
    """
    context = multiprocessing.get_context("fork")
    with TemporaryFile() as parts:
        ours, theirs = context.Pipe(duplex=False)

        def write() -> None:
            with suppress(OSError):  # as where there is no room left for them
                for part in work():
                    parts.write(len(part).to_bytes(_LENGTH, "big") + part)
                    parts.flush()
            theirs.close()

        process = context.Process(target=write, daemon=True)
        process.start()
        theirs.close()
        place = 0

        def arrived(wait: bool) -> Iterator[bytes]:
            nonlocal place
            if wait:
                ours.poll(None)  # until the other end is closed
            while head := os.pread(parts.fileno(), _LENGTH, place):
                length = int.from_bytes(head, "big")
                part = os.pread(parts.fileno(), length, place + _LENGTH)
                if len(head) < _LENGTH or len(part) < length:
                    return  # it is being written
                place += _LENGTH + length
                yield part

        try:
            yield arrived
        finally:
            ours.close()
            process.terminate()  # giving back its memory takes a while; the next one joins it


@contextmanager
def shared(items: Sequence[T]) -> Iterator[Iterable[T]]:
    """Items that processes begun in the context work off together, each by whichever asks first.

    Their numbers stand in a file, whose position all processes share: no lock is left behind by a
    process that is killed.
    """
    with TemporaryFile(buffering=0) as numbers:
        numbers.write(b"".join(number.to_bytes(_WIDTH, "big") for number in range(len(items))))
        numbers.seek(0)
        left = iter(partial(numbers.read, _WIDTH), b"")
        yield (items[int.from_bytes(number, "big")] for number in left)


@contextmanager
def unswept() -> Iterator[None]:
    """No search for garbage in cycles meanwhile: it finds next to none, and looks at all facts.

    What was made meanwhile counts as old at once, so that the next search passes it over, too.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
