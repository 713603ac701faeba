"""Troubles that a file can have in any language: nothing in it, or a merge that was left undone."""

import re

from backend.managers.source import Trouble

_OURS = re.compile(rb"^<{7} ", re.MULTILINE)
_THEIRS = re.compile(rb"^>{7} ", re.MULTILINE)

EMPTY = Trouble("empty-file", 0, "the file is empty")


def conflict(source: bytes) -> Trouble | None:
    """Where the first merge begins whose markers were never resolved."""
    ours = _OURS.search(source) if b"<<<<<<< " in source else None
    if ours is None or not _THEIRS.search(source, ours.end()):
        return None
    line = source.count(b"\n", 0, ours.start()) + 1
    return Trouble("conflict", line, "merge conflict markers were never resolved")
