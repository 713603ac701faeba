"""What was read before: of a tree read again, only touched files are."""

import os
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from backend.managers.beside import Arrived, in_parts, shared
from backend.managers.files import Wanted, content, facts_of, is_test
from backend.managers.source import SourceFile, Trouble
from backend.managers.stamps import Stamp, stamp

APART = 200
"""Files to read from which on the work is shared among processes."""

FEWEST_TOGETHER, MOST_TOGETHER = 1 << 17, 1 << 19
"""What files that are read together weigh, about: bytes, and `APIECE` for each of them."""

APIECE = 1 << 10
"""Bytes that take as long as what is done for a file, however small."""

_MOST_PROCESSES = 4


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
        digests = {item: before.digest for item, before in self._known.items()}
        for item, (digest, file) in _read_all(alike, digests, meanwhile).items():
            self.opened += 1
            self.parsed += file is not None
            kept = file or self._known[item].file
            known[item] = _Known(stamps[item], digest, kept)
        self._known = known
        return {item: known[item].file for item in wanted}


_Found = dict[Wanted, tuple[bytes, SourceFile | None]]
"""Digest, and facts where the digest is a new one."""


_Lot = Sequence[Wanted]
"""Files that are read together; with a file all others of its size and name, and so its copies."""


_Same = tuple[bytes, str, bool] | Wanted
"""What copies have in common; what cannot be read has none."""


def _lots(alike: Mapping[tuple[int, str], Sequence[Wanted]], processes: int) -> list[_Lot]:
    """Files in lots, by negative size and name, that some processes read at about equal times.

    Of many files together less is read than of each, so a lot is large: half a process' share of
    what is left (guided self-scheduling; Polychronopoulos and Kuck, 1987).
    """
    weights = {one: (APIECE - one[0]) * len(files) for one, files in alike.items()}
    left = sum(weights.values())
    lots: list[list[Wanted]] = []
    end = left
    for one, files in sorted(alike.items()):
        if left <= end:
            lots.append([])
            share = left // (2 * processes)
            end = left - min(max(share, FEWEST_TOGETHER), MOST_TOGETHER)
        lots[-1] += files
        left -= weights[one]
    return [*lots]


def _read_all(
    alike: Mapping[tuple[int, str], Sequence[Wanted]],
    digests: dict[Wanted, bytes],
    meanwhile: Callable[[], None],
) -> _Found:
    """Read files, many of them in several processes that are gone afterwards.

    Args:
        alike: Files by negative size and name.
        digests: Of the files as they were read before.
        meanwhile: Done here before this process takes its share.
    """
    many = sum(map(len, alike.values())) >= APART
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES) if many else 1
    lots = _lots(alike, processes)
    with ExitStack() as under_way:
        share = under_way.enter_context(shared(lots))
        others = [
            under_way.enter_context(in_parts(partial(_packed, share, digests)))
            for _ in range(processes - 1)
        ]
        meanwhile()
        found: _Found = {}
        for lot in share:
            found |= _read_lot(lot, digests) | _unpacked(others, wait=False)
        found |= _unpacked(others, wait=True)
    for lot in lots:
        if lot[0] not in found:  # with a process that was killed
            found |= _read_lot(lot, digests)
    return found


def _packed(share: Iterable[_Lot], digests: dict[Wanted, bytes]) -> Iterator[bytes]:
    for lot in share:
        yield pickle.dumps(_read_lot(lot, digests))


def _unpacked(others: Iterable[Arrived], *, wait: bool) -> _Found:
    found: _Found = {}
    for other in others:
        for part in other(wait):
            found |= pickle.loads(part)  # noqa: S301  (of a process of our own)
    return found


def _read_lot(lot: _Lot, digests: dict[Wanted, bytes]) -> _Found:
    found: _Found = {}
    first: dict[_Same, tuple[Wanted, bytes | Trouble]] = {}
    new: list[tuple[Wanted, bytes, _Same]] = []
    for item in lot:
        source = content(item.path)
        digest = b"" if isinstance(source, Trouble) else sha256(source).digest()
        if digest and digests.get(item) == digest:
            found[item] = digest, None
            continue
        test = is_test(item.path, item.name, item.language)
        same: _Same = (digest, item.path.name, test) if digest else item
        first.setdefault(same, (item, source))
        new.append((item, digest, same))
    read = dict(zip(first, facts_of(first.values()), strict=True))
    for item, digest, same in new:
        file = read[same]
        if first[same][0] is not item:
            file = replace(file, path=item.name, folder=item.path.parent)
        found[item] = digest, file
    return found
