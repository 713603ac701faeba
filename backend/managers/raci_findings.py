"""Broken rules as findings, and where declaration and code disagree."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from backend.managers.declared import Declared
from backend.managers.names import Names
from backend.managers.remembered import WhileSame
from backend.model.finding import Evidence, Finding, Severity, finding_id
from backend.model.raci import Cell, Override, Raci, RaciRow
from backend.model.raci_rules import REMEDY, SEVERITY, Broken, broken, in_charge

KINDS = frozenset((*(f"raci-{rule}" for rule in SEVERITY), "raci-tables"))
"""What a finding about the matrix may be, beside `claim`."""

QUOTED = 8
"""Pieces of evidence that one finding shows at the most."""

_Cells = Mapping[str, Sequence[tuple[str, Cell]]]
"""Activity to each manager's cell; all of them for the empty one."""


@WhileSame
def raci_findings(
    raci: Raci, detail: Raci, reach: Mapping[str, frozenset[str]]
) -> tuple[Finding, ...]:
    """Broken rules of the declared and of the inferred matrices, and what separates the two.

    Args:
        raci: The rollup, with what is declared.
        detail: One column an activity.
        reach: Who depends on whom, directly or not.
    """
    return tuple(_findings(raci, detail, reach))


def _findings(raci: Raci, detail: Raci, reach: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    absent: set[str] = set()
    for matrix, whole in ((raci, True), (detail, False)):
        cells = _cells(matrix)
        said = _letters(matrix, lambda cell: cell.declared)
        names = sorted({name for held in said.values() for name in held})
        for one in broken(said, names, reach, finest=whole, whole=whole):
            yield _finding("Declared", one, cells)
        told = {activity for activity, held in said.items() if held}
        for row in matrix.rows:
            if row.manager not in absent:
                yield from _differences(row, told)
        absent |= {row.manager for row in matrix.rows if not row.found}
    yield from inferred_findings(raci, detail, reach)


def inferred_findings(
    raci: Raci, detail: Raci, reach: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """Broken rules of the letters in force, activity by activity and phase by phase."""
    busy: Collection[str] = ()
    for matrix, finest in ((raci, False), (detail, True)):
        cells = _cells(matrix)
        held = _letters(matrix, lambda cell: cell.in_force)
        names = [row.manager for row in matrix.rows if row.found]
        for one in broken(held, names, reach, finest=finest, whole=not finest, busy=busy):
            yield _finding("Inferred", one, cells)
        busy = in_charge(held)


def _cells(raci: Raci) -> _Cells:
    found: dict[str, list[tuple[str, Cell]]] = defaultdict(list)
    for row in raci.rows:
        for cell in row.cells:
            found[cell.activity].append((row.manager, cell))
            found[""].append((row.manager, cell))
    return found


def _letters(raci: Raci, letter: Callable[[Cell], str | None]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {activity: {} for activity in raci.activities}
    for row in raci.rows:
        for cell in row.cells:
            if held := letter(cell):
                found[cell.activity][row.manager] = held
    return found


def _finding(origin: str, one: Broken, cells: _Cells) -> Finding:
    declared = origin == "Declared"
    about = [
        cell
        for manager, cell in cells.get(one.activity, ())
        if not one.managers or manager in one.managers
    ]
    evidence = _declarations(about) if declared else _grounds(about)
    said = one.told.partition("(")[2].rstrip(")") or one.told
    return Finding(
        id=finding_id(
            f"raci-{one.rule}",
            (one.activity,) if one.activity else one.managers,
            f"{origin} {one.rule}",
        ),
        kind=f"raci-{one.rule}",
        severity=Severity(SEVERITY[one.rule]),
        subjects=tuple(filter(None, (one.activity, *one.managers))),
        summary=f"{origin} RACI, {one.text}",
        remedy=REMEDY[one.rule],
        claim=f"{one.activity}: {said}" if declared and one.activity else None,
        evidence=evidence[:QUOTED],
    )


def _grounds(about: Iterable[Cell]) -> tuple[Evidence, ...]:
    """The first evidence of each letter, and where people set it."""
    found = []
    for cell in about:
        if cell.override:
            found.append(override_evidence(cell.override))
        elif cell.letter:
            found += [item for item in cell.evidence if item.kind != "declared"][:1]
    return tuple(found)


def override_evidence(one: Override) -> Evidence:
    """Where people set a letter, and in which words."""
    letter = one.letter or "no part"
    text = f"{one.manager}, {one.activity}: {letter}, by {one.by}: {one.reason}"
    return Evidence(kind="override", path=one.path, line=one.line, text=text)


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
                id=finding_id("raci-tables", (manager, activity), "contradiction"),
                kind="raci-tables",
                severity=Severity.LOOK,
                subjects=(manager, activity),
                summary=f"{manager}, {activity}: documents declare {' and '.join(letters)}",
                remedy=f"Keep one of the tables; {letters[0]} counts here, as it comes first.",
                evidence=tuple(row.evidence for row in rows),
            )


def _declarations(cells: Iterable[Cell]) -> tuple[Evidence, ...]:
    return tuple(item for cell in cells for item in cell.evidence if item.kind == "declared")


def _differences(row: RaciRow, told: Collection[str]) -> Iterator[Finding]:
    """What a document and the code say differently about one manager, in the columns declared."""
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
        if cell.activity in told:
            yield from _difference(row.manager, cell)


def _difference(manager: str, cell: Cell) -> Iterator[Finding]:
    declared = bool({"R", "A"} & set((cell.declared or "").split("/")))
    inferred = bool({"R", "A"} & set((cell.in_force or "").split("/")))
    if declared == inferred:
        return
    claim = f"{cell.activity} {cell.declared or 'not declared'}"
    fact = f"{cell.letter}: {cell.reason}" if cell.letter else "nothing speaks for it"
    if cell.override:
        fact = f"{cell.in_force or 'no part'}, set by {cell.override.by}: {cell.override.reason}"
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
