"""Where things stand: sites, and whether they stand in production, in tests or in mocks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from backend.managers.pretending import pretends
from backend.managers.reading import Read
from backend.managers.source import Function, SourceFile, Type
from backend.model.redundancy import Role, Site


def is_manager(read: Read) -> bool:
    """Whether it is a manager with a name of its own, neither shared nor loose files."""
    return not read.found.shared and read.found.path != "."


def site_of(manager: str, file: SourceFile, line: int, end: int, name: str = "") -> Site:
    """A site in a file; `name` may make it a mock."""
    return Site(manager, file.path, line, max(line, end), name, _role(file, name))


def function_site(manager: str, file: SourceFile, function: Function) -> Site:
    """Where a function or method stands."""
    owner = f"{function.receiver}." if function.receiver else ""
    site = site_of(manager, file, function.line, function.end, f"{owner}{function.name}")
    return replace(site, role="test") if function.tests else site


def type_site(manager: str, file: SourceFile, kind: Type) -> Site:
    """Where a type stands; its end is guessed from its last member."""
    last = kind.members[-1].line + 1 if kind.members else kind.line
    return site_of(manager, file, kind.line, last, kind.name)


def covered(sites: Iterable[Site]) -> int:
    """Lines that some sites cover, each counted once."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for site in sites:
        places[site.manager, site.path].append((site.line, site.end))
    lines = 0
    for ranges in places.values():
        last = 0
        for first, end in sorted(ranges):
            lines += max(0, end - max(first - 1, last))
            last = max(last, end)
    return lines


def role_of(sites: Iterable[Site]) -> Role:
    """`production` where two of its managers hold it there; else what most sites are."""
    sites = tuple(sites)
    if len({site.manager for site in sites if site.role == "production"}) > 1:
        return "production"
    tests = sum(site.role == "test" for site in sites)
    mocks = sum(site.role == "mock" for site in sites)
    if not tests and not mocks:
        return "production"
    return "test" if tests >= mocks else "mock"


def _role(file: SourceFile, name: str) -> Role:
    if file.test:
        return "test"
    return "mock" if pretends(name) or pretends(file.path.rpartition("/")[2]) else "production"
