"""Names that several managers declare, and in how many shapes: what no clone tool finds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from backend.managers.reading import REMEMBERED, Read
from backend.managers.redundancy.cost import cost
from backend.managers.redundancy.places import function_site, role_of, type_site
from backend.model.finding import finding_id
from backend.model.redundancy import Group, Shape, Site

Form = tuple[str, tuple[str, ...]]
"""Form and members: two declarations with the same have one shape."""

Declaration = tuple[str, Form, Site]
"""What is declared, in which form, where."""


def shared_names(managers: Iterable[Read]) -> Iterator[Group]:
    """One group for each exported type or free function that two or more managers declare.

    Tests are left out. Two types have the same shape when their members are the same, in any
    order; two functions when the types of their parameters and results are. The names of
    parameters do not count.
    """
    declared: dict[str, dict[Form, list[Site]]] = defaultdict(lambda: defaultdict(list))
    for read in managers:
        for name, form, site in _declared(read):
            declared[name][form].append(site)
    for name, forms in sorted(declared.items()):
        if len({site.manager for sites in forms.values() for site in sites}) > 1:
            yield _group(name, forms)


@lru_cache(maxsize=REMEMBERED)
def _declared(read: Read) -> tuple[Declaration, ...]:
    return tuple(_declarations(read))


def _declarations(read: Read) -> Iterator[Declaration]:
    for file in read.production:
        for kind in file.types:
            if kind.exported:
                form, *members = kind.shape()
                yield f"type {kind.name}", (form, tuple(members)), type_site(read, file, kind)
        for function in file.functions:
            free = function.exported and not (function.receiver or function.tests)
            if free and file.language == "Go":
                shape = ("function", (function.shape,))
                yield f"func {function.name}", shape, function_site(read, file, function)


def _group(name: str, forms: dict[Form, list[Site]]) -> Group:
    commonest = sorted(forms.items(), key=lambda item: (-len(item[1]), item[0]))
    shapes = tuple(
        Shape(form=form, members=members, sites=tuple(sites))
        for (form, members), sites in commonest
    )
    sites = tuple(
        sorted((site for shape in shapes for site in shape.sites), key=lambda s: (s.path, s.line))
    )
    alike = len(shapes[0].sites) / len(sites)
    return Group(
        id=finding_id("redundancy", (), name),
        kind="name",
        name=name,
        sites=sites,
        shapes=shapes,
        similarity=round(alike, 4),
        role=role_of(sites),
        cost=cost(sites, 1 - alike if len(shapes) > 1 else 0.0),
    )
