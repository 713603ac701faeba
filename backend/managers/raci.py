"""The responsibility matrix: who does an activity, answers for it, is consulted, is informed.

Rules, per activity; a manager has the first letter that fits:

- R, does it: score >= `THRESHOLD` and lift >= 1. The score counts exported functions whose verb
  speaks for the activity, plus the weight of the manager's documents. The lift is the activity's
  share of the manager's score over its share of all managers' score, so that lifecycle methods
  which everybody has make nobody responsible.
- A, answers for it: where two or more managers are R, the one with the highest score x (1 +
  how many of the others it depends on, directly or not). Exactly one.
- C, consulted: an R or A depends on it, by import, field, manifest or document.
- I, informed: it depends on an R or A.

Confidence of R and A is score / (score + `THRESHOLD`), halved where no function speaks for it; of C
and I it is that of the dependency's best kind of evidence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from backend.managers.activities import ACTIVITIES, Trace
from backend.managers.declared import Declared
from backend.managers.names import Names
from backend.model.ecosystem import Cell, Dependency, Letter, Manager, Raci, RaciRow
from backend.model.finding import Evidence

THRESHOLD = 3.0
"""Score from which on a manager can be responsible."""

QUOTED = 8
"""Pieces of evidence that one cell shows at the most."""

_TRUST = {"strict": 0.9, "recovered": 0.7, "struct_field": 0.6, "manifest": 0.5, "document": 0.3}

Traces = Mapping[str, Mapping[str, Trace]]
"""Manager to activity to what speaks for it."""


@dataclass(frozen=True, slots=True)
class _Trust:
    """How far a dependency is to be believed, and why."""

    value: float
    evidence: tuple[Evidence, ...]


def matrix(
    managers: Iterable[Manager],
    traces: Traces,
    dependencies: Iterable[Dependency],
    declared: Sequence[Declared],
    names: Names,
) -> Raci:
    """Inferred letters and declared ones side by side, by manager's name.

    Managers that a document declares and no root holds have a row too.
    """
    scores = {item.name: item.score for item in managers if not item.shared}
    used = {
        (item.source, item.target): trust
        for item in dependencies
        if {item.source, item.target} <= scores.keys() and (trust := _trust(item))
    }
    columns = {
        activity: _column(activity, {name: traces[name] for name in scores}, used)
        for activity in ACTIVITIES
    }
    said = _said(declared, names)
    rows = []
    for name in sorted(scores.keys() | said.keys()):
        row, score = said.get(name), scores.get(name)
        cells = tuple(
            _beside(column.get(name), row, activity) for activity, column in columns.items()
        )
        rows.append(
            RaciRow(
                manager=name,
                found=name in scores,
                letters={cell.activity: cell.letter for cell in cells if cell.letter},
                score=score.value if score else None,
                declared_score=row.score if row else None,
                cells=cells,
            )
        )
    return Raci(activities=ACTIVITIES, rows=tuple(rows))


def _said(declared: Sequence[Declared], names: Names) -> dict[str, Declared]:
    """The first declaration of each manager, by the name that the code gives it."""
    said: dict[str, Declared] = {}
    for row in declared:
        said.setdefault(names.named(row.manager) or row.manager, row)
    return said


def _column(
    activity: str, traces: Traces, used: Mapping[tuple[str, str], _Trust]
) -> dict[str, Cell]:
    share = _share((row for row in traces.values()), activity)
    doing: dict[str, Cell] = {}
    for name, row in traces.items():
        trace = row[activity]
        lift = _share([row], activity) / share if share else 0.0
        if trace.score >= THRESHOLD and lift >= 1:
            doing[name] = _doing(activity, trace, lift)
    if len(doing) > 1:
        first, reach = _answerable(activity, doing, traces, used)
        update = {"letter": "A", "reason": f"{doing[first].reason}; first of {len(doing)}{reach}"}
        doing[first] = doing[first].model_copy(update=update)
    return {**_around(activity, traces, doing, used), **doing}


def _share(rows: Iterable[Mapping[str, Trace]], activity: str) -> float:
    """The activity's part of what speaks for all activities."""
    found = [(row[activity].score, sum(trace.score for trace in row.values())) for row in rows]
    whole = sum(total for _, total in found)
    return sum(score for score, _ in found) / whole if whole else 0.0


def _doing(activity: str, trace: Trace, lift: float) -> Cell:
    confidence = trace.score / (trace.score + THRESHOLD) * (1.0 if trace.done else 0.5)
    return Cell(
        activity=activity,
        letter="R",
        confidence=round(confidence, 2),
        reason=f"{trace.done} exported functions, documents weigh {trace.spoken:g}, "
        f"{lift:.1f} times the usual share",
        evidence=trace.evidence[:QUOTED],
    )


def _answerable(
    activity: str,
    doing: Mapping[str, Cell],
    traces: Traces,
    used: Mapping[tuple[str, str], _Trust],
) -> tuple[str, str]:
    graph: nx.DiGraph[str] = nx.DiGraph(list(used))
    reach = {
        name: len(nx.descendants(graph, name) & doing.keys()) if name in graph else 0
        for name in doing
    }
    first = min(doing, key=lambda name: (-traces[name][activity].score * (1 + reach[name]), name))
    return first, f", {reach[first]} of them within its reach" if reach[first] else ""


def _around(
    activity: str,
    traces: Traces,
    doing: Mapping[str, Cell],
    used: Mapping[tuple[str, str], _Trust],
) -> dict[str, Cell]:
    """C for what the doing depend on, I for what depends on them; C where both hold."""
    cells: dict[str, Cell] = {}
    for letter, name, other, trust in _neighbours(doing, used):
        best = cells.get(name)
        weight = trust.value * doing[other].confidence
        if best is None or (letter == best.letter and weight > best.confidence):
            verb = "depends on it" if letter == "C" else "is what it depends on"
            cells[name] = Cell(
                activity=activity,
                letter=letter,
                confidence=round(weight, 2),
                reason=f"{other} {verb}",
                evidence=trust.evidence,
            )
    return cells


def _neighbours(
    doing: Mapping[str, Cell], used: Mapping[tuple[str, str], _Trust]
) -> list[tuple[Letter, str, str, _Trust]]:
    consulted: list[tuple[Letter, str, str, _Trust]] = [
        ("C", target, source, trust)
        for (source, target), trust in sorted(used.items(), key=lambda item: item[0])
        if source in doing and target not in doing
    ]
    informed: list[tuple[Letter, str, str, _Trust]] = [
        ("I", source, target, trust)
        for (source, target), trust in sorted(used.items(), key=lambda item: item[0])
        if target in doing and source not in doing
    ]
    return consulted + informed


def _trust(dependency: Dependency) -> _Trust | None:
    """The best kind of evidence outside tests; None for what leads nowhere."""
    ranked = sorted(
        (item for item in dependency.evidence if not item.test),
        key=lambda item: -_TRUST.get(item.resolution or item.kind, 0.0),
    )
    value = _TRUST.get(ranked[0].resolution or ranked[0].kind, 0.0) if ranked else 0.0
    return _Trust(value, tuple(ranked[:QUOTED])) if value else None


def _beside(inferred: Cell | None, row: Declared | None, activity: str) -> Cell:
    cell = inferred or Cell(activity=activity)
    letter = row.letters.get(activity) if row else None
    if row is None or letter is None:
        return cell
    return cell.model_copy(update={"declared": letter, "evidence": (*cell.evidence, row.evidence)})
