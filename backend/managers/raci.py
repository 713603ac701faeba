"""The responsibility matrix: who does an activity, answers for it, is consulted, is informed.

Two matrices by the same rules: one column an activity (a capability in a phase), and their rollup,
one column a phase, over the traces of all its activities together. Per column, a manager has the
first letter that fits:

- R, does it: its score is at least `THRESHOLD` (`LEAST` in an activity) and at least `SHARE` of the
  highest in the column, unless it is called after the capability, and its lift is at least 1. The
  score counts exported functions whose verb speaks for the phase, again half where an interface of
  somebody else asks for them, plus the weight of the manager's documents. The lift is the column's
  share of the manager's score over its share of all managers' score, so that lifecycle methods
  which everybody has make nobody responsible.
- A, answers for it: the one with the highest score x (1 + how many that do it it depends on,
  directly or not). Exactly one where anybody does it; `R/A` where it does it as well.
- C, consulted: a function of an R or A that speaks for the activity calls it and uses what it
  answers; or an R or A of which no such call is known depends on it, by import, field, manifest or
  document. Where calls tell whom it asks, what it imports for something else says nothing more.
- I, informed: such a function tells it something (its result is not used, or its name says so, as
  `Notify`); or it depends on an R or A.

A dependency says not what it is for: in an activity it counts only for who has a trace of its own
there. Confidence of R and A is score / (score + `THRESHOLD`), halved where no function speaks for
it; of C and I it is that of the call or of the dependency's best kind of evidence, times the
other's. What people set in `raci.toml` takes the place of a letter, for an activity also in what
follows for its phase, and hides none of this.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from backend.managers.activities import NO_TRACE, PHASES, QUOTED, Activity, Trace, summed
from backend.managers.calls import Call
from backend.managers.declared import Declared
from backend.managers.names import Names
from backend.managers.raci_following import following
from backend.managers.remembered import WhileSame
from backend.model.ecosystem import Dependency, Manager
from backend.model.finding import Evidence
from backend.model.raci import Cell, Letter, Override, Raci, RaciRow
from backend.model.raci_rules import reached

THRESHOLD = 3.0
"""Score from which on a manager can be responsible for a phase."""

LEAST = 2.0
"""The same for one activity: a single name can be chance."""

SHARE = 0.5
"""Part of the column's highest score from which on a manager does it, too, and not on the side."""

_TRUST = {
    "strict": 0.9,
    "recovered": 0.7,
    "run": 0.7,
    "struct_field": 0.6,
    "manifest": 0.5,
    "document": 0.3,
}
_CALLED = 0.7
"""How far a call is to be believed: it is one, but whom it reaches is told by a name."""

Traces = Mapping[str, Mapping[Activity, Trace]]
"""Manager to activity to what speaks for it."""


@dataclass(frozen=True, slots=True)
class _Trust:
    """How far a dependency is to be believed, and why."""

    value: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Ground:
    """All that letters rest on.

    Attributes:
        scores: Of the managers that can have letters; None where there is too little code.
        calls: From one manager into another.
        overrides: That are live.
        about: Manager to the capability that it is called after.
    """

    scores: Mapping[str, float | None]
    traces: Traces
    dependencies: Sequence[Dependency]
    calls: Sequence[Call]
    declared: Sequence[Declared]
    names: Names
    overrides: Sequence[Override] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def used(self) -> dict[tuple[str, str], _Trust]:
        """Who depends on whom outside tests, by name, and how far that is to be believed."""
        return {
            (item.source, item.target): trust
            for item in sorted(self.dependencies, key=lambda item: (item.source, item.target))
            if {item.source, item.target} <= self.scores.keys() and (trust := _trust(item))
        }

    @cached_property
    def reach(self) -> dict[str, frozenset[str]]:
        """Who depends on whom, directly or not."""
        return reached((item.source, item.target) for item in self.dependencies if item.leads())

    @cached_property
    def totals(self) -> dict[str, float]:
        """What speaks for each manager, all phases together."""
        return {
            name: sum(trace.score for trace in held.values()) for name, held in self.phases.items()
        }

    @cached_property
    def whole(self) -> float:
        """What speaks for all managers together."""
        return sum(self.totals.values())

    @cached_property
    def ends(self) -> dict[str, list[tuple[str, str]]]:
        """Each manager's pairs of `used`."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for pair in self.used:
            for name in pair:
                found[name].append(pair)
        return found

    @cached_property
    def phases(self) -> dict[str, dict[str, Trace]]:
        """Each manager's traces, phase by phase."""
        return {name: self._phases(name) for name in self.scores}

    def _phases(self, name: str) -> dict[str, Trace]:
        found: dict[str, list[Trace]] = defaultdict(list)
        for (_, phase), trace in self.traces[name].items():
            found[phase].append(trace)
        return {phase: summed(found[phase]) for phase in PHASES}


