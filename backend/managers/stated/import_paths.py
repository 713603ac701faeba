"""Go import paths that documents name, resolved as an import that stands there would be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path, PurePosixPath

from backend.managers.documents import REMEMBERED, Document
from backend.managers.go_modules import Modules
from backend.managers.hints import hint, hinted, numbers
from backend.managers.imports import Resolved, Resolver, is_standard
from backend.managers.stated.said import NOWHERE, Said, Verdict, line_of
from backend.managers.text import shown
from backend.model.finding import Evidence

_PATH = r"(?P<path>[A-Za-z][\w.-]*(?:/[\w.~-]+)+)"
_OPENING, _SLASH = hint("impo"), hint("/")
_IMPORTING = _OPENING & _SLASH
_TELLING = _SLASH & hint("modul", "get", "packag")
_BLOCK = re.compile(r"^\s*import\s*\(")
_IMPORTED = re.compile(rf'^\s*(?P<import>import\s+)?(?:[\w.]+\s+)?"{_PATH}"\s*(?://.*)?$')
_TOLD = re.compile(
    r"(?:^\s*module\s+|\bgo get\s+|\b(?:module|package)s?(?: path)?[*_]*\s*:[*_]*\s*[`\"]?)"
    rf"{_PATH}",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:go|md|ps\w*1|json|ya?ml|toml|sql|exe|sh|txt)$")


@dataclass(frozen=True, slots=True)
class Paths:
    """Resolves the import paths of documents.

    Attributes:
        beside: Where documents outside the managers are taken to lie.
    """

    modules: Modules
    resolver: Resolver
    beside: Path

    def said(self, document: Document) -> Iterator[Said]:
        """The paths that look like ones of this repository, not the libraries it uses."""
        for number, path in paths_in(document):
            if self._verdict(path, document.manager, document.path) is not None:
                yield Said("package", document.manager, path, line_of(document, number))

    def verdict(self, said: Said) -> Verdict:
        """Where the path leads."""
        return self._verdict(said.name, said.manager, said.evidence.path) or NOWHERE

    def _verdict(self, path: str, manager: str, document: str) -> Verdict | None:
        root = self.resolver.roots.get(manager, self.beside)
        folder = self.modules.real((root / document).parent) if manager else root
        located = self.modules.locate(folder, path)
        if located is not None:
            return Verdict("exists", _relative(located.folder, root), (_at(located.folder, root),))
        module = self.modules.owner(folder)
        if module is not None and module.path == path:
            fact = f"the module of {_relative(module.folder, root)}"
            return Verdict("exists", fact, (_at(module.folder, root),))
        if is_standard(path):
            return None
        resolved = self.resolver.resolve(path, folder, manager)
        return _of(resolved) if resolved else None


@lru_cache(maxsize=REMEMBERED)
def paths_in(document: Document) -> tuple[tuple[int, str], ...]:
    """Every path that is imported or told, with its line."""
    found = []
    blocks = frozenset(_blocks(document))
    told = numbers(document, _TELLING)
    for number in sorted({*blocks, *numbers(document, _IMPORTING), *told}):
        line = document.lines[number - 1]
        imported = _IMPORTED.match(line)
        inside = imported and (number in blocks or imported["import"])
        said = imported if inside else _TOLD.search(line)
        if said and not _FILE.search(said["path"]):
            found.append((number, said["path"].rstrip(".")))
    return tuple(found)


def _blocks(document: Document) -> Iterator[int]:
    """Numbers of the lines of import blocks, each up to its closing parenthesis."""
    for number, line in hinted(document, _OPENING):
        if _BLOCK.match(line):
            yield number
            below = enumerate(document.lines[number:], start=number + 1)
            open_ = takewhile(lambda item: not item[1].lstrip().startswith(")"), below)
            yield from (at for at, _ in open_)


def _of(resolved: Sequence[Resolved]) -> Verdict:
    targets = [one.target for one in resolved if one.resolution != "dangling"]
    rule = resolved[0].rule
    if not targets:
        fact = "the manager itself by a path that leads nowhere" if rule == "self" else "no package"
        return Verdict("nowhere", fact)
    meant = " or ".join(targets)
    return Verdict("elsewhere", f"no package there; {meant} by {rule}")


def _at(folder: Path, root: Path) -> Evidence:
    where = _relative(folder, root)
    return Evidence(kind="package", path=where, line=0, text=where)


def _relative(folder: Path, root: Path) -> str:
    inside = folder.is_relative_to(root)
    return shown(PurePosixPath(folder.relative_to(root) if inside else folder))
