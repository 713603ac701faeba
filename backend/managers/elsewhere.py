"""Managers outside the roots: where documents draw or name their folders."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.managers.declared import declared_rows
from backend.managers.discovery import MODULE_FILES, Root
from backend.managers.documents import REMEMBERED, Document
from backend.managers.folders import is_walked, real
from backend.managers.hints import hint, hinted
from backend.managers.names import Names
from backend.managers.text import alias, mended, quote
from backend.model.finding import Evidence

_ELEMENT = r"[\w@-][\w.@-]*+"
_PATH = re.compile(rf"(?<![\w./:\\-]){_ELEMENT}(?:/{_ELEMENT})+")
_DRAWN = rf"(?P<path>{_ELEMENT}(?:/{_ELEMENT})*)"
_LEADING = hint("/", "â”", "─", "├-", "└-", "+-", "`-", "\\-")
"""What a line holds that names a path or draws a branch, mended or not."""

_BRANCH = re.compile(rf"^(?P<indent>[ \t│|]*)[├└+`\\][─-]{{1,3}} ?{_DRAWN}")
_HEAD = re.compile(rf"^\s*{_DRAWN}/\s*$")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A manager's folder outside the roots.

    Attributes:
        root: The folder that it lies in.
        path: Its name there.
        evidence: The first line that leads to it.
    """

    root: Root
    path: str
    evidence: Evidence


def elsewhere(
    documents: tuple[Document, ...], names: Names, roots: Sequence[Root]
) -> tuple[Elsewhere, ...]:
    """Folders outside the roots that documents name as a manager's, each once.

    A folder counts where it lies in the repository of a root, and where its name is that of a row
    in a declared matrix of responsibilities or ends in `manager`, and is not found in the roots.

    Args:
        documents: Whose drawings of folders and whose paths are followed.
        names: Managers in the roots.
        roots: What is scanned anyway.
    """
    tops = {top: root for root in roots for top in repository(root.folder)}
    found: dict[Path, Elsewhere] = {}
    for document, path, number in _led_to(documents, names):
        for top, root in tops.items():
            folder = real(top / path)
            if folder not in found and _is_outside(folder, top, roots):
                line = quote(mended(document.lines[number - 1]))
                evidence = Evidence(kind="document", path=document.path, line=number, text=line)
                given = Path(root.given) / os.path.relpath(folder.parent, root.folder)
                parent = Root(os.path.normpath(given), folder.parent)
                found[folder] = Elsewhere(parent, folder.name, evidence)
    return tuple(found.values())


@lru_cache(maxsize=2)
def _led_to(documents: tuple[Document, ...], names: Names) -> tuple[tuple[Document, str, int], ...]:
    """Paths that may be of managers outside the roots, and where each stands."""
    declared = {alias(row.manager) for row in declared_rows(documents, names)}
    found = []
    for document in documents:
        for path, number in _paths(document):
            name = path.rpartition("/")[2]
            called = alias(name) in declared or alias(name).endswith("manager")
            if called and not names.named(name):
                found.append((document, path, number))
    return tuple(found)


def _is_outside(folder: Path, top: Path, roots: Iterable[Root]) -> bool:
    """Whether it is a folder of the repository that no scan of the roots would reach."""
    return (
        folder.is_relative_to(top)
        and is_walked(folder.relative_to(top))
        and folder.is_dir()
        and not any(
            folder.is_relative_to(root.folder) or root.folder.is_relative_to(folder)
            for root in roots
        )
    )


def repository(folder: Path) -> Iterator[Path]:
    """Where the folder's repository begins, else the highest go.mod or go.work around it."""
    highest = None
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            yield above
            return
        if any((above / name).is_file() for name in MODULE_FILES):
            highest = above
    if highest is not None:
        yield highest


@lru_cache(maxsize=REMEMBERED)
def _paths(document: Document) -> tuple[tuple[str, int], ...]:
    """Every path of several elements that is written or drawn, with its line."""
    found: list[tuple[str, int]] = []
    drawn: list[tuple[int, str]] = []
    last = 0
    for number, line in hinted(document, _LEADING):
        text = mended(line)
        if number > last + 1:
            drawn = []
        last = number
        branch = _BRANCH.match(text)
        if branch:
            depth = len(branch["indent"])
            while drawn and drawn[-1][0] >= depth:
                drawn.pop()
            path = "/".join((*(name for _, name in drawn[-1:]), branch["path"]))
            drawn.append((depth, path))
            found.append((path, number))
        else:
            head = _HEAD.match(text)
            drawn = [(-1, head["path"])] if head else []
            words = " ".join(word for word in text.split() if "/" in word)
            found += [(path, number) for path in _PATH.findall(words)]
    return tuple(found)
