"""Rules that a responsibility matrix keeps or breaks, from its letters alone.

Nine of ten follow the vertical and the horizontal analysis of Smith and Erwin, Role &
Responsibility Charting (RACI): no R, more than one A, too many R, too many C in a column; no R and
no A, or R everywhere, in a row; authority that follows accountability. They name no numbers;
`MOST_RESPONSIBLE`, `MOST_CONSULTED` and `EVERYWHERE` are choices. Two rules are about a document
and stand where both are known, in `backend/managers/raci_findings.py`. Plain Python, so that a
screen can ask while a letter is being changed.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_RESPONSIBLE = 2
"""Managers above which an activity has too many that do it."""

MOST_CONSULTED = 0.3
"""Share of the managers above which too many are consulted, from `FEWEST_CONSULTED` on."""

FEWEST_CONSULTED = 3
"""Consulted managers below which their share means nothing."""

EVERYWHERE = 0.75
"""Share of the columns from which on a manager with R or A is everywhere: three of four phases."""

SEVERITY = {
    "one-a": "act",
    "no-r": "act",
    "many-r": "look",
    "many-c": "look",
    "idle": "note",
    "everywhere": "look",
    "reach": "note",
    "loop": "look",
}
"""How much a broken rule asks of a human."""

REMEDY = {
    "one-a": "Name exactly one manager that answers for the activity.",
    "no-r": "Name the manager that does it.",
    "many-r": "Split the activity, or leave it to one or two managers.",
    "many-c": "Consult only whose answer is needed; inform the others.",
    "idle": "Give it something to answer for, or fold it into the manager it serves.",
    "everywhere": "Split the manager by phase: it has several reasons to change.",
    "reach": "Let the answerable manager direct the others, or let one of them answer.",
    "loop": "Decide which of them has authority over the others.",
}

Letters = Mapping[str, Mapping[str, str]]
"""Activity to manager to letter; `R/A` for both."""

Reach = Mapping[str, frozenset[str]]
"""Manager to all managers that it depends on, directly or not."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule that is broken in one place.

    Attributes:
        rule: A key of `SEVERITY`.
        activity: The column; empty where it is about rows.
        managers: Whom it is about.
        told: What is wrong, in words, without the activity.
    """

    rule: str
    activity: str
    managers: tuple[str, ...]
    told: str

    @property
    def text(self) -> str:
        """The same with the activity before it."""
        return f"{self.activity}: {self.told}" if self.activity else self.told


def broken(
    letters: Letters,
    managers: Sequence[str],
    reach: Reach,
    *,
    finest: bool = True,
    whole: bool = True,
    busy: Collection[str] = (),
) -> tuple[Broken, ...]:
    """Every broken rule, the columns' first; a column in which nobody has a letter breaks none.

    Args:
        letters: The matrix.
        managers: All that could have a letter.
        reach: Who depends on whom.
        finest: Whether it is the finest matrix there is: only there is an empty row idle.
        whole: Whether its columns are whole phases: only there does R in most mean everywhere.
        busy: Managers that do or answer for something in another matrix, and are not idle.
    """
    found: list[Broken] = []
    for activity, held in letters.items():
        if held:
            found += _column(activity, held, len(managers), reach)
    if finest and any(letters.values()):
        found += _idle(letters, set(managers).difference(busy))
    if whole:
        found += _everywhere(letters)
    return (*found, *_loops(letters))


def holds(held: str | None, letter: str) -> bool:
    """Whether a letter, such as `R/A`, is or holds another."""
    return letter in (held or "").split("/")


def reached(edges: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Who depends on whom, directly or not, from pairs of a manager and what it uses."""
    direct: dict[str, set[str]] = defaultdict(set)
    for source, target in edges:
        direct[source].add(target)
    return {source: frozenset(_behind(source, direct)) for source in list(direct)}


