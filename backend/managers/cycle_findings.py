"""Findings about cycles: those that exist, and those that documents claim and nobody finds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from backend.managers.cycles import Cycle, Step
from backend.managers.graph import is_import
from backend.managers.troubles import QUOTED
from backend.model.ecosystem import Dependency
from backend.model.finding import Evidence, Finding, Severity, finding_id


def cycle_findings(
    cycles: Iterable[Cycle], feedback: Iterable[Step], dependencies: Iterable[Dependency]
) -> Iterator[Finding]:
    """One finding for each cycle of imports, with the imports that close it and where to cut.

    Args:
        cycles: Those found.
        feedback: Edges without which there would be none of them.
        dependencies: With their evidence.
    """
    known = {(item.source, item.target): item for item in dependencies}
    to_cut = set(feedback)
    for cycle in cycles:
        imports = [
            item for step in _steps(cycle) for item in known[step].evidence if is_import(item)
        ]
        cuts = " or ".join(
            f"{source} → {target} ({counted(sum(map(is_import, known[source, target].evidence)))})"
            for source, target in _steps(cycle)
            if (source, target) in to_cut
        )
        yield Finding(
            id=finding_id("cycle", cycle),
            kind="cycle",
            severity=Severity.ACT,
            subjects=cycle,
            summary=f"Import cycle: {chain(cycle)}",
            remedy=f"Cut {cuts}: move what is used there, or invert it.",
            evidence=tuple(imports[:QUOTED]),
        )


def counted(imports: int) -> str:
    """How many imports, in words."""
    return f"{imports} import" if imports == 1 else f"{imports} imports"


def claimed_cycles(
    claimed: Iterable[tuple[Cycle, Evidence]], dependencies: Iterable[Dependency]
) -> Iterator[Finding]:
    """Cycles that documents claim, where at least one of their steps has no trace in code."""
    known = {(item.source, item.target): item for item in dependencies}
    places: dict[Cycle, list[Evidence]] = defaultdict(list)
    for cycle, evidence in claimed:
        places[cycle].append(evidence)
    for cycle, lines in sorted(places.items()):
        steps = _steps(cycle)
        missing = [one for one in steps if one not in known or known[one].kinds() <= {"document"}]
        if not missing:
            continue
        absent = ", ".join(f"{source} → {target}" for source, target in missing)
        yield Finding(
            id=finding_id("claim", cycle, "cycle"),
            kind="claim",
            severity=Severity.LOOK,
            subjects=cycle,
            summary=f"A cycle is documented that the code does not have: {chain(cycle)}",
            remedy="Correct the document, or name the dependency that it means.",
            claim=chain(cycle),
            fact=f"no import, field or manifest for {absent}",
            evidence=tuple(lines[:QUOTED]),
        )


def chain(cycle: Cycle) -> str:
    """The cycle as people write it, closed."""
    return " → ".join((*cycle, cycle[0]))


def _steps(cycle: Cycle) -> list[tuple[str, str]]:
    return list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
