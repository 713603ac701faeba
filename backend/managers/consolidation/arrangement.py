"""Where every file would stand after some steps; nothing on disk is touched."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from backend.managers.checksums import checksum
from backend.managers.discovery import Found
from backend.managers.reading import Read
from backend.managers.source import Function, SourceFile
from backend.managers.text import shown, words
from backend.model.consolidation import Extract, FileMove, Merge, Move, Remove, Step

_NO_PACKAGE = re.compile(
    "break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import"
    "|interface|map|package|range|return|select|struct|switch|type|var|init|main|_"
)
"""Go's keywords, and names of packages that none can import."""


class Senseless(ValueError):  # noqa: N818  (caught here, and told as a sentence)
    """A step that cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A file and where it would stand.

    Attributes:
        path: Relative to the root.
        package: Its package clause.
    """

    file: SourceFile
    path: str
    package: str

    @property
    def folder(self) -> str:
        """The folder it would stand in, relative to the root."""
        return _parent(self.path)


@dataclass(frozen=True)
class Held:
    """A manager as it would be.

    Attributes:
        was: Managers that it is made of, itself first where it was one.
        path: Its folder, relative to the root.
        papers: Its documents, manifest and module files, and where they would stand.
    """

    name: str
    was: tuple[Read, ...]
    path: str
    files: tuple[Placed, ...]
    papers: tuple[FileMove, ...] = ()

    @property
    def root(self) -> Path:
        """The folder that paths are relative to, resolved."""
        return self.was[0].found.root.folder

    def read(self) -> Read:
        """The same as the figures take it."""
        if len(self.was) == 1:
            return self.was[0]
        return Read(self.found, tuple(placed.file for placed in self.files), self.root / self.path)

    @property
    def found(self) -> Found:
        """Its folder, with the names of what it is made of."""
        return replace(self.was[0].found, name=self.name, path=self.path)


