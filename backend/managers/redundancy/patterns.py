"""A census: which manager does what every service needs in which way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain

import numpy as np

from backend.managers.checksums import checksum
from backend.managers.reading import FILES, REMEMBERED, Read
from backend.managers.redundancy.cost import cost_of
from backend.managers.redundancy.marks import MARKS, Mark, asked
from backend.managers.redundancy.places import (
    covered,
    function_site,
    is_manager,
    site_of,
    type_site,
)
from backend.managers.remembered import EachWhileSame
from backend.managers.source import Function, SourceFile
from backend.model.finding import finding_id
from backend.model.redundancy import Claim, Pattern, Site, Variant

Found = dict[str, dict[str, Sequence[Site]]]
"""Variant to manager to sites."""

Shown = tuple[str, str, Site]
"""Pattern, variant and where it shows."""


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
    for file in read.production:
        for name, variant, site in _in_file(file, read.name) if file.language == "Go" else ():
            found[name, variant].append(site)
    return found


@lru_cache(maxsize=FILES)
def _in_file(file: SourceFile, manager: str) -> tuple[Shown, ...]:
    shown = chain(_declared(file, manager), _done(file, manager))
    return tuple(item for item in shown if item[2].role == "production")


def _declared(file: SourceFile, manager: str) -> Iterator[Shown]:
    for item in file.imports:
        for name, mark in _meeting("imports", item.path):
            yield name, mark.variant, site_of(manager, file, item.line, item.line, item.path)
    for kind in file.types:
        for name, mark in _meeting("types", kind.name):
            yield name, mark.variant, type_site(manager, file, kind)
        for member in kind.members if kind.form == "struct" else ():
            for name, mark in _meeting("fields", member.name):
                owner = f"{kind.name}.{member.name}"
                yield name, mark.variant, site_of(manager, file, member.line, member.line, owner)


def _done(file: SourceFile, manager: str) -> Iterator[Shown]:
    calls = _calls(file)
    for function in file.functions:
        for name, mark in _meeting("functions", function.name):
            if not mark.calls or _within(function, mark, calls):
                yield name, *_way(mark, manager, file, function)
    for name, mark in _CALLED:
        for call in mark.calls:
            for line in calls.get(call, ()):
                yield name, mark.variant, site_of(manager, file, line, line)


@cache
def _meeting(condition: str, name: str) -> tuple[tuple[str, Mark], ...]:
    """Patterns and their marks whose condition a name meets; most names meet none."""
    if not asked(condition).fullmatch(name):
        return ()
    return tuple(
        (pattern, mark) for pattern, mark in _asking(condition) if mark.matches(condition, name)
    )


@cache
def _asking(condition: str) -> tuple[tuple[str, Mark], ...]:
    """Patterns and their marks that have such a condition."""
    return tuple(
        (pattern, mark)
        for pattern, marks in MARKS.items()
        for mark in marks
        if getattr(mark, condition)
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


def _within(function: Function, mark: Mark, calls: dict[str, list[int]]) -> bool:
    lines = chain.from_iterable(calls.get(call, ()) for call in mark.calls)
    return any(function.line <= line <= function.end for line in lines)


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


def _calls(file: SourceFile) -> dict[str, list[int]]:
    """Which of the calls that any mark asks for a file has, and in which lines."""
    raw = file.tokens.raw_codes()
    found: dict[str, list[int]] = defaultdict(list)
    if len(raw) < 3 or file.generated:
        return found
    before = np.flatnonzero(raw[1:-1] == _DOT)
    codes = raw[before].astype(np.uint64) << np.uint64(32) | raw[before + 2]
    asked = _CODES[np.searchsorted(_CODES[:-1], codes)] == codes
    lines = file.tokens.lines_of(before[asked])
    for line, code in zip(lines.tolist(), codes[asked].tolist(), strict=True):
        found[_CALLED_IN[code]].append(line)
    return found


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