@dataclass(frozen=True)
class _Column:
    """One column: what speaks for whom in it.

    Attributes:
        name: The activity.
        least: Score from which on a manager can be responsible.
        single: Whether it is one activity, for which a dependency alone says nothing.
    """

    name: str
    traces: Mapping[str, Trace]
    calls: Sequence[Call]
    least: float
    single: bool
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass
class _Said:
    """What documents declare of one manager, the first of each activity."""

    letters: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    score: float | None = None


def scores(managers: Iterable[Manager]) -> dict[str, float | None]:
    """As `Ground.scores`: shared packages have no letters and are left out."""
    return {
        item.name: item.score.value if item.score else None for item in managers if not item.shared
    }


@WhileSame
def matrices(ground: Ground) -> tuple[Raci, Raci]:
    """The rollup, one column a phase, and the matrix of the activities that it rolls up.

    Managers that a document declares and no root holds have a row, too.
    """
    detail = _detail(ground)
    return following(_rollup(ground), detail), detail


def _rollup(ground: Ground) -> Raci:
    columns = [
        _filled(
            _Column(
                phase,
                {name: phases[phase] for name, phases in ground.phases.items()},
                [call for call in ground.calls if call.activity[1] == phase],
                THRESHOLD,
                single=False,
            ),
            ground,
        )
        for phase in PHASES
    ]
    said = _said(ground)
    rows = []
    for name in sorted(ground.scores.keys() | said.keys()):
        declared = said.get(name)
        cells = [_beside(column.cells.get(name), declared, column.name) for column in columns]
        rows.append(_row(name, cells, ground, declared))
    return Raci(activities=PHASES, rows=tuple(rows))


def _detail(ground: Ground) -> Raci:
    traces: dict[Activity, dict[str, Trace]] = defaultdict(dict)
    calls: dict[Activity, list[Call]] = defaultdict(list)
    for name in ground.scores:
        for activity, trace in ground.traces[name].items():
            traces[activity][name] = trace
    for call in ground.calls:
        calls[call.activity].append(call)
    said = _said(ground)
    given = [one.activity for one in ground.overrides]
    given += [activity for one in said.values() for activity in one.letters]
    set_by_people = {one for name in given if (one := _activity(name)) is not None}
    columns = []
    for activity in sorted({*traces, *set_by_people}, key=_place):
        column = _Column("/".join(activity), traces[activity], calls[activity], LEAST, single=True)
        if _filled(column, ground).cells or activity in set_by_people:
            columns.append(column)
    rows = []
    spoken_of = {name for name, one in said.items() if any(map(_activity, one.letters))}
    for name in sorted(ground.scores.keys() | spoken_of):
        declared = said.get(name)
        letters = declared.letters if declared else {}
        held = [one for one in columns if name in one.cells or one.name in letters]
        cells = [_beside(one.cells.get(name), declared, one.name) for one in held]
        rows.append(_row(name, cells, ground, None))
    return Raci(activities=tuple(column.name for column in columns), rows=tuple(rows))


