"""What was read before: of a tree read again, only touched files are."""

import os
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from backend.managers.beside import beside, shared
from backend.managers.files import content, facts, is_test
from backend.managers.source import SourceFile, Trouble
from backend.managers.stamps import Stamp, stamp

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

    stamp: Stamp
    digest: bytes
    file: SourceFile


class KnownFiles:
    """Files read before, in memory.

    A file of the same size and time of change is not opened; one of the same SHA-256 is not
    parsed, nor is a copy of another one under the same name.

    Attributes:
        opened: Files opened so far.
        parsed: Of them, those with a content that they did not have before.
    """

    def __init__(self) -> None:
        self.opened = 0
        self.parsed = 0
        self._known: dict[Wanted, _Known] = {}

    def read(
        self, wanted: Sequence[Wanted], meanwhile: Callable[[], None] = lambda: None
    ) -> dict[Wanted, SourceFile]:
        """Every file wanted; what was known and is not wanted any more is forgotten.

        Args:
            wanted: What to read.
            meanwhile: Done here while other processes, where there are any, begin to read.
        """
        stamps = {item: stamp(item.path) for item in wanted}
        known = {
            item: before
            for item, now in stamps.items()
            if (before := self._known.get(item)) and before.stamp == now
        }
        alike: dict[tuple[int, str], list[Wanted]] = defaultdict(list)
        for item, (size, _) in stamps.items():
            if item not in known:
                alike[-size, item.path.name].append(item)
        touched = [alike[key] for key in sorted(alike)]
        digests = {item: before.digest for item, before in self._known.items()}
        for item, (digest, file) in _read_all(touched, digests, meanwhile).items():
            self.opened += 1
            self.parsed += file is not None
            kept = file or self._known[item].file
            known[item] = _Known(stamps[item], digest, kept)
        self._known = known
        return {item: known[item].file for item in wanted}


_Found = dict[Wanted, tuple[bytes, SourceFile | None]]
"""Digest, and facts where the digest is a new one."""


_Alike = Sequence[Wanted]
"""Files of one name and one size: what are copies is among them."""


def _read_all(
    touched: Sequence[_Alike], digests: dict[Wanted, bytes], meanwhile: Callable[[], None]
) -> _Found:
    """Read files, many of them in several processes that are gone afterwards.

    Args:
        touched: The largest first, so that the processes end at about the same time.
        digests: Of the files as they were read before.
        meanwhile: Done here before this process takes its share.
    """
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES) if sum(map(len, touched)) >= APART else 1
    with ExitStack() as under_way:
        share = under_way.enter_context(shared(touched))
        others = [
            under_way.enter_context(beside(partial(_packed, share, digests)))
            for _ in range(processes - 1)
        ]
        meanwhile()
        found = _read_some(share, digests)
        for result in others:
            found |= pickle.loads(result())  # noqa: S301  (of a process of our own)
    lost = [alike for alike in touched if alike[0] not in found]  # with a process that was killed
    return found | _read_some(lost, digests)


def _packed(share: Iterable[_Alike], digests: dict[Wanted, bytes]) -> bytes:
    return pickle.dumps(_read_some(share, digests))


def _read_some(share: Iterable[_Alike], digests: dict[Wanted, bytes]) -> _Found:
    found: _Found = {}
    for alike in share:
        read: dict[tuple[bytes, bool], SourceFile] = {}
        for item in alike:
            source = content(item.path)
            digest = b"" if isinstance(source, Trouble) else sha256(source).digest()
            if digest and digests.get(item) == digest:
                found[item] = digest, None
                continue
            same = digest, is_test(item.path, item.name, item.language)
            if digest and same in read:
                file = replace(read[same], path=item.name, folder=item.path.parent)
            else:
                file = facts(item.path, item.name, item.language, source)
            found[item], read[same] = (digest, file), file
    return found
