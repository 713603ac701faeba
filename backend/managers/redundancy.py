"""Types of one name that several managers declare, and in how many shapes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from backend.managers.reading import Read
from backend.managers.source import Type
from backend.managers.troubles import QUOTED
from backend.model.finding import Evidence, Finding, Severity, finding_id

MANY = 3
"""Managers from which on a shared name asks for a look."""

Place = tuple[str, str, Type]
"""Manager, path and the type declared there."""


def redundancy_findings(managers: Iterable[Read]) -> Iterator[Finding]:
    """One finding for each exported type name that two or more managers declare.

    Tests are left out. Two types have the same shape when their members are the same, in any
    order; parameters' names do not count.
    """
    declared: dict[str, list[Place]] = defaultdict(list)
    for read in managers:
        for file in read.production:
            for kind in file.types:
                if kind.exported:
                    declared[kind.name].append((read.name, file.path, kind))
    for name, places in sorted(declared.items()):
        subjects = tuple(sorted({manager for manager, _, _ in places}))
        if len(subjects) > 1:
            yield _finding(name, subjects, places)


def _finding(name: str, subjects: tuple[str, ...], places: list[Place]) -> Finding:
    shapes = {kind.shape() for _, _, kind in places}
    same = len(shapes) == 1
    return Finding(
        id=finding_id("redundancy", (), name),
        kind="redundancy",
        severity=Severity.LOOK if len(subjects) >= MANY else Severity.NOTE,
        subjects=subjects,
        summary=f"type {name} stands in {len(subjects)} managers, "
        + ("always in the same shape" if same else f"in {len(shapes)} shapes"),
        remedy=f"Declare {name} once in a shared package and import it."
        if same
        else f"Decide which {name} is meant; rename the others, or bring the shapes together.",
        evidence=tuple(
            Evidence(
                kind="type",
                path=path,
                line=kind.line,
                text=f"{name} {kind.form}, {len(kind.members)} members",
            )
            for _, path, kind in places[:QUOTED]
        ),
    )
