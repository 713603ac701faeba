"""Copied code and source text for who asks: what two probes run in their worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from backend.model.redundancy_view import RedundancyView
from backend.model.source import Excerpt, Place, SourceQuestion, SourceView

if TYPE_CHECKING:
    from backend.managers.inventory import Inventory
    from backend.managers.reading import Read, Reader
    from backend.managers.source import SourceFile

LONGEST = 400
"""Lines of an excerpt."""


def with_copies(roots: Sequence[Path], documents: Sequence[Path]) -> RedundancyView:
    """All redundancy, copied code too, of the managers as they are now."""
    return _desk().redundancy(roots, documents)


def sources(roots: Sequence[Path], documents: Sequence[Path], asked: SourceQuestion) -> SourceView:
    """The source that is asked for, of the managers as they are now."""
    return _desk().sources(roots, documents, asked)


@cache
def _desk() -> Desk:
    """This process's own."""
    return Desk()


class Desk:
    """What was read of the tree when it was asked about last; only what changed is read again.

    Attributes:
        searches: How often copied code was looked for.
    """

    def __init__(self) -> None:
        self.searches = 0
        self._signature = ""
        self._reader: Reader | None = None
        self._there: Inventory | None = None
        self._read: tuple[Read, ...] = ()
        self._view = RedundancyView()

    def redundancy(self, roots: Sequence[Path], documents: Sequence[Path]) -> RedundancyView:
        """All redundancy; the same object as long as nothing changed."""
        from backend.managers.redundancy import redundancies  # noqa: PLC0415 (as below)

        there = self._look(roots, documents)
        if self._view.redundancy is None:
            found = redundancies(self._read, there.texts, copied=True)
            self._view = RedundancyView(redundancy=found)
            self.searches += 1
        return self._view

    def sources(
        self, roots: Sequence[Path], documents: Sequence[Path], asked: SourceQuestion
    ) -> SourceView:
        """The source of some places."""
        self._look(roots, documents)
        return SourceView(excerpts=tuple(excerpt(place, self._read) for place in asked.places))

    def _look(self, roots: Sequence[Path], documents: Sequence[Path]) -> Inventory:
        # Imported where it runs: the hub's process only names the functions above.
        from backend.managers.inventory import inventory  # noqa: PLC0415
        from backend.managers.reading import Reader  # noqa: PLC0415
        from backend.managers.signature import signature  # noqa: PLC0415
        from backend.managers.survey import distinct_roots  # noqa: PLC0415

        present = distinct_roots(roots)
        there = inventory(present, documents)
        now = signature(there, present, documents)
        if self._there is None or now != self._signature:
            self._reader = self._reader or Reader()
            self._there, self._read = there, self._reader.read(there.managers)
            self._signature, self._view = now, RedundancyView()
        return self._there


def excerpt(place: Place, managers: Sequence[Read]) -> Excerpt:
    """The source of a place in one of some managers, as it stands on disk now.

    No file but those that a scan reads is opened, whatever the place says.
    """
    from backend.managers.files import content  # noqa: PLC0415 (as above)
    from backend.managers.source import Trouble  # noqa: PLC0415

    for read in managers:
        for file in read.files if read.name == place.manager else ():
            if file.path != place.path:
                continue
            source = content(file.folder / PurePosixPath(file.path).name)
            if isinstance(source, Trouble):
                return Excerpt(place=place, problem=source.summary)
            lines = source.decode("utf-8", "replace").splitlines()
            end = min(place.end or len(lines), place.line - 1 + LONGEST)
            text = tuple(lines[place.line - 1 : end])
            problem = "" if text else f"the file has only {len(lines)} lines"
            methods = tuple(sorted(_methods(place.name, file, read)))
            return Excerpt(place=place, text=text, methods=methods, problem=problem)
    return Excerpt(place=place, problem=f"no source file of {place.manager}")


def _methods(name: str, file: SourceFile, read: Read) -> Iterator[str]:
    """What is called on a type, anywhere in its package."""
    for other in read.files:
        if (other.folder, other.package, other.test) == (file.folder, file.package, file.test):
            for function in other.functions:
                if name and function.receiver == name:
                    yield f"{function.name}{function.signature}"