def _place(activity: Activity) -> tuple[str, int]:
    """Where an activity's column stands: by capability, then by phase."""
    return activity[0], PHASES.index(activity[1])


def _activity(name: str) -> Activity | None:
    """`configuration/Validation` as capability and phase; None for a phase alone."""
    capability, slash, phase = name.rpartition("/")
    return (capability, phase) if slash else None


def _row(name: str, cells: Sequence[Cell], ground: Ground, declared: _Said | None) -> RaciRow:
    return RaciRow(
        manager=name,
        found=name in ground.scores,
        letters={cell.activity: cell.in_force for cell in cells if cell.in_force},
        score=ground.scores.get(name),
        declared_score=declared.score if declared else None,
        cells=tuple(cells),
    )


def _said(ground: Ground) -> dict[str, _Said]:
    """What is declared, by the name that the code gives each manager."""
    said: dict[str, _Said] = defaultdict(_Said)
    for row in ground.declared:
        one = said[ground.names.named(row.manager) or row.manager]
        for activity, letter in row.letters.items():
            one.letters.setdefault(activity, (letter, row.evidence))
        one.score = row.score if one.score is None else one.score
    return dict(said)


def _filled(column: _Column, ground: Ground) -> _Column:
    """The same with its cells: inferred, then overridden."""
    doing = _doing(column, ground)
    if doing:
        doing |= _answering(column, doing, ground)
        column.cells.update(_around(column, doing, ground))
    column.cells.update(doing)
    for one in ground.overrides:
        if one.activity == column.name and one.manager in ground.scores:
            cell = column.cells.get(one.manager, Cell(activity=column.name))
            column.cells[one.manager] = cell.model_copy(update={"override": one})
    return column


def _doing(column: _Column, ground: Ground) -> dict[str, Cell]:
    scores = {name: trace.score for name, trace in column.traces.items()}
    share = sum(scores.values()) / ground.whole if ground.whole else 0.0
    on_the_side = SHARE * max(scores.values(), default=0.0)
    doing = {}
    for name, score in scores.items():
        if score < column.least:
            continue
        if score < on_the_side and not _called_after(name, column, ground):
            continue
        lift = score / ground.totals[name] / share
        if lift >= 1:
            doing[name] = _does(column.name, column.traces[name], lift)
    return doing


def _called_after(name: str, column: _Column, ground: Ground) -> bool:
    """Whether a manager is called after what an activity is about."""
    return column.single and column.name.startswith(f"{ground.about.get(name)}/")


def _does(activity: str, trace: Trace, lift: float) -> Cell:
    confidence = trace.score / (trace.score + THRESHOLD) * (1.0 if trace.done else 0.5)
    parts = [f"{trace.done} exported functions"]
    parts += [f"{trace.promised} asked for by others' interfaces"] if trace.promised else []
    parts += [f"documents weigh {trace.spoken:g}", f"{lift:.1f} times the usual share"]
    return Cell(
        activity=activity,
        letter="R",
        confidence=round(confidence, 2),
        reason=", ".join(parts),
        evidence=trace.evidence[:QUOTED],
    )


def _answering(column: _Column, doing: Mapping[str, Cell], ground: Ground) -> dict[str, Cell]:
    """The cell of the one that answers, whether it does the work itself or directs who does."""
    others = frozenset(doing)

    def within(name: str) -> int:
        reach = ground.reach.get(name, frozenset())
        return len(reach & others) - (name in reach and name in others)

    weight = {}
    for name, trace in column.traces.items():
        score, inner = trace.score, within(name)
        if score and (name in doing or inner):
            weight[name] = score * (1 + inner)
    first = min(weight, key=lambda name: (-weight[name], name))
    reach = f", {within(first)} of them within its reach" if within(first) else ""
    if first in doing:
        alone = "; alone in doing it" if len(doing) == 1 else f"; first of {len(doing)}{reach}"
        cell = doing[first]
        update = {"letter": "R/A", "reason": f"{cell.reason}{alone}"}
        return {first: cell.model_copy(update=update)}
    trace = column.traces[first]
    return {
        first: Cell(
            activity=column.name,
            letter="A",
            confidence=round(trace.score / (trace.score + THRESHOLD) / 2, 2),
            reason=f"directs {within(first)} of {len(doing)} that do it, "
            f"{trace.done} exported functions of its own",
            evidence=trace.evidence[:QUOTED],
        )
    }