def _behind(source: str, direct: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    pending = [source]
    while pending:
        for target in direct.get(pending.pop(), ()):
            if target not in seen:
                seen.add(target)
                pending.append(target)
    return seen


def _column(
    activity: str, held: Mapping[str, str], managers: int, reach: Reach
) -> Iterator[Broken]:
    does, answers, asked = (
        tuple(sorted(name for name, letter in held.items() if holds(letter, wanted)))
        for wanted in "RAC"
    )
    who = _who(does, answers)
    if len(answers) != 1:
        count = str(len(answers)) if answers else "no"
        yield Broken("one-a", activity, answers, f"{count} A instead of one ({who})")
    if not does:
        yield Broken("no-r", activity, (), f"no R ({who})")
    if len(does) > MOST_RESPONSIBLE:
        yield Broken("many-r", activity, does, f"{len(does)} R ({who})")
    if len(asked) >= FEWEST_CONSULTED and len(asked) > MOST_CONSULTED * managers:
        share = f"{len(asked)} of {managers} managers are consulted"
        yield Broken("many-c", activity, asked, f"{share} (C {', '.join(asked)})")
    if len(answers) == 1:
        yield from _out_of_reach(activity, answers[0], does, reach)


def _out_of_reach(
    activity: str, answers: str, does: Iterable[str], reach: Reach
) -> Iterator[Broken]:
    apart = tuple(
        name
        for name in does
        if name != answers
        and name not in reach.get(answers, frozenset())
        and answers not in reach.get(name, frozenset())
    )
    if apart:
        told = f"A {answers} and R {', '.join(apart)} depend on one another in no way"
        yield Broken("reach", activity, (answers, *apart), told)


def _who(does: Sequence[str], answers: Sequence[str]) -> str:
    said = [f"R {', '.join(does)}"] if does else []
    said += [f"A {', '.join(answers)}"] if answers else []
    return "; ".join(said) or "neither R nor A"


def in_charge(letters: Letters) -> dict[str, list[str]]:
    """Manager to the activities that it does or answers for."""
    found: dict[str, list[str]] = defaultdict(list)
    for activity, held in letters.items():
        for manager, letter in held.items():
            if holds(letter, "R") or holds(letter, "A"):
                found[manager].append(activity)
    return found


def _idle(letters: Letters, managers: Iterable[str]) -> Iterator[Broken]:
    busy = in_charge(letters)
    for manager in sorted(set(managers) - busy.keys()):
        yield Broken("idle", "", (manager,), f"{manager} neither does nor answers for anything")


def _everywhere(letters: Letters) -> Iterator[Broken]:
    columns = sum(bool(held) for held in letters.values())
    for manager, activities in sorted(in_charge(letters).items()):
        if columns > 2 and len(activities) >= EVERYWHERE * columns:
            many = f"{len(activities)} of {columns}"
            told = f"{manager} has R or A in {many}: {', '.join(activities)}"
            yield Broken("everywhere", "", (manager,), told)


def _loops(letters: Letters) -> Iterator[Broken]:
    """Managers that answer for one another's work: the shortest circle through each, once."""
    over: dict[str, dict[str, str]] = defaultdict(dict)
    for activity, held in letters.items():
        answers = [name for name, letter in held.items() if holds(letter, "A")]
        for name in held:
            if len(answers) == 1 and name != answers[0] and holds(held[name], "R"):
                over[answers[0]].setdefault(name, activity)
    told: set[frozenset[str]] = set()
    for manager in sorted(over):
        circle = _circle(manager, over)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            steps = zip(circle, (*circle[1:], circle[0]), strict=True)
            how = ", ".join(f"{one} over {other} in {over[one][other]}" for one, other in steps)
            yield Broken("loop", "", tuple(circle), f"authority runs in a circle: {how}")


def _circle(start: str, over: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The shortest way along `over` back to the start; empty where there is none."""
    before: dict[str, str] = {}
    pending = deque([start])
    while pending:
        here = pending.popleft()
        for name in sorted(over.get(here, ())):
            if name == start:
                way = [here]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if name not in before:
                before[name] = here
                pending.append(name)
    return []
