"""Findings about what documents and manifests state and the code does not bear out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from backend.managers.remembered import WhileSame
from backend.managers.stated.percentages import DUPLICATED
from backend.managers.troubles import QUOTED
from backend.model.finding import Evidence, Finding, Severity, finding_id
from backend.model.stated import Share, Stated

_NOUNS = {
    "manager": ("manager", "managers"),
    "interface": ("interface", "interfaces"),
    "module": ("source file", "source files"),
    "package": ("import path", "import paths"),
    "dependency": ("dependency", "dependencies"),
}
_STATES = {
    "elsewhere": "not where, or not what, the document says",
    "reversed": "the other way round",
    "nowhere": "nowhere in the code",
}
_ROUNDED = 0.5
"""Percentage points by which a stated number may differ and still be the counted one, rounded."""


@WhileSame
def stated_findings(found: Iterable[Stated], told: Collection[str]) -> tuple[Finding, ...]:
    """One for each manager and kind of thing that is stated of it and is not so.

    Args:
        found: Everything stated.
        told: Managers whose absence another finding tells.
    """
    return tuple(_findings(found, told))


def _findings(found: Iterable[Stated], told: Collection[str]) -> Iterator[Finding]:
    wrong: dict[tuple[str, str, str], list[Stated]] = defaultdict(list)
    for one in found:
        if one.held != "exists" and not (one.what == "manager" and one.name in told):
            wrong[one.what, one.manager, one.held].append(one)
    for (what, manager, held), items in wrong.items():
        names = [one.name for one in items]
        many, verb = (_NOUNS[what][0], "is") if len(items) == 1 else (_NOUNS[what][1], "are")
        whose = f"{manager}: " if manager else ""
        yield Finding(
            id=finding_id("claim", (manager or "ecosystem", what), f"{held} {' '.join(names)}"),
            kind="claim",
            severity=Severity.NOTE if held == "elsewhere" else Severity.LOOK,
            subjects=(manager or "ecosystem", what),
            summary=f"{whose}{len(items)} stated {many} {verb} {_STATES[held]}: {', '.join(names)}",
            remedy="Correct what states it, or write what it names.",
            claim="; ".join(names),
            fact=_fact(items),
            evidence=_evidence(items),
        )


def _fact(items: Sequence[Stated]) -> str:
    """What the code says, once where it says the same of all."""
    facts = {one.fact for one in items}
    return facts.pop() if len(facts) == 1 else "; ".join(f"{one.name}: {one.fact}" for one in items)


def share_findings(found: Iterable[Share]) -> Iterator[Finding]:
    """One for each percentage that was counted and is another.

    Duplicated code is told with the redundancy.
    """
    for one in found:
        counted = one.counted
        if counted is None or one.what == DUPLICATED:
            continue
        wrong = [claim for claim in one.claims if abs(claim.value - counted) > _ROUNDED]
        if not wrong:
            continue
        whose = f" of {one.manager}" if one.manager else ""
        said = ", ".join(f"{claim.value:g} %" for claim in wrong)
        yield Finding(
            id=finding_id("claim", (one.manager or "ecosystem", one.what), f"share {said}"),
            kind="claim",
            severity=Severity.LOOK,
            subjects=(one.manager or "ecosystem", one.what),
            summary=f"Documents state {one.what}{whose} at {said}; counted: {one.beside}",
            remedy="Correct the document, or say in it what the percentage is of.",
            claim=f"{one.what}: {said}",
            fact=f"{counted:.0f} %: {one.beside}",
            evidence=tuple(claim.evidence[0] for claim in wrong)[:QUOTED],
        )


def _evidence(items: Sequence[Stated]) -> tuple[Evidence, ...]:
    """Of each thing the line that states it and where it is."""
    places: list[Evidence] = []
    for one in items:
        places += (one.evidence[0], *one.found[:1])
    return tuple(places[:QUOTED])
