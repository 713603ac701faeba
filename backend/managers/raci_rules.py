"""Rules that a responsibility matrix keeps or breaks, and where declaration and code disagree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from backend.managers.declared import Declared
from backend.managers.names import Names
from backend.model.ecosystem import Cell, Raci, RaciRow
from backend.model.finding import Evidence, Finding, Severity, finding_id

MOST_RESPONSIBLE = 2
"""Managers above which an activity has too many that do it."""

Letters = Mapping[str, str]
"""Manager to letter, of one activity."""


def raci_findings(raci: Raci) -> Iterator[Finding]:
    """Broken rules of the declared and of the inferred matrix, and what separates the two."""
    for activity in raci.activities:
        cells = {row.manager: _cell(row, activity) for row in raci.rows}
        said = {name: cell.declared for name, cell in cells.items() if cell.declared}
        seen = {name: cell.letter for name, cell in cells.items() if cell.letter}
        if said:
            evidence = _declarations(cells.values())
            yield from _broken("Declared", activity, said, evidence)
        if seen:
            yield from _broken("Inferred", activity, seen, ())
    if any(cell.declared for row in raci.rows for cell in row.cells):
        for row in raci.rows:
            yield from _differences(row)


def contradictions(declared: Iterable[Declared], names: Names) -> Iterator[Finding]:
    """Managers that two tables give different letters for one activity; the first counts."""
    said: dict[tuple[str, str], list[Declared]] = defaultdict(list)
    for row in declared:
        for activity in row.letters:
            said[names.named(row.manager) or row.manager, activity].append(row)
    for (manager, activity), rows in sorted(said.items()):
        letters = list(dict.fromkeys(row.letters[activity] for row in rows))
        if len(letters) > 1:
            yield Finding(
                id=finding_id("raci", (manager, activity), "contradiction"),
                kind="raci",
                severity=Severity.LOOK,
                subjects=(manager, activity),
                summary=f"{manager}, {activity}: documents declare {' and '.join(letters)}",
                remedy=f"Keep one of the tables; {letters[0]} counts here, as it comes first.",
                evidence=tuple(row.evidence for row in rows),
            )


def _cell(row: RaciRow, activity: str) -> Cell:
    return next(cell for cell in row.cells if cell.activity == activity)


def _declarations(cells: Iterable[Cell]) -> tuple[Evidence, ...]:
    return tuple(item for cell in cells for item in cell.evidence if item.kind == "declared")


def _broken(
    origin: str, activity: str, letters: Letters, evidence: tuple[Evidence, ...]
) -> Iterator[Finding]:
    holders = {
        letter: sorted(name for name, held in letters.items() if letter in held.split("/"))
        for letter in "RA"
    }
    does, answers = holders["R"], holders["A"]
    rules = (
        ("answerable", len(answers) != 1, Severity.ACT, f"{_number(answers)} A instead of one"),
        ("responsible", not does, Severity.ACT, "no R"),
        ("crowded", len(does) > MOST_RESPONSIBLE, Severity.LOOK, f"{len(does)} R"),
    )
    for rule, broken, severity, what in rules:
        if broken:
            yield Finding(
                id=finding_id("raci", (activity,), f"{origin} {rule}"),
                kind="raci",
                severity=severity,
                subjects=(activity, *(answers if rule == "answerable" else does)),
                summary=f"{origin} RACI, {activity}: {what} ({_who(does, answers)})",
                remedy=_REMEDIES[rule],
                claim=f"{activity}: {_who(does, answers)}" if origin == "Declared" else None,
                evidence=evidence,
            )


_REMEDIES = {
    "answerable": "Name exactly one manager that answers for the activity.",
    "responsible": "Name the manager that does it.",
    "crowded": "Split the activity, or leave it to one or two managers.",
}


def _number(names: list[str]) -> str:
    return str(len(names)) if names else "no"


def _who(does: list[str], answers: list[str]) -> str:
    said = [f"R {', '.join(does)}"] if does else []
    said += [f"A {', '.join(answers)}"] if answers else []
    return "; ".join(said) or "neither R nor A"


def _differences(row: RaciRow) -> Iterator[Finding]:
    """What a document and the code say differently about one manager."""
    if not any(cell.declared for cell in row.cells):
        return
    if not row.found:
        yield Finding(
            id=finding_id("claim", (row.manager,), "not found"),
            kind="claim",
            severity=Severity.LOOK,
            subjects=(row.manager,),
            summary=f"{row.manager} has declared responsibilities and is in none of the roots",
            remedy="Add the root that holds it, or take it out of the matrix.",
            claim="; ".join(f"{c.activity} {c.declared}" for c in row.cells if c.declared),
            fact="no folder of that name",
            evidence=_declarations(row.cells)[:1],
        )
        return
    for cell in row.cells:
        yield from _difference(row.manager, cell)


def _difference(manager: str, cell: Cell) -> Iterator[Finding]:
    declared = bool({"R", "A"} & set((cell.declared or "").split("/")))
    inferred = cell.letter in ("R", "A")
    if declared == inferred:
        return
    claim = f"{cell.activity} {cell.declared or 'not declared'}"
    fact = f"{cell.letter}: {cell.reason}" if cell.letter else "nothing speaks for it"
    what = "declared without evidence" if declared else "evidence without declaration"
    yield Finding(
        id=finding_id("claim", (manager, cell.activity), what),
        kind="claim",
        severity=Severity.LOOK if declared else Severity.NOTE,
        subjects=(manager, cell.activity),
        summary=f"{manager}, {cell.activity}: {what}",
        remedy="Correct the matrix, or move the work to where it is declared.",
        claim=claim,
        fact=fact,
        evidence=cell.evidence,
    )