@dataclass(frozen=True, slots=True)
class _Tie:
    """Why somebody who does not do it is consulted or informed."""

    letter: Letter
    name: str
    weight: float
    reason: str
    evidence: tuple[Evidence, ...]


def _around(column: _Column, doing: Mapping[str, Cell], ground: Ground) -> dict[str, Cell]:
    """C where anything speaks for it, else I, each by what is to be believed most."""
    best: dict[str, _Tie] = {}
    for tie in (*_called(column, doing), *_depending(column, doing, ground)):
        before = best.get(tie.name)
        if before is None or (tie.letter, -tie.weight) < (before.letter, -before.weight):
            best[tie.name] = tie
    return {
        name: Cell(
            activity=column.name,
            letter=tie.letter,
            confidence=round(tie.weight, 2),
            reason=tie.reason,
            evidence=tie.evidence[:QUOTED],
        )
        for name, tie in best.items()
    }


def _called(column: _Column, doing: Mapping[str, Cell]) -> Iterator[_Tie]:
    """Whom the doing call from functions of this activity: asked or told."""
    pairs: dict[tuple[str, str, bool], list[Evidence]] = defaultdict(list)
    for call in column.calls:
        if call.source in doing and call.target not in doing:
            pairs[call.source, call.target, call.told].append(call.evidence)
    for (source, target, told), evidence in sorted(pairs.items(), key=lambda item: item[0]):
        times = "once" if len(evidence) == 1 else f"{len(evidence)} times"
        yield _Tie(
            "I" if told else "C",
            target,
            _CALLED * doing[source].confidence,
            f"{source} {'tells' if told else 'asks'} it {times}",
            tuple(evidence),
        )


def _depending(column: _Column, doing: Mapping[str, Cell], ground: Ground) -> Iterator[_Tie]:
    others = ground.scores.keys() - doing.keys()
    asking = {call.source for call in column.calls if not call.told and call.target in others}
    for source, target in sorted({pair for name in doing for pair in ground.ends.get(name, ())}):
        trust = ground.used[source, target]
        if (source in doing) is (target in doing) or (source in doing and source in asking):
            continue
        letter, name, other = ("C", target, source) if source in doing else ("I", source, target)
        if column.single and not column.traces.get(name, NO_TRACE).score:
            continue
        verb = "depends on it" if letter == "C" else "is what it depends on"
        yield _Tie(
            "C" if letter == "C" else "I",
            name,
            trust.value * doing[other].confidence,
            f"{other} {verb}",
            trust.evidence,
        )


def _trust(dependency: Dependency) -> _Trust | None:
    """The best kind of evidence outside tests; None for what leads nowhere."""
    ranked = sorted(
        (item for item in dependency.evidence if not item.test),
        key=lambda item: -_TRUST.get(item.resolution or item.kind, 0.0),
    )
    value = _TRUST.get(ranked[0].resolution or ranked[0].kind, 0.0) if ranked else 0.0
    return _Trust(value, tuple(ranked[:QUOTED])) if value else None


def _beside(inferred: Cell | None, said: _Said | None, activity: str) -> Cell:
    cell = inferred or Cell(activity=activity)
    letter, evidence = said.letters.get(activity, (None, None)) if said else (None, None)
    if letter is None or evidence is None:
        return cell
    return cell.model_copy(update={"declared": letter, "evidence": (*cell.evidence, evidence)})
