"""Work beside work: in forked processes that see what was read and are gone afterwards."""

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryFile
from typing import TypeVar

T = TypeVar("T")

_WIDTH = 4
"""Bytes of an item's number."""


@contextmanager
def beside(work: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Do something in a process of its own while the context goes on.

    Args:
        work: Sees everything as it is now; what it changes is lost.

    Yields:
        What returns the result once it is there. Where the process was killed, the work is
        done here; what it raises is raised here.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=lambda: theirs.send_bytes(work()), daemon=True)
    process.start()
    theirs.close()

    def result() -> bytes:
        try:
            return ours.recv_bytes()
        except EOFError:
            return work()

    try:
        yield result
    finally:
        ours.close()
        process.terminate()  # it has nothing left to do, or nobody to do it for
        process.join()


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
