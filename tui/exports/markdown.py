"""A scan as a Markdown report."""

from collections import Counter
from collections.abc import Iterator

from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding, Severity
from backend.model.raci import RaciRow
from backend.model.stated import HELD
from tui.exports.tables import (
    contract_table,
    counts_table,
    markdown_table,
    markdown_text,
    shares_table,
    stated_table,
)

FINDINGS = 200
"""Findings that are told one by one; the rest is counted."""

GROUPS = 40
"""Groups of redundancy that are told."""

EVIDENCE = 5
"""Places that a finding names at the most."""


def markdown(ecosystem: Ecosystem) -> Iterator[str]:
    """The lines of the report."""
    yield "# Managers"
    yield ""
    yield f"Scanned: {', '.join(markdown_text(root) for root in ecosystem.roots)}"
    yield ""
    yield from _managers(ecosystem)
    yield ""
    yield from _dependencies(ecosystem)
    yield ""
    yield from _contract(ecosystem)
    yield from _counts(ecosystem)
    yield from _stated(ecosystem)
    yield from _shares(ecosystem)
    yield from _cycles(ecosystem)
    yield ""
    yield from _raci(ecosystem)
    yield ""
    yield from _redundancy(ecosystem)
    yield ""
    yield from _findings(ecosystem)


def _managers(ecosystem: Ecosystem) -> Iterator[str]:
    head = ("manager", "files", "lines", "Ca", "Ce", "instability", "A", "D", "LCOM4",
            "imports in", "imports out", "tests", "layer", "SRP score")  # fmt: skip
    yield from markdown_table(
        head,
        (
            (item.name, item.files, item.lines, item.coupling.afferent, item.coupling.efferent,
             item.coupling.instability, item.metrics.abstractness, item.metrics.distance,
             item.metrics.cohesion.mean if item.metrics.cohesion else None,
             item.metrics.fan_in, item.metrics.fan_out, item.metrics.tests, item.layer,
             item.score.value if item.score else None)
            for item in ecosystem.managers
        ),
    )  # fmt: skip


def _dependencies(ecosystem: Ecosystem) -> Iterator[str]:
    yield "## Dependencies"
    yield ""
    rows = []
    for one in ecosystem.dependencies:
        resolution = one.resolution()
        if resolution in ("strict", "recovered", "ambiguous"):
            first = next(item for item in one.evidence if item.resolution == resolution)
            place = f"{first.path}:{first.line}"
            told = (resolution, first.rule, place, one.aside() or None)
            rows.append((one.source, one.target, *told))
    head = ("source", "target", "resolution", "rule", "first import", "not in a build")
    yield from markdown_table(head, rows)
    dangling = sum(
        item.resolution == "dangling" for one in ecosystem.dependencies for item in one.evidence
    )
    yield ""
    yield f"Imports that lead nowhere: {dangling}"


def _contract(ecosystem: Ecosystem) -> Iterator[str]:
    agreed = ecosystem.contract
    if agreed is None:
        return
    place = agreed.declared[0]
    yield f"## {agreed.name}"
    yield ""
    yield f"Declared in {markdown_text(f'{place.path}:{place.line}')}."
    yield ""
    _, rows = contract_table(ecosystem)
    yield from markdown_table(
        ("manager", "type", "mock by", "method", "state", "declared", "found", "place"),
        ((*row[:7], f"{row[7]}:{row[8]}") for row in rows),
    )
    yield ""


def _counts(ecosystem: Ecosystem) -> Iterator[str]:
    if not ecosystem.counts:
        return
    yield "## Counts, as documents state them"
    yield ""
    _, rows = counts_table(ecosystem)
    yield from markdown_table(("what", "manager", "stated", "lines", "counted", "first"),
        ((*row[:5], f"{row[5]}:{row[6]}") for row in rows))  # fmt: skip
    yield ""


def _stated(ecosystem: Ecosystem) -> Iterator[str]:
    """Things that are not as stated, each in a row; the others are counted."""
    if not ecosystem.stated:
        return
    yield "## Stated in documents and manifests, held against the code"
    yield ""
    held = Counter[tuple[str, str]]((one.what, one.held) for one in ecosystem.stated)
    yield from markdown_table(
        ("what", *HELD),
        (
            (what, *(held[what, state] for state in HELD))
            for what in dict.fromkeys(one.what for one in ecosystem.stated)
        ),
    )
    _, rows = stated_table(ecosystem)
    wrong = [row for row in rows if row[3] != "exists"]
    if wrong:
        yield ""
        yield from markdown_table(
            ("what", "manager", "stated", "held", "in the code", "lines", "first"),
            ((*row[:6], f"{row[6]}:{row[7]}") for row in wrong),
        )
    yield ""


