"""Who calls whom and what for: calls from one manager's Go functions into another manager.

A call `x.y.Method(…)` goes to a manager where one of its names before the last

- is called after it (`errorManager`, `ErrorManager`),
- is a field of a struct of the same package whose type is called after it, or
- is a package that an import leads to, strictly or recovered.

The bodies are read as text without comments and strings, those of Go files outside tests only.
What a call is for is the activity that the calling function speaks for, else that of the called
one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from backend.managers.activities import Activity, activity_of
from backend.managers.capabilities import Capabilities
from backend.managers.checksums import checksum
from backend.managers.dependencies import Leading, leading
from backend.managers.files import source_lines
from backend.managers.names import Names
from backend.managers.pretending import pretends
from backend.managers.reading import FILES, REMEMBERED, Read
from backend.managers.source import Function, SourceFile
from backend.managers.text import quote, words
from backend.model.ecosystem import Dependency
from backend.model.finding import Evidence

_CALL = re.compile(
    r"(?<![A-Za-z0-9_])(?P<chain>[A-Za-z_]\w*+(?:\s*+\.\s*+[A-Za-z_]\w*+)++)\s*+\("
    r"|//[^\n]*+|/\*.*?\*/|\"(?:[^\"\\\n]++|\\.)*+\"|`[^`]*+`|'(?:\\.|[^'\\\n])++'",
    re.DOTALL,
)
_ALONE = re.compile(r"(?:^|[;{])\s*(?:go\s+|defer\s+)?$")
_TOLD = frozenset(
    (
        *("alert", "broadcast", "debug", "emit", "error", "info", "inform", "log", "notify"),
        *("publish", "record", "report", "send", "signal", "track", "warn"),
    )
)
"""First words of functions that tell somebody something, whatever they return."""

_IDENTIFIER = re.compile(r"\w+")
_DOT, _OPENING = checksum("."), checksum("(")


@dataclass(frozen=True, slots=True)
class Call:
    """One call into another manager.

    Attributes:
        called: The function's name.
        activity: What it is for.
        told: Whether the other one is told something, rather than asked: its result is not used,
            or its name says so.
    """

    source: str
    target: str
    called: str
    activity: Activity
    told: bool
    evidence: Evidence


_Bound = frozenset[tuple[str, str]]
"""Name and the manager that it stands for in one file, by a field or an import."""


@dataclass(frozen=True, slots=True)
class _Caller:
    """The manager that calls, and what a name stands for there: another manager, or None."""

    manager: str
    target_of: Callable[[str], str | None]
    capabilities: Capabilities


def calls(
    managers: Iterable[Read],
    dependencies: Iterable[Dependency],
    names: Names,
    capabilities: Capabilities,
) -> tuple[Call, ...]:
    """Every call from one manager into another whose purpose can be told."""
    imported = leading(dependencies)
    return tuple(
        call
        for read in managers
        if not read.found.shared
        for call in _calls(read, names, imported.get(read.name, ()), capabilities)
    )


def purpose(
    calling: Activity | None, called: str, target: str, capabilities: Capabilities
) -> Activity | None:
    """What a call is for; None where neither function says so, or only something is made.

    Args:
        calling: What the calling function speaks for.
        called: Name of the called one.
        target: The manager it belongs to.
        capabilities: Those of the ecosystem.
    """
    if words(called)[:1] == ("new",):
        return None
    return calling or activity_of(called, "", capabilities.own(target), capabilities.nouns)


def tells(called: str) -> bool:
    """Whether a function's name says that it tells somebody something."""
    return not _TOLD.isdisjoint(words(called)[:1])


def _fields(read: Read, names: Names) -> dict[Path, dict[str, str]]:
    """Folder to field to the manager that its type is called after."""
    found: dict[Path, dict[str, str]] = {}

    @cache  # few types, often
    def meant(kind: str) -> str | None:
        called = (name.removesuffix("Interface") for name in _IDENTIFIER.findall(kind))
        targets = filter(None, map(names.named, called))
        return next((name for name in reversed([*targets]) if name != read.name), None)

    for file in read.production:
        for kind in file.types:
            for member in kind.members if kind.form == "struct" else ():
                target = meant(member.type)
                if target is not None:
                    found.setdefault(file.folder, {})[member.name] = target
    return found


