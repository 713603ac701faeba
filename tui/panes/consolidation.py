"""Consolidation: which managers could be one, and what a chain of steps would bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.asking import Exported, Said, Typed, Wanted
from tui.panes.called import called
from tui.panes.columns import Column
from tui.panes.evidence import rule
from tui.panes.outcome import OUTCOME_COLUMNS, outcome_rows, totals_lines
from tui.panes.rows import Row, RowsPane, Table
from tui.panes.states import without_value
from tui.widgets.marks import counted
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from collections.abc import Container

    from backend.model.consolidation import (
        ConsolidationView,
        Outcome,
        PairRank,
        Partition,
        ServiceGroup,
        Step,
    )
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_PAIRS = (
    Column("MANAGERS"),
    Column("VALUE"),
    Column("SAME WORDS"),
    Column("EDGES"),
    Column("CONFLICTS"),
    Column("TANGLES"),
    Column("LINES"),
)
_SERVICES = (Column("SERVICE"), Column("MANAGERS"), Column("WITHIN"), Column("TO OTHERS"),
             Column("WORDS"))  # fmt: skip
_COLUMNS = {"pairs": _PAIRS, "services": _SERVICES}

VIEWS = ("pairs", "outcome", "services", "folders")
SERVICES = 4
"""Services suggested at first: as many as the plan wants."""

_FIGURES = 56
"""Cells of a pair's figures and of the cursor before its names."""
_WORKED_OUT: Line = words("   … being worked out; what is below is of the steps before", "dim")

_PAIR_DETAIL = (
    "value: 100 same words + 5 edges + lines/10 - 3 conflicts - 20 tangles",
    "same words: cosine of their functions' words; tangles: managers put in cycles; "
    "conflicts: names of both top packages in different shapes",
)


