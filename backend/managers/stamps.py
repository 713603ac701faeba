"""What tells cheaply whether a file has changed."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Stamp = tuple[int, int]
"""Size in bytes and time of change in nanoseconds; both -1 where there is no such file."""

GONE: Stamp = (-1, -1)

_taken: ContextVar[dict[str, Stamp] | None] = ContextVar("_taken", default=None)


@contextmanager
def taken_once() -> Iterator[None]:
    """Meanwhile each file's stamp is taken once, before anything is read of it.

    So a change under way has another stamp the next time, whoever asks for it.
    """
    before = _taken.set({})
    try:
        yield
    finally:
        _taken.reset(before)


def stamp(path: Path | str) -> Stamp:
    """A file's size and time of change."""
    name = str(path)
    return stamps((name,))[name]


def stamps(paths: Iterable[str]) -> dict[str, Stamp]:
    """Those of some files, in their order."""
    taken = _taken.get()
    known = {} if taken is None else taken
    found = {}
    for path in paths:
        if path not in known:
            try:
                about = os.stat(path)  # noqa: PTH116  (a Path costs more than its stat)
            except OSError:
                known[path] = GONE
            else:
                known[path] = about.st_size, about.st_mtime_ns
        found[path] = known[path]
    return found