def _shares(ecosystem: Ecosystem) -> Iterator[str]:
    if not ecosystem.shares:
        return
    yield "## Percentages, as documents state them"
    yield ""
    yield "Where nothing is counted, nothing here counts it."
    yield ""
    _, rows = shares_table(ecosystem)
    yield from markdown_table(
        ("what", "manager", "stated", "lines", "counted", "beside", "first"),
        ((*row[:6], f"{row[6]}:{row[7]}") for row in rows),
    )
    yield ""


def _cycles(ecosystem: Ecosystem) -> Iterator[str]:
    yield "## Cycles"
    yield ""
    for word, cycles in (
        ("found in imports", ecosystem.cycles),
        ("claimed by documents", ecosystem.declared_cycles),
        ("over any trace, documents included", ecosystem.traced_cycles),
    ):
        if cycles is None:
            continue
        yield f"- {word}: {len(cycles) or 'none'}"
        for cycle in cycles:
            yield f"  - {markdown_text(' → '.join((*cycle, cycle[0])))}"
    if ecosystem.feedback:
        cuts = ", ".join(markdown_text(" → ".join(edge)) for edge in ecosystem.feedback)
        yield f"- without {cuts} there would be none in imports"


def _raci(ecosystem: Ecosystem) -> Iterator[str]:
    yield "## Responsibilities"
    yield ""
    yield "Found, or declared ⇢ found."
    yield ""
    activities = ecosystem.raci.activities
    rows = [_raci_row(row, activities) for row in ecosystem.raci.rows]
    yield from markdown_table(("manager", *activities, "SRP score"), rows)
    yield ""
    yield "### Activities"
    yield ""
    yield "Each a capability in a phase; letters in force."
    yield ""
    detail = ecosystem.raci_detail
    yield from markdown_table(
        ("activity", "answers", "does", "consulted", "informed"),
        (
            (name, *(", ".join(detail.holders(name, letter)) for letter in "ARCI"))
            for name in detail.activities
        ),
    )


def _raci_row(row: RaciRow, activities: tuple[str, ...]) -> tuple[object, ...]:
    cells = {cell.activity: cell for cell in row.cells}
    told = []
    for activity in activities:
        cell = cells.get(activity)
        found = str((cell.in_force if cell else None) or "·")
        if cell and cell.override:
            found += f" (set by {cell.override.by}, found {cell.letter or 'nothing'})"
        told.append(f"{cell.declared} ⇢ {found}" if cell and cell.declared else found)
    score = "–" if row.score is None else f"{row.score:.1f}"
    if row.declared_score is not None:
        score = f"{row.declared_score:g} ⇢ {score}"
    return (row.manager, *told, score)


def _redundancy(ecosystem: Ecosystem) -> Iterator[str]:
    yield "## Redundancy"
    yield ""
    groups = [one for one in ecosystem.redundancy.groups if one.role == "production"]
    yield from markdown_table(
        ("what", "kind", "cost", "lines saved", "managers", "apart", "id"),
        (
            (one.name, one.kind, round(one.cost.value), one.cost.lines, len(one.managers),
             f"{100 * one.cost.drift:.0f} %", one.id)
            for one in groups[:GROUPS]
        ),
    )  # fmt: skip
    if len(groups) > GROUPS:
        yield ""
        yield f"And {len(groups) - GROUPS} more."


def _findings(ecosystem: Ecosystem) -> Iterator[str]:
    count = Counter(one.severity for one in ecosystem.findings)
    told = ", ".join(f"{count[severity]} {severity}" for severity in reversed(Severity))
    yield f"## Findings: {told}"
    for one in ecosystem.findings[:FINDINGS]:
        yield ""
        yield from _finding(one)
    if len(ecosystem.findings) > FINDINGS:
        yield ""
        yield f"And {len(ecosystem.findings) - FINDINGS} more."


def _finding(one: Finding) -> Iterator[str]:
    yield f"- **{one.severity}** {markdown_text(one.summary)} `{one.id}`"
    if one.claim and one.fact:
        yield f"  - {markdown_text(one.claim)} ⇢ {markdown_text(one.fact)}"
    if one.remedy:
        yield f"  - {markdown_text(one.remedy)}"
    for item in one.evidence[:EVIDENCE]:
        yield f"  - {markdown_text(f'{item.path}:{item.line}')} {markdown_text(item.text)}"
