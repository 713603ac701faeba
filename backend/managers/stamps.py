"""What tells cheaply whether a file has changed."""

import os
from collections.abc import Iterator
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
    taken = _taken.get()
    if taken is None:
        return _stamp(path)
    name = str(path)
    if name not in taken:
        taken[name] = _stamp(name)
    return taken[name]


def _stamp(path: Path | str) -> Stamp:
    try:
        about = os.stat(path)  # noqa: PTH116  (a Path costs more than its stat)
    except OSError:
        return GONE
    return about.st_size, about.st_mtime_ns