@dataclass(frozen=True)
class Arrangement:
    """All managers as they would be.

    Attributes:
        managers: By name.
        names: What each manager of before belongs to; None where it is gone.
        extracted: Names that left their managers: name, shared package, sites.
        problems: Steps that were left out, and why.
    """

    managers: Mapping[str, Held]
    names: Mapping[str, str | None]
    extracted: tuple["Extracted", ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extracted:
    """One name that leaves some managers for a shared package.

    Attributes:
        into: Folder of the shared package, relative to the root.
        package: What the shared package is called.
        sites: Manager, file and line of each declaration.
        needs: Declarations of the same package that it uses, by manager.
        shapes: How many different shapes it has.
        ways: In how many ways it is written, or the one of its methods that is in most.
    """

    name: str
    into: str
    package: str
    sites: tuple[tuple[str, SourceFile, int], ...]
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: int = 1
    ways: int = 1


def as_it_is(managers: Iterable[Read]) -> Arrangement:
    """The arrangement before any step."""
    held = {
        read.name: Held(
            read.name,
            (read,),
            read.found.path,
            tuple(Placed(file, file.path, file.package) for file in read.files),
            tuple(FileMove(old=shown(name), new=shown(name)) for name in _papers(read.found)),
        )
        for read in managers
    }
    return Arrangement(held, {name: name for name in held})


def _papers(found: Found) -> Iterator[str]:
    yield from (*found.documents, *found.modules, *found.sums, *found.projects)
    if found.manifest is not None:
        yield found.manifest


def arranged(managers: Iterable[Read], steps: Sequence[Step]) -> Arrangement:
    """The arrangement after some steps, one after the other; senseless ones are left out."""
    now = as_it_is(managers)
    for number, step in enumerate(steps, 1):
        try:
            now = _taken(now, step)
        except Senseless as why:
            now = replace(now, problems=(*now.problems, f"step {number}, {step.kind}: {why}"))
    return now


def _taken(now: Arrangement, step: Step) -> Arrangement:
    match step:
        case Merge():
            return _merge(now, step)
        case Move():
            return _move(now, step)
        case Remove():
            _known(now, step.manager)
            rest = {name: held for name, held in now.managers.items() if name != step.manager}
            return replace(now, managers=rest, names=_renamed(now, {step.manager: None}))
        case Extract():
            return _extract(now, step)


def _known(now: Arrangement, name: str) -> Held:
    if name in now.managers:
        return now.managers[name]
    if name in now.names:
        raise Senseless(f"no manager {name} any more")
    near = get_close_matches(name, now.managers, 1)
    raise Senseless(f"no manager {name} here" + (f"; did you mean {near[0]}?" if near else ""))


def _renamed(now: Arrangement, changes: Mapping[str, str | None]) -> dict[str, str | None]:
    return {
        old: changes.get(new, new) if new is not None else None for old, new in now.names.items()
    }


def _merge(now: Arrangement, step: Merge) -> Arrangement:
    names = list(dict.fromkeys(step.managers))
    parts = [_known(now, name) for name in names]
    if len(parts) < 2:
        raise Senseless("a merge takes two different managers at least")
    if step.into in now.managers and step.into not in names:
        raise Senseless(f"{step.into} is another manager; name it among those to merge")
    if len({part.root for part in parts}) > 1:
        raise Senseless("they lie below different roots")
    _below_root(step.into)
    first = now.managers[step.into] if step.into in names else parts[0]
    path = first.path if first.name == step.into else _beside(first.path, step.into)
    parts.sort(key=lambda part: part.name != first.name)
    taken: dict[str, Placed] = {}
    papers: dict[str, FileMove] = {}
    for part in parts:
        clauses = clauses_of(taken.values())
        own = clauses_of(part.files)
        for placed in part.files:
            moved = _beneath(placed.path, part.path, path)
            package = _clause(placed, own, clauses.get(_parent(moved), ""))
            if moved in taken:
                moved = _apart(moved, part.name, taken)
            taken[moved] = replace(placed, path=moved, package=package)
        for paper in _kept_papers(part, first):
            moved = _beneath(paper.new, part.path, path)
            if moved in papers:
                moved = _apart(moved, part.name, papers)
            papers[moved] = FileMove(old=paper.old, new=moved)
    was = tuple(read for part in parts for read in part.was)
    held = Held(step.into, was, path, tuple(taken.values()), tuple(papers.values()))
    rest = {name: one for name, one in now.managers.items() if name not in names}
    managers = dict(sorted({**rest, step.into: held}.items()))
    return replace(now, managers=managers, names=_renamed(now, dict.fromkeys(names, step.into)))


def _kept_papers(part: Held, first: Held) -> Iterator[FileMove]:
    """All but the module at the top of a manager that joins another: that is given up."""
    top = {f"{part.path}/{name}" for name in ("go.mod", "go.sum")}
    for paper in part.papers:
        if part.name == first.name or paper.new not in top:
            yield paper


def _clause(placed: Placed, own: Mapping[str, str], there: str) -> str:
    """The package clause of a file that joins a folder whose package is `there`.

    A program never becomes part of a library, nor the other way round: that is left for a person.
    """
    mine = own.get(placed.folder, "")
    if not there or not mine or "main" in (there, mine):
        return placed.package
    if placed.package == mine:
        return there
    return f"{there}_test" if placed.package == f"{mine}_test" else placed.package


def clauses_of(files: Iterable[Placed]) -> dict[str, str]:
    """Folder to the package clause that most of its Go files have, tests left out."""
    counts: dict[str, Counter[str]] = {}
    for placed in files:
        if placed.file.language == "Go" and placed.package and not placed.file.test:
            counts.setdefault(placed.folder, Counter())[placed.package] += 1
    return {
        folder: min(count, key=lambda name: (-count[name], name))
        for folder, count in counts.items()
    }


def _move(now: Arrangement, step: Move) -> Arrangement:
    held = _known(now, step.manager)
    to = _below_root(step.to)
    for other in now.managers.values():
        apart = other.name == held.name or other.root != held.root
        if not apart and PurePosixPath(other.path) == to:
            raise Senseless(f"{step.to} is the folder of {other.name}")
    files = tuple(
        replace(placed, path=_beneath(placed.path, held.path, str(to))) for placed in held.files
    )
    papers = tuple(
        FileMove(old=paper.old, new=_beneath(paper.new, held.path, str(to)))
        for paper in held.papers
    )
    moved = replace(held, path=str(to), files=files, papers=papers)
    return replace(now, managers={**now.managers, held.name: moved})


def _below_root(text: str) -> PurePosixPath:
    folder = PurePosixPath(text)
    if folder.is_absolute() or ".." in folder.parts or not folder.parts:
        raise Senseless(f"{text!r} is no folder below the root")
    return folder


def _extract(now: Arrangement, step: Extract) -> Arrangement:
    _below_root(step.into)
    if step.into in now.managers:
        raise Senseless(f"{step.into} is a manager; name a new folder")
    package = _package_name(PurePosixPath(step.into).name)
    found = [_extracted(now, name, step, package) for name in dict.fromkeys(step.names)]
    return replace(now, extracted=(*now.extracted, *found))


def _package_name(folder: str) -> str:
    """What a package in a folder so called is called: the same without what Go has no place for."""
    name = re.sub(r"\W", "", folder)
    if not name.isidentifier() or _NO_PACKAGE.fullmatch(name):
        raise Senseless(f"a package of Go cannot be called {folder}; name another folder")
    return name


def _extracted(now: Arrangement, name: str, step: Extract, package: str) -> Extracted:
    for manager in step.managers:
        _known(now, manager)
    sites: list[tuple[str, SourceFile, int]] = []
    shapes: set[tuple[str, ...]] = set()
    ways: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    needs: dict[str, tuple[str, ...]] = {}
    for held in now.managers.values():
        if step.managers and held.name not in step.managers:
            continue
        for file, line, shape, told in _declarations(held, name):
            sites.append((held.name, file, line))
            shapes.add(shape)
            bodies = [(one.name, _written(where, one)) for where, one in _bodies(held, file, name)]
            for body, written in bodies:
                ways[body].add(written)
            needed = told.union(*(written for _, written in bodies)) - {checksum(name)}
            beside = {one for one in _names_beside(held, file) if checksum(one) in needed}
            if beside:
                needs[held.name] = tuple(sorted(beside))
    if len({manager for manager, _, _ in sites}) < 2:
        raise Senseless(f"{name} is declared by fewer than two of these managers")
    most = max(map(len, ways.values()), default=1)
    return Extracted(name, step.into, package, tuple(sites), needs, len(shapes), most)


def _declarations(
    held: Held, name: str
) -> Iterator[tuple[SourceFile, int, tuple[str, ...], frozenset[int]]]:
    """Where a manager declares a type or function: file, line, shape, checksums of names used."""
    for placed in held.files:
        file = placed.file
        if file.test or file.language != "Go":
            continue
        for kind in file.types:
            if kind.name == name:
                told = " ".join((kind.definition, *(member.type for member in kind.members)))
                yield file, kind.line, kind.shape(), frozenset(map(checksum, _identifiers(told)))
        for function in file.functions:
            if function.name == name and not function.receiver:
                yield file, function.line, ("function", function.shape), frozenset()


def _bodies(held: Held, file: SourceFile, name: str) -> Iterator[tuple[SourceFile, Function]]:
    """A function, or the methods of a type, which leave with it."""
    for placed in held.files:
        if placed.file.folder == file.folder and not placed.file.test:
            for one in placed.file.functions:
                if one.receiver == name or (one.name == name and not one.receiver):
                    yield placed.file, one


def _written(file: SourceFile, function: Function) -> tuple[int, ...]:
    """Checksums of the tokens behind a function's name."""
    codes, name = file.tokens.between(function.line, function.end).tolist(), checksum(function.name)
    return tuple(codes[codes.index(name) + 1 :] if name in codes else codes)


def _identifiers(text: str) -> frozenset[str]:
    spaced = "".join(char if char.isalnum() or char in "_." else " " for char in text)
    return frozenset(word for word in spaced.split() if "." not in word)


def _names_beside(held: Held, file: SourceFile) -> set[str]:
    """What the file's package declares."""
    files = (one.file for one in held.files if one.file.folder == file.folder)
    return {name for one in files if not one.test for name in one.declared}


def _parent(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _beside(path: str, name: str) -> str:
    above = PurePosixPath(path).parent
    return str(above / name)


def _beneath(path: str, old: str, new: str) -> str:
    """A path below one folder as a path below another."""
    below = PurePosixPath(path) if old == "." else PurePosixPath(path).relative_to(old)
    return str(PurePosixPath(new) / below)


def _apart(path: str, manager: str, taken: Mapping[str, object]) -> str:
    """Another name for a file, with its manager's in front: what follows a `_` has a meaning."""
    whole = PurePosixPath(path)
    prefix = "_".join(words(manager)) or "other"
    for count in range(1, len(taken) + 2):
        name = f"{prefix}{'' if count == 1 else count}_{whole.name}"
        if str(whole.with_name(name)) not in taken:
            return str(whole.with_name(name))
    raise AssertionError("as many names were tried as there are files")
