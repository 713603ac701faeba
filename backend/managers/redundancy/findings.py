"""Redundancy as findings: what to look at, and where documents count otherwise."""

from collections.abc import Iterable, Iterator
from itertools import islice

from backend.managers.remembered import EachWhileSame
from backend.managers.text import quote
from backend.managers.troubles import QUOTED
from backend.model.finding import Evidence, Finding, Severity, finding_id
from backend.model.redundancy import Claim, Group, Pattern, Redundancy, Shape, Site

MANY = 3
"""Managers from which on a shared name asks for a look."""


def redundancy_findings(redundancy: Redundancy, managers: int) -> Iterator[Finding]:
    """Findings for what several managers share, and for each claim that the code does not hold.

    Args:
        redundancy: As found.
        managers: How many there are, shared folders and loose files left out.
    """
    for group in redundancy.groups:
        finding = _group(group.id, group)
        if finding is not None:
            yield finding
    for pattern in redundancy.patterns:
        if len(pattern.variants) > 1 and len(pattern.managers) > 1:
            yield _pattern(pattern.id, pattern)
        for claim in pattern.claims:
            if not _holds(claim, pattern):
                yield _claim(pattern.name, claim, _fact(claim, pattern, managers))
    if redundancy.copied is not None and redundancy.lines:
        share = 100 * redundancy.copied / redundancy.lines
        for claim in redundancy.claims:
            if abs(claim.value - share) >= 1:
                yield _claim("copied code", claim, f"{share:.1f} % in copies or near copies")


def without(findings: Iterable[Finding], baseline: Iterable[str]) -> tuple[Finding, ...]:
    """The findings whose ids are in no baseline, in their order.

    Args:
        findings: Of any kind.
        baseline: Ids that somebody has seen and accepted; unknown ones do not matter.
    """
    accepted = frozenset(baseline)
    return tuple(finding for finding in findings if finding.id not in accepted)


@EachWhileSame
def _group(name: str, group: Group) -> Finding | None:
    """None of what is in tests alone, or in one manager."""
    if group.role == "test" or len(group.managers) < 2:
        return None
    many = len(group.managers) >= MANY and group.role == "production"
    summary, remedy = _told(group)
    return Finding(
        id=name,
        kind="redundancy",
        severity=Severity.LOOK if many else Severity.NOTE,
        subjects=group.managers,
        summary=summary,
        remedy=remedy,
        evidence=_shapes(group) if group.shapes else _evidence(group.kind, group.sites),
    )


def _told(group: Group) -> tuple[str, str]:
    many, name = len(group.managers), group.name
    if group.kind == "overlap":
        return f"{name} speak of the same: {group.detail}", "Decide which of the two it belongs to."
    if group.kind in ("block", "function"):
        how = "as written" if not group.renamed else f"{100 * group.similarity:.0f} % as written"
        return (
            f"{name}: {len(group.sites)} copies in {many} managers, {how}; "
            f"a merge saves {group.cost.lines} lines",
            "Keep one of them in a shared package and call it from the others.",
        )
    if len(group.shapes) == 1:
        return (
            f"{name} stands in {many} managers, always in the same shape",
            f"Declare {name} once in a shared package and import it.",
        )
    return (
        f"{name} stands in {many} managers, in {len(group.shapes)} shapes",
        f"Decide which {name} is meant; rename the others, or bring the shapes together.",
    )


def _shapes(group: Group) -> tuple[Evidence, ...]:
    """Its declarations, those of the commonest shape first."""
    numbered = enumerate(group.shapes, start=1)
    declared = ((number, shape, site) for number, shape in numbered for site in shape.sites)
    return tuple(
        Evidence(
            kind=shape.form if shape.form != "other" else "type",
            path=site.path,
            line=site.line,
            text=f"shape {number}: {_size(shape)}",
        )
        for number, shape, site in islice(declared, QUOTED)
    )


def _size(shape: Shape) -> str:
    if shape.form in ("struct", "interface"):
        what = "fields" if shape.form == "struct" else "methods"
        return f"{shape.form}, {len(shape.members)} {what}"
    return quote("".join(shape.members))


@EachWhileSame
def _pattern(name: str, pattern: Pattern) -> Finding:
    ways = ", ".join(f"{variant.name} {len(variant.managers)}" for variant in pattern.variants[:6])
    more = ", …" if len(pattern.variants) > 6 else ""
    return Finding(
        id=name,
        kind="redundancy",
        severity=Severity.LOOK,
        subjects=pattern.managers,
        summary=f"{pattern.name}: {len(pattern.managers)} managers do it in "
        f"{len(pattern.variants)} ways: {ways}{more}",
        remedy=f"Choose one way for {pattern.name}, put it in a shared package, and use it.",
        evidence=_evidence("pattern", (variant.sites[0] for variant in pattern.variants)),
    )


def _evidence(kind: str, sites: Iterable[Site]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            kind=kind,
            path=site.path,
            line=site.line,
            text=f"{site.name or site.manager}, lines {site.line}-{site.end}" if site.line else "",
            test=site.role == "test",
        )
        for site in islice(sites, QUOTED)
    )


def _holds(claim: Claim, pattern: Pattern) -> bool:
    counted = len(pattern.managers) if claim.unit == "managers" else len(pattern.variants)
    return counted == claim.value or (claim.at_least and counted > claim.value)


def _said(claim: Claim) -> str:
    of = f" of {claim.of}" if claim.of is not None else ""
    return f"{claim.value}{'+' if claim.at_least else ''}{of} {_UNITS[claim.unit]}"


_UNITS = {"managers": "managers", "variants": "ways", "percent": "% of the code"}


def _fact(claim: Claim, pattern: Pattern, managers: int) -> str:
    if claim.unit == "managers":
        return f"{len(pattern.managers)} of {managers} managers"
    return f"{len(pattern.variants)} ways in {len(pattern.managers)} managers"


def _claim(topic: str, claim: Claim, fact: str) -> Finding:
    said = _said(claim)
    return Finding(
        id=finding_id("claim", (claim.evidence.path,), f"{topic} {said}"),
        kind="claim",
        severity=Severity.LOOK,
        subjects=(claim.evidence.path,),
        summary=f"{topic}: {claim.evidence.path}:{claim.evidence.line} says {said}, the code "
        f"has {fact}",
        remedy="Correct the document, or what it counts.",
        claim=f"{topic}: {said}",
        fact=fact,
        evidence=(claim.evidence,),
    )
