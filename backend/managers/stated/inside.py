"""Names of documents looked up in the code: interfaces, methods, types and source files.

A file counts whether it is a test or not; all else is looked for outside tests.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from backend.managers.reading import REMEMBERED, Read
from backend.managers.remembered import EachWhileSame, WhileSame
from backend.managers.source import SourceFile
from backend.managers.stated.said import NOWHERE, Said, Verdict
from backend.managers.text import quote
from backend.model.finding import Evidence

Places = Sequence[tuple[str, Evidence]]
"""Manager, and where in it."""

NAMES = 1 << 14
"""Names whose ends are kept from one scan to the next."""

_TOLD = 3
"""Managers that a fact names; more are counted."""


class Code:
    """Where the names that documents use stand in the code."""

    def __init__(
        self, managers: Iterable[Read], wanted: Collection[str], tops: Iterable[Path]
    ) -> None:
        """Look for some names of interfaces and files alone.

        Args:
            managers: Read.
            wanted: The names.
            tops: Folders that paths of documents may begin at, beside those of the managers.
        """
        self._tops = tuple(tops)
        names = frozenset(wanted)
        self._places = _gathered([(read.name, _places(read, names)) for read in managers])

    def verdict(self, said: Said) -> Verdict:
        """Whether what a line names is there: with its manager, elsewhere, or as something else."""
        places = self._places.get(_end(said.name), [])
        if said.what == "module":
            path = f"/{said.name.removeprefix('./')}"
            places = [one for one in places if _same_path(path, f"/{one[1].path}")]
            # Paths would cost more than all that is asked about them.
            inside = (os.path.join(top, path[1:]) for top in self._tops)  # noqa: PTH118
            if not places and any(map(os.path.isfile, inside)):
                where = Evidence(kind="file", path=path[1:], line=0, text=path[1:])
                return Verdict("elsewhere", "outside the managers", (where,))
        return _verdict((said.what, said.manager, said.name), places)


@WhileSame
def _gathered(
    found: Iterable[tuple[str, Iterable[tuple[str, Evidence]]]],
) -> dict[str, list[tuple[str, Evidence]]]:
    """Name to managers, and where in them, of each manager's names and places."""
    places: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
    for manager, some in found:
        for name, evidence in some:
            places[name].append((manager, evidence))
    return dict(places)


@EachWhileSame
def _verdict(said: tuple[str, str, str], places: Places) -> Verdict:
    what, manager, _ = said
    if what == "manager":
        return _as_other(places)
    own = [one for one in places if manager in ("", one[0])]
    right = [one for one in own if one[1].kind in _RIGHT]
    if right:
        return Verdict("exists", _where(right), tuple(item for _, item in right))
    return _as_other(own or places)


@lru_cache(maxsize=REMEMBERED)
def _places(read: Read, names: frozenset[str]) -> tuple[tuple[str, Evidence], ...]:
    """Which of some names of interfaces and files a manager has, and where."""
    files = _last(names)
    return tuple(one for file in read.files for one in _within(file, names, files))


@lru_cache(maxsize=2)
def _last(names: frozenset[str]) -> frozenset[str]:
    """The last elements of paths."""
    return frozenset(map(_end, names))


@lru_cache(maxsize=NAMES)
def _end(path: str) -> str:
    return PurePosixPath(path).name


def _within(
    file: SourceFile, names: frozenset[str], files: frozenset[str]
) -> Iterator[tuple[str, Evidence]]:
    path = file.path
    if (last := path.rpartition("/")[2]) in files:
        yield last, Evidence(kind="file", path=path, line=0, text=path)
    for kind in () if file.test else file.types:
        if kind.name in names:
            form = kind.form if kind.form != "other" else "type"
            text = f"{form} {kind.name}"
            yield kind.name, Evidence(kind=form, path=path, line=kind.line, text=text)
    for function in () if file.test else file.functions:
        if function.name in names:
            owner = f"{function.receiver}." if function.receiver else ""
            text = quote(f"{owner}{function.name}{function.signature}")
            form = "method" if owner else "function"
            yield function.name, Evidence(kind=form, path=path, line=function.line, text=text)


_RIGHT = frozenset({"interface", "method", "function", "file"})
"""What counts as the interface, or as the file, that a document names."""


def _same_path(written: str, path: str) -> bool:
    """Whether one of them is the end of the other: documents begin paths at any folder."""
    return path.endswith(written) or written.endswith(path)


def _as_other(places: Places) -> Verdict:
    """There, but with another manager or as another thing."""
    if not places:
        return NOWHERE
    kinds = sorted({item.kind for _, item in places})
    fact = f"{' and '.join(kinds)} in {_managers(places)}"
    return Verdict("elsewhere", fact, tuple(item for _, item in places))


def _where(places: Places) -> str:
    first = places[0][1]
    return f"{first.path}:{first.line}" if first.line else first.path


def _managers(places: Places) -> str:
    names = sorted({manager for manager, _ in places})
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return f"{', '.join(names[:_TOLD])}{more}"
