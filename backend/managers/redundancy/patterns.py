"""A census: which manager does what every service needs in which way."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain

import numpy as np

from backend.managers.checksums import checksum
from backend.managers.reading import FILES, REMEMBERED, Read
from backend.managers.redundancy.cost import cost_of
from backend.managers.redundancy.marks import MARKS, Mark, saying
from backend.managers.redundancy.places import (
    covered,
    function_site,
    is_manager,
    site_of,
    type_site,
)
from backend.managers.remembered import EachWhileSame, once_each
from backend.managers.source import Function, SourceFile
from backend.managers.tokens import NO_TOKENS, Joined
from backend.model.finding import finding_id
from backend.model.redundancy import Claim, Pattern, Site, Variant

Found = dict[str, dict[str, Sequence[Site]]]
"""Variant to manager to sites."""

Shown = tuple[str, str, Site]
"""Pattern, variant and where it shows."""

Calls = tuple[tuple[int, str], ...]
"""Lines of a file, rising, and the calls there that any mark asks for."""


def census(managers: Iterable[Read], claims: dict[str, tuple[Claim, ...]]) -> Iterator[Pattern]:
    """Each pattern that some manager has, tests and mocks left out.

    Args:
        managers: Read.
        claims: What documents say about each pattern, by its name.
    """
    found: dict[str, Found] = {name: defaultdict(dict) for name in MARKS}
    for read in managers:
        for (name, variant), sites in _shown(read).items() if is_manager(read) else ():
            found[name][variant][read.name] = sites
    for name, variants in found.items():
        if variants:
            yield _pattern(name, variants, claims.get(name, ()))


@lru_cache(maxsize=REMEMBERED)
def _shown(read: Read) -> Mapping[tuple[str, str], Sequence[Site]]:
    """Pattern and variant to all in a manager that shows it, tests and mocks left out."""
    found: dict[tuple[str, str], list[Site]] = defaultdict(list)
    files = [file for file in read.production if file.language == "Go"]
    for file, calls in zip(files, _calls(files), strict=True):
        for name, variant, site in _in_file(file, read.name, calls):
            found[name, variant].append(site)
    return found


@lru_cache(maxsize=FILES)
def _in_file(file: SourceFile, manager: str, calls: Calls) -> tuple[Shown, ...]:
    shown = chain(_declared(file, manager), _done(file, manager, calls))
    return tuple(item for item in shown if item[2].role == "production")


def _declared(file: SourceFile, manager: str) -> Iterator[Shown]:
    for item in file.imports:
        for name, mark in _meeting("imports", item.path):
            yield name, mark.variant, site_of(manager, file, item.line, item.line, item.path)
    for at, name, mark in _met("types", [kind.name for kind in file.types]):
        yield name, mark.variant, type_site(manager, file, file.types[at])
    structs = (kind for kind in file.types if kind.form == "struct")
    fields = [(kind, member) for kind in structs for member in kind.members]
    for at, name, mark in _met("fields", [member.name for _, member in fields]):
        kind, member = fields[at]
        owner = f"{kind.name}.{member.name}"
        yield name, mark.variant, site_of(manager, file, member.line, member.line, owner)


def _done(file: SourceFile, manager: str, calls: Calls) -> Iterator[Shown]:
    for at, name, mark in _met("functions", [function.name for function in file.functions]):
        function = file.functions[at]
        if not mark.calls or _within(function, mark, calls):
            yield name, *_way(mark, manager, file, function)
    for name, mark in _CALLED if calls else ():
        for call in mark.calls:
            for line, called in calls:
                if called == call:
                    yield name, mark.variant, site_of(manager, file, line, line)


def _met(condition: str, names: Sequence[str]) -> Iterator[tuple[int, str, Mark]]:
    """Patterns and their marks whose condition some names meet, each with the name's place."""
    for place in saying(names):
        for name, mark in _meeting(condition, names[place]):
            yield place, name, mark


@cache
def _meeting(condition: str, name: str) -> tuple[tuple[str, Mark], ...]:
    """Patterns and their marks whose condition a name meets."""
    return tuple((pattern, mark) for pattern, mark, matches in _asking(condition) if matches(name))


@cache
def _asking(condition: str) -> tuple[tuple[str, Mark, Callable[[str], object]], ...]:
    """Patterns and their marks that have such a condition, and what matches whole names."""
    return tuple(
        (pattern, mark, re.compile(asked).fullmatch)
        for pattern, marks in MARKS.items()
        for mark in marks
        if (asked := getattr(mark, condition))
    )


_CALLED = tuple(
    (name, mark)
    for name, marks in MARKS.items()
    for mark in marks
    if mark.calls and not mark.functions
)


def _way(mark: Mark, manager: str, file: SourceFile, function: Function) -> tuple[str, Site]:
    site = function_site(manager, file, function)
    if not mark.shaped:
        return mark.variant, site
    return f"{function.name}{function.shape}", replace(site, end=site.line)


def _within(function: Function, mark: Mark, calls: Calls) -> bool:
    return any(call in mark.calls and function.line <= line <= function.end for line, call in calls)


_DOT = checksum(".")
_CALLED_IN = {
    (checksum(package) << 32) + checksum(name): call
    for marks in MARKS.values()
    for mark in marks
    for call in mark.calls
    for package, _, name in [call.partition(".")]
}
_CODES = np.array(sorted(_CALLED_IN), np.uint64)
"""Of all calls that any mark asks for: the checksums of the package and of the name in one."""


@once_each
def _calls(files: Sequence[SourceFile]) -> Iterable[Calls]:
    """Which of the calls that any mark asks for each file has."""
    found: list[list[tuple[int, str]]] = [[] for _ in files]
    tokens = Joined([NO_TOKENS if file.generated else file.tokens for file in files])
    before = np.flatnonzero(tokens.raw[1:-1] == _DOT)
    codes = tokens.raw[before].astype(np.uint64) << np.uint64(32) | tokens.raw[before + 2]
    asked = _CODES[np.searchsorted(_CODES[:-1], codes)] == codes
    numbers, lines = tokens.lines_of(before[asked])
    called = map(_CALLED_IN.__getitem__, codes[asked].tolist())
    for number, line, call in zip(numbers.tolist(), lines.tolist(), called, strict=True):
        found[number].append((line, call))
    return map(tuple, found)


@EachWhileSame
def _pattern(name: str, found: Found, claims: tuple[Claim, ...]) -> Pattern:
    variants = sorted(
        (_variant(variant, by_manager) for variant, by_manager in found.items()),
        key=lambda variant: (-len(variant.managers), -variant.count, variant.name),
    )
    managers = {manager for variant in variants for manager in variant.managers}
    others = chain.from_iterable(found[variant.name].values() for variant in variants[1:])
    lines = covered(chain.from_iterable(others))
    return Pattern(
        id=finding_id("redundancy", (), f"pattern {name}"),
        name=name,
        variants=tuple(variants),
        managers=tuple(sorted(managers)),
        claims=claims,
        cost=cost_of(lines, len(managers), 1 - len(variants[0].managers) / len(managers)),
    )


def _variant(name: str, by_manager: Mapping[str, Sequence[Site]]) -> Variant:
    return Variant(
        name=name,
        managers=tuple(sorted(by_manager)),
        count=sum(map(len, by_manager.values())),
        sites=tuple(sites[0] for _, sites in sorted(by_manager.items())),
    )