def _packages(read: Read, imported: Leading) -> dict[str, dict[str, str]]:
    """File to the name of an imported package to the manager it belongs to."""
    found: dict[str, dict[str, str]] = {}
    targets = {(path, line): target for path, line, target in imported}
    for file in read.production if targets else ():
        for item in file.imports:
            target = targets.get((file.path, item.line))
            if target is not None:
                given = item.text.partition('"')[0].strip()
                name = given or PurePosixPath(item.path).name.replace("-", "")
                found.setdefault(file.path, {})[name] = target
    return found


@lru_cache(maxsize=REMEMBERED)
def _calls(
    read: Read, names: Names, imported: Leading, capabilities: Capabilities
) -> tuple[Call, ...]:
    fields, packages = _fields(read, names), _packages(read, imported)
    found: list[Call] = []
    for file in read.production:
        if file.language == "Go":
            local = fields.get(file.folder, {}) | packages.get(file.path, {})
            bound = frozenset(local.items())
            found += _in_file(file, read.name, bound, names, capabilities)
    return tuple(found)


@lru_cache(maxsize=FILES)
def _in_file(
    file: SourceFile, manager: str, bound: _Bound, names: Names, capabilities: Capabilities
) -> tuple[Call, ...]:
    local = dict(bound)

    def target_of(name: str) -> str | None:
        found = local.get(name) or names.named(name)
        return found if found != manager else None

    named = frozenset(filter(target_of, file.tokens.before_dots))
    caller = _Caller(manager, target_of, capabilities)
    speaking = [item for item in _speaking_of(named, file) if not pretends(item[0].receiver)]
    lines = source_lines(file) if speaking else ()
    return tuple(
        call
        for function, begun in speaking
        for call in _within(function, begun, file, lines, caller)
    )


def _speaking_of(names: frozenset[str], file: SourceFile) -> Iterator[tuple[Function, list[int]]]:
    """Functions that call something of one of some names, as far as the file's tokens tell.

    With the lines where chains may begin that hold them.
    """
    if not names:
        return
    raw = file.tokens.raw_codes()
    codes = frozenset(map(checksum, names))
    dots = np.flatnonzero(raw[1:-2] == _DOT)
    behind = raw[dots + 3]
    dots = dots[(behind == _OPENING) | (behind == _DOT)]
    before = zip(dots.tolist(), raw[dots].tolist(), strict=True)
    spoken = [at for at, code in before if code in codes]
    places = [at for place in spoken for at in _before(raw, place)]
    begun = sorted({*file.tokens.lines_of(np.array(places, np.intp)).tolist()})
    for function in file.functions:
        inside = begun[bisect_left(begun, function.line) : bisect_right(begun, function.end)]
        if inside:
            yield function, inside


def _before(raw: NDArray[np.uint32], at: int) -> Iterator[int]:
    """A token, and what stands before the dots in front of it: where its chain may begin."""
    yield at
    while at > 1 and raw[at - 1] == _DOT:
        at -= 2
        yield at


def _chains(text: str, first: int, begun: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `_CALL` finds in a function, at least all chains that begin in some of its lines.

    Args:
        text: Of the function.
        first: Its first line.
        begun: The lines, in order.
    """
    at = max(0, text.find("{"))
    if "`" in text or "/*" in text:  # either of them may hold a whole line
        yield from _CALL.finditer(text, at)
        return
    line, start = first, 0
    for number in begun:
        for _ in range(number - line):
            start = text.find("\n", start) + 1
        line, end = number, text.find("\n", start)
        for found in _CALL.finditer(text, max(at, start)):
            if found.start() > end >= 0:
                break
            at = found.end()
            yield found


def _within(
    function: Function,
    begun: Iterable[int],
    file: SourceFile,
    lines: tuple[str, ...],
    caller: _Caller,
) -> Iterator[Call]:
    capabilities = caller.capabilities
    text = "\n".join(lines[function.line - 1 : function.end])
    own = capabilities.own(caller.manager)
    calling = activity_of(function.name, function.receiver, own, capabilities.nouns)
    for found in _chains(text, function.line, begun):
        *before, called = _IDENTIFIER.findall(found["chain"] or "") or ("",)
        target = next(filter(None, map(caller.target_of, before)), None)
        activity = purpose(calling, called, target, capabilities) if target else None
        if target is None or activity is None:
            continue
        number = text.count("\n", 0, found.start())
        start = text.rfind("\n", 0, found.start()) + 1
        alone = _ALONE.search(text[start : found.start()]) is not None
        evidence = Evidence(
            kind="call",
            path=file.path,
            line=function.line + number,
            text=quote(f"{function.name}: {lines[function.line - 1 + number]}"),
        )
        yield Call(caller.manager, target, called, activity, alone or tells(called), evidence)
