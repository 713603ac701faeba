"""What was read before: of a tree read again, only touched files are."""

import multiprocessing
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from backend.managers.files import content, facts
from backend.managers.source import SourceFile, Trouble

APART = 200
"""Files to read from which on the work is shared among processes."""

_MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to read, as `read_source` takes it."""

    path: Path
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was read; size and time of change tell whether to look again."""

    stamp: tuple[int, int]
    digest: bytes
    file: SourceFile


class KnownFiles:
    """Files read before, in memory.

    A file of the same size and time of change is not opened; one of the same SHA-256 is not
    parsed.

    Attributes:
        opened: Files opened so far.
        parsed: Files parsed so far.
    """

    def __init__(self) -> None:
        self.opened = 0
        self.parsed = 0
        self._known: dict[Wanted, _Known] = {}

    def read(self, wanted: Sequence[Wanted]) -> dict[Wanted, SourceFile]:
        """Every file wanted; what was known and is not wanted any more is forgotten."""
        stamps = {item: _stamp(item.path) for item in wanted}
        known = {
            item: before
            for item, stamp in stamps.items()
            if (before := self._known.get(item)) and before.stamp == stamp
        }
        touched = [item for item in stamps if item not in known]
        digests = {item: before.digest for item, before in self._known.items()}
        for item, (digest, file) in _read_all(touched, digests).items():
            self.opened += 1
            self.parsed += file is not None
            kept = file or self._known[item].file
            known[item] = _Known(stamps[item], digest, kept)
        self._known = known
        return {item: known[item].file for item in wanted}


_Found = dict[Wanted, tuple[bytes, SourceFile | None]]
"""Digest, and facts where the digest is a new one."""


def _stamp(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return -1, -1
    return about.st_size, about.st_mtime_ns


def _read_all(touched: Sequence[Wanted], digests: dict[Wanted, bytes]) -> _Found:
    """Read files, many of them in several processes that are gone afterwards."""
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES) if len(touched) >= APART else 1
    shares = [touched[number::processes] for number in range(processes)]
    context = multiprocessing.get_context("fork")
    under_way = []
    for share in shares[1:]:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(theirs, share, digests), daemon=True)
        process.start()
        theirs.close()
        under_way.append((process, ours, share))
    found = _read_some(shares[0], digests)
    for process, ours, share in under_way:
        try:
            found |= ours.recv()
        except EOFError:  # it was killed
            found |= _read_some(share, digests)
        process.join()
    return found


def _send(to: Connection, share: Iterable[Wanted], digests: dict[Wanted, bytes]) -> None:
    to.send(_read_some(share, digests))


def _read_some(share: Iterable[Wanted], digests: dict[Wanted, bytes]) -> _Found:
    found: _Found = {}
    for item in share:
        source = content(item.path)
        digest = b"" if isinstance(source, Trouble) else sha256(source).digest()
        same = digest != b"" and digests.get(item) == digest
        file = None if same else facts(item.path, item.name, item.language, source)
        found[item] = digest, file
    return found
