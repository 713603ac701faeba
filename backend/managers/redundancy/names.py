"""Names that several managers declare, and in how many shapes: what no clone tool finds."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from backend.managers.reading import FILES, REMEMBERED, Read
from backend.managers.redundancy.cost import cost_of, saved
from backend.managers.redundancy.places import function_site, role_of, type_site
from backend.managers.remembered import WhileSame
from backend.managers.source import Function, SourceFile, Type
from backend.model.finding import finding_id
from backend.model.redundancy import Group, Shape, Site

Form = tuple[str, tuple[str, ...]]
"""Form and members: two declarations with the same have one shape."""

GROUPS = 4096
"""Groups that are kept from one scan to the next."""

_MEMBER = re.compile(r"[^\s(]+")


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """What is declared and where; the same one as long as its file stays as it is.

    Most names are declared once: form and site are made of the few that are not.

    Attributes:
        name: Of the group that it would belong to.
        file: In which it was read.
    """

    name: str
    item: Type | Function
    manager: str
    file: SourceFile

    def form(self) -> Form:
        """Its shape."""
        if isinstance(self.item, Function):
            return "function", (self.item.shape,)
        form, *members = self.item.shape()
        return form, tuple(members)

    def site(self) -> Site:
        """Where it stands."""
        if isinstance(self.item, Function):
            return function_site(self.manager, self.file, self.item)
        return type_site(self.manager, self.file, self.item)


def shared_names(managers: Iterable[Read]) -> Iterator[Group]:
    """One group for each exported type or free function that two or more managers declare.

    Tests are left out. Two types have the same shape when their members are the same, in any
    order; two functions when the types of their parameters and results are. The names of
    parameters do not count.
    """
    declared = [_declared(read) for read in managers]
    for name, holders in _held([[*names] for names in declared]):
        places = (one for at in holders for one in declared[at][name])
        yield _group(name, tuple(places))


@WhileSame
def _held(declared: Sequence[Sequence[str]]) -> Sequence[tuple[str, Sequence[int]]]:
    """Each name that several managers declare, in order, and which of them do."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, names in enumerate(declared):
        for name in names:
            holders[name].append(at)
    return [(name, some) for name, some in sorted(holders.items()) if len(some) > 1]


@lru_cache(maxsize=REMEMBERED)
def _declared(read: Read) -> Mapping[str, Sequence[Declaration]]:
    """Its declarations by name."""
    found: dict[str, list[Declaration]] = defaultdict(list)
    for file in read.production:
        for one in _in_file(file, read.name):
            found[one.name].append(one)
    return found


@lru_cache(maxsize=FILES)
def _in_file(file: SourceFile, manager: str) -> tuple[Declaration, ...]:
    return tuple(_declarations(file, manager))


def _declarations(file: SourceFile, manager: str) -> Iterator[Declaration]:
    for kind in file.types:
        if kind.exported:
            yield Declaration(f"type {kind.name}", kind, manager, file)
    for function in file.functions if file.language == "Go" else ():
        if function.exported and not (function.receiver or function.tests):
            yield Declaration(f"func {function.name}", function, manager, file)


@lru_cache(maxsize=GROUPS)
def _group(name: str, declared: tuple[Declaration, ...]) -> Group:
    forms: dict[Form, list[Site]] = defaultdict(list)
    for one in declared:
        forms[one.form()].append(one.site())
    commonest = sorted(forms.items(), key=lambda item: (-len(item[1]), item[0]))
    shapes = tuple(
        Shape(form=form, members=members, sites=tuple(places))
        for (form, members), places in commonest
    )
    sites = tuple(
        sorted((site for shape in shapes for site in shape.sites), key=lambda s: (s.path, s.line))
    )
    alike = len(shapes[0].sites) / len(sites)
    lines = _of_functions(declared) if name.startswith("func ") else _of_types(shapes)
    managers = len({site.manager for site in sites})
    return Group(
        id=finding_id("redundancy", (), name),
        kind="name",
        name=name,
        sites=sites,
        shapes=shapes,
        similarity=round(alike, 4),
        role=role_of(sites),
        cost=cost_of(lines, managers, 1 - alike if len(shapes) > 1 else 0.0),
    )


def _of_types(shapes: Iterable[Shape]) -> int:
    """Lines that one type instead of several saves.

    Of each shape all declarations but one, and of each member all shapes' but one: members of one
    name are one, whatever their types.
    """
    shapes = tuple(shapes)
    members = Counter(
        found.group()
        for shape in shapes
        if shape.form in ("struct", "interface")
        for found in map(_MEMBER.match, shape.members)
        if found
    )
    return sum(saved(shape.sites) for shape in shapes) + sum(n - 1 for n in members.values())


def _of_functions(declared: Iterable[Declaration]) -> int:
    """Lines that one function instead of several saves: all but one of those that read the same."""
    same: dict[bytes, list[Site]] = defaultdict(list)
    for one in declared:
        site = one.site()
        same[one.file.tokens.between(site.line, site.end).tobytes()].append(site)
    return sum(map(saved, same.values()))
