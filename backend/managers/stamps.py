"""What tells cheaply whether a file has changed."""

import os
from pathlib import Path

Stamp = tuple[int, int]
"""Size in bytes and time of change in nanoseconds; both -1 where there is no such file."""


def stamp(path: Path | str) -> Stamp:
    """A file's size and time of change."""
    try:
        about = os.stat(path)  # noqa: PTH116  (a Path costs more than its stat)
    except OSError:
        return -1, -1
    return about.st_size, about.st_mtime_ns