class ConsolidationPane(RowsPane):
    """Steps chosen here, and what the backend says would come of them."""

    NAME: ClassVar = "consolidation"
    PROBES: ClassVar = ("consolidation",)
    ALSO: ClassVar = ("managers",)
    VIEWS: ClassVar = VIEWS
    BINDINGS: ClassVar = bindings(CURSOR, ROWS, "consolidation")
    DETAIL_ROWS: ClassVar = 8

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view = VIEWS[0]
        self.steps: tuple[Step, ...] = ()
        self.services = SERVICES
        self._asked = False

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """The rows of the present view, the steps above them."""
        view = cast("ConsolidationView", picture.held["consolidation"].value)
        managers = picture.held.get("managers")
        if managers is not None and managers.value is None and managers.error is not None:
            mark, why, lines = without_value(managers, managers.error, picture, cells)
            return Table(mark, why, [], empty=lines)
        if view.outcome is None:
            waiting = [words("   … the managers are compared with one another", "dim")]
            if not self._asked:
                return Table("loading", "worked out once it is opened", [], empty=waiting)
            return Table("loading", "asked for", [], empty=waiting)
        above = [tabs(VIEWS, self.view), *self._chosen(view.outcome, cells)]
        is_of_these = view.outcome.steps == self.steps
        mark, verdict = judged(view.outcome) if is_of_these else ("loading", "being worked out")
        shown, more, why = self._rows(view, view.outcome, cells)
        columns = _COLUMNS.get(self.view, OUTCOME_COLUMNS)
        empty = _nothing(why)
        return Table(mark, verdict, shown, above=[*above, *more], empty=empty, columns=columns)

    def _rows(
        self, view: ConsolidationView, outcome: Outcome, cells: int
    ) -> tuple[list[Row], list[Line], str]:
        """The rows of the present view, what stands above them, why there may be none."""
        if self.view == "pairs":
            names = frozenset(name for one in view.pairs for name in one.managers)
            rows = [_pair_row(one, names, cells) for one in view.pairs]
            return rows, [_pairs_head(cells)], "no pairs"
        if self.view == "outcome":
            add, step = self.look.keymap.told("add-step"), self.look.keymap.told("type-step")
            none = f"choose steps first: {add} on a pair, or {step} to type one"
            return outcome_rows(outcome, cells), [], none
        if self.view == "services":
            groups = view.partition.groups if view.partition else ()
            shown = [_group_row(number, one, cells) for number, one in enumerate(groups, 1)]
            return shown, _partition_lines(view.partition, cells), "no managers"
        drawn = view.reorganisation
        none = "no document draws managers below core/, specialized/, integration/, infrastructure/"
        if drawn is None:
            return [], [], none
        return outcome_rows(drawn, cells), totals_lines(drawn, cells), none

    def _chosen(self, outcome: Outcome, cells: int) -> list[Line]:
        """The steps, whether the answer is already about them, and what they bring in a line."""
        if not self.steps:
            add, step = self.look.keymap.told("add-step"), self.look.keymap.told("type-step")
            said = f"   no step yet: {add} merges the pair under the cursor, {step} types one"
            lines = [words(said, "dim")]
            return lines if not outcome.steps else [*lines, _WORKED_OUT]
        from backend.model.spoken_steps import spoken  # noqa: PLC0415 (first paint goes without)

        lines = [words(f"   {number}. {spoken(step)}") for number, step in enumerate(self.steps, 1)]
        lines += [words(f"   ▲ {text}", "look") for problem in outcome.problems
                  for text in wrap(problem, cells - 6)]  # fmt: skip
        if outcome.steps != self.steps:
            return [*lines, _WORKED_OUT]
        return [*lines, *totals_lines(outcome, cells)]

    def concerns(self) -> tuple[str, ...]:
        """The managers of the pair under the cursor."""
        view, here = self._known(), self._key_at(self._index())
        pairs = view.pairs if view is not None and self.view == "pairs" else ()
        return next((one.managers for one in pairs if _key(one) == here), ())

    def on_show(self) -> None:
        """Ask when the pane comes into sight; nothing is worked out before."""
        self._ask()

    def _ask(self) -> None:
        from backend.model import consolidation, request  # noqa: PLC0415 (first paint goes without)

        self._asked = True
        question = consolidation.Question(steps=self.steps, services=self.services)
        subject = question.model_dump(mode="json")
        self.post_message(Wanted(request.Look(probe="consolidation", subject=subject)))

    def _choose(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        self._ask()
        self.redraw()

    def titled(self) -> str:
        """The present view."""
        return f"{self.NAME} {self.view}"

    def action_view(self) -> None:
        """Show the next view."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]
        self.redraw()

    def leave(self) -> bool:
        """Back to the pairs."""
        if self.view == VIEWS[0]:
            return False
        self.view = VIEWS[0]
        self.redraw()
        return True

    def action_add_step(self) -> None:
        """Merge the pair under the cursor, or take the folders that the plan draws."""
        from backend.model.consolidation import Merge  # noqa: PLC0415 (first paint goes without)

        view = self._known()
        pairs = view.pairs if view is not None and self.view == "pairs" else ()
        here = next((one for one in pairs if _key(one) == self._key_at(self._index())), None)
        if here is not None:
            self._choose((*self.steps, Merge(managers=here.managers, into=here.managers[0])))
        elif self.view == "folders" and view is not None and view.reorganisation is not None:
            self._choose((*self.steps, *view.reorganisation.steps))
        else:
            said = "a pair under the cursor, or the folders that a document draws, can be added"
            self.post_message(Said(f"nothing to add here: {said}"))

    def action_type_step(self) -> None:
        """Ask for a step in words."""
        self.post_message(
            Typed("a step: merge A B [into C], move A to FOLDER, extract NAME… to FOLDER, remove A",
                  self._typed)
        )  # fmt: skip

    def _typed(self, text: str) -> None:
        from backend.model.spoken_steps import step_of  # noqa: PLC0415 (first paint goes without)

        try:
            step = step_of(text)
        except ValueError as error:
            self.post_message(Said(str(error)))
        else:
            self._choose((*self.steps, step))

    def action_undo_step(self) -> None:
        """Take the last step back."""
        if self.steps:
            self._choose(self.steps[:-1])

    def action_services(self, by: int) -> None:
        """Suggest more services, or fewer."""
        self.services = max(1, self.services + by)
        self.view = "services"
        self._ask()
        self.redraw()

    def action_export_plan(self) -> None:
        """Write the plan as Markdown."""
        view = self._known()
        if view is None or view.outcome is None or not self.steps:
            self.post_message(Said("there is no step to export yet"))
        elif view.outcome.steps != self.steps:
            self.post_message(Said("the steps are still being worked out"))
        else:
            from tui.exports.consolidation import consolidation_markdown  # noqa: PLC0415

            text = "\n".join(consolidation_markdown(view.outcome)) + "\n"
            self.post_message(Exported("consolidation.md", text))

    def _known(self) -> ConsolidationView | None:
        held = self.held(self.picture) if self.picture is not None else None
        return cast("ConsolidationView", held.value) if held and held.value else None


def judged(outcome: Outcome) -> tuple[str, str]:
    """How much the chosen steps ask of a human, in a line."""
    if not outcome.before.managers:
        return "unknown", "no managers found"
    if not outcome.steps and not outcome.problems:
        return "fine", f"{outcome.before.managers} managers · no step chosen"
    conflicts = sum(one.verdict == "conflicting" for one in outcome.collisions)
    told = [
        counted(len(outcome.cycles_new), "new cycle") if outcome.cycles_new else "",
        counted(len(outcome.obstacles), "obstacle") if outcome.obstacles else "",
        counted(conflicts, "conflicting name") if conflicts else "",
        f"{counted(len(outcome.raci_new), 'RACI rule')} newly broken" if outcome.raci_new else "",
    ]
    said = " · ".join(one for one in told if one)
    if outcome.cycles_new or outcome.obstacles:
        return "act", said
    if said or outcome.problems:
        return "look", said or "a step makes no sense"
    return "fine", f"{counted(len(outcome.steps), 'step')}, nothing stands in the way"


def _key(one: PairRank) -> str:
    return " + ".join(one.managers)


def _pairs_head(cells: int) -> Line:
    room = max(22, min(60, cells - _FIGURES))
    head = f"{'VALUE':>7}{'SAME WORDS':>12}{'EDGES':>7}{'CONFLICTS':>11}{'TANGLES':>9}{'LINES':>7}"
    return words(f"   {fit('MANAGERS', room)}{head}", "dim")


def _pair_row(one: PairRank, managers: Container[str], cells: int) -> Row:
    room = max(22, min(60, cells - _FIGURES))
    line: Line = (
        ("  ", ""),
        (fit(" + ".join(called(name, managers) for name in one.managers), room), "strong"),
        (f"{one.value:>7.1f}", "text"),
        (f"{100 * one.closeness:>10.0f} %", "text"),
        (f"{one.edges:>7}", "text"),
        (f"{one.conflicts:>11}", "look" if one.conflicts else "dim"),
        (f"{one.tangled:>9}", "act" if one.tangled > 0 else "dim"),
        (f"{one.lines_saved:>7,}", "text"),
    )
    detail = [words(f"   {part}", "strong") for part in wrap(_key(one), cells - 4)]
    detail += [words(f"   {part}", "dim") for text in _PAIR_DETAIL
               for part in wrap(text, cells - 4)]  # fmt: skip
    values = (_key(one), one.value, one.closeness, one.edges, one.conflicts, one.tangled)
    return Row(_key(one), line, [rule(cells), *detail], _key(one), (*values, one.lines_saved))


def _partition_lines(found: Partition | None, cells: int) -> list[Line]:
    if found is None:
        return []
    told = (
        f"{found.services} services, a suggestion and never the answer: modularity "
        f"{found.modularity:.2f}, {found.seeds} seeds agree on {100 * found.stability:.0f} % "
        "of all pairs"
    )
    lines = [words(f"   {text}") for text in wrap(told, cells - 4)]
    if found.unsteady:
        least = ", ".join(f"{name} {100 * kept:.0f} %" for name, kept in found.unsteady[:4])
        lines.append(words(f"   least steady: {least}", "dim"))
    return lines


def _group_row(number: int, one: ServiceGroup, cells: int) -> Row:
    line: Line = (
        (f" service {number:<3}", "strong"),
        (f"{counted(len(one.managers), 'manager'):>12}", "text"),
        (f"  within {one.inner:>6.1f}  to others {one.outer:>6.1f}  ", "dim"),
        (", ".join(one.words), "text"),
    )
    members = [words(f"   {text}") for text in wrap(", ".join(one.managers), cells - 4)]
    text = f"{' '.join(one.managers)} {' '.join(one.words)}"
    values = (number, len(one.managers), one.inner, one.outer, " ".join(one.words))
    return Row(f"service {number}", line, [rule(cells), *members], text, values)


def _nothing(why: str) -> list[Line]:
    return [(), words(f"   ○ {why}", "unknown")]
