"""Plans: what they declare beside what their boxes count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.asking import Edit, Said
from tui.panes.columns import Column
from tui.panes.evidence import evidence_line, rule
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.bars import bar
from tui.widgets.marks import counted
from tui.widgets.text import Line, fit, tail, words, wrap

if TYPE_CHECKING:
    from backend.model.plan import Phase, Plan, Plans
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_AGREE = 5.0
"""Points by which a declared percentage may differ from the counted one."""


_COLUMNS = (
    Column("PLAN"),
    Column("COUNTED"),
    Column("DONE"),
    Column("DECLARED"),
    Column("PATH", telling=True),
)


class PlansPane(RowsPane):
    """One row a plan; of an opened plan, one row a contradiction or phase."""

    NAME: ClassVar = "plans"
    PROBES: ClassVar = ("plan",)
    DETAIL_ROWS: ClassVar = 14

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.opened = ""
        self._lines: dict[str, int] = {}

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row a plan; its phases and contradictions below."""
        plans = cast("Plans", picture.held["plan"].value)
        apart = [
            plan for plan in plans.plans if differs(plan.declared_percent, plan.counted_percent)
        ]
        unclear = sum(len(plan.contradictions) for plan in plans.plans)
        declare = counted(len(apart), "declares", "declare")
        said = f"{counted(len(plans.plans), 'plan')} · {declare} other than counted"
        mark = "look" if apart or unclear or plans.unreadable else "fine"
        room = max(16, min(60, cells - 55))
        verdict = f"{said} · {counted(unclear, 'contradiction')}"
        if not plans.plans and not plans.unreadable:
            mark, verdict = "unknown", "no plan in what was named"
        opened = next((plan for plan in plans.plans if plan.path == self.opened), None)
        if opened is not None:
            return self._opened(opened, mark, verdict, room, cells)
        header = f"   {'PLAN':<{room}}{'COUNTED':<18}{'DONE':>14}  DECLARED ⇢ COUNTED"
        table = [_plan_row(plan, room, cells) for plan in plans.plans]
        table += [
            Row(
                item.path,
                (("■ ", "act"), (fit(tail(item.path, room), room), "text"), (item.reason, "act")),
                values=(item.path, None, None, None, item.path),
            )
            for item in plans.unreadable
        ]
        return Table(
            mark,
            verdict,
            table,
            above=[words(header, "dim")],
            empty=(words("   ○ no plan in what was named", "unknown"),),
            columns=_COLUMNS,
        )

    def _opened(self, plan: Plan, mark: str, verdict: str, room: int, cells: int) -> Table:
        """What a plan contradicts itself in, then its phases; each with its line."""
        found = [*_contradiction_rows(plan, cells), *_phase_rows(plan, room, cells)]
        self._lines = {row.key: line for row, line in found}
        title = ((f"   {plan.title or plan.path}", "strong"), (f"   {plan.encoding}", "dim"))
        where = words(f"   {plan.path}: Enter opens the line in the editor, Esc closes", "dim")
        none = (words("   ○ neither a phase nor a contradiction", "unknown"),)
        return Table(mark, verdict, [row for row, _ in found], above=[title, where], empty=none)

    def enter(self, *, alone: bool) -> bool:
        """Open the plan under the cursor; of an opened one, the line in the editor."""
        here = self._key_at(self._index())
        if not alone or not here:
            return False
        if not self.opened:
            self.opened, self.cursor = here, ""
            self.set_filter("")
        elif self._lines.get(here):
            self.post_message(Edit("", self.opened, self._lines[here]))
        else:
            self.post_message(Said("no line is known for this"))
        return True

    def leave(self) -> bool:
        """Back to all plans."""
        if not self.opened:
            return False
        self.cursor, self.opened = self.opened, ""
        self.redraw()
        return True


def _contradiction_rows(plan: Plan, cells: int) -> Iterator[tuple[Row, int]]:
    for place, one in enumerate(plan.contradictions):
        at = next((proof.line for proof in one.evidence if proof.line), 0)
        line: Line = (
            ("▲ ", "look"),
            (f"{at or '?':>6}  ", "dim"),
            (f"{one.summary.rstrip('.')}: ", "text"),
            (f"{one.claim} ⇢ {one.fact}", "look"),
        )
        told = [words(f"   {text}", "strong") for text in wrap(one.summary, cells - 4)]
        proofs = [evidence_line(proof, cells) for proof in one.evidence]
        yield Row(f"contradiction {place}", line, [rule(cells), *told, *proofs]), at


def _phase_rows(plan: Plan, room: int, cells: int) -> Iterator[tuple[Row, int]]:
    for place, phase in enumerate(plan.phases):
        line: Line = (("  ", ""), (f"{phase.line or '?':>6}", "dim"), *_phase(phase, room - 8))
        detail = [rule(cells), words(f"   {phase.title}", "strong")]
        yield Row(f"phase {place}", line, detail), phase.line


def differs(declared: float | None, counted: float | None) -> bool:
    """Whether a claim and a count are further apart than rounding explains."""
    return declared is not None and counted is not None and abs(declared - counted) > _AGREE


def percent(value: float | None) -> str:
    """A percentage, or `?` where there is none."""
    return "?" if value is None else f"{value:.0f} %"


def _claim(declared: float | None, counted: float | None) -> Line:
    if declared is None:
        return (("declares nothing", "dim"),)
    told = f"{fit(percent(declared), 5, 'right')} ⇢ {fit(percent(counted), 5, 'right')}"
    return ((f"▲ {told}", "look"),) if differs(declared, counted) else ((f"  {told}", "dim"),)


def _progress(done: int, total: int, cells: int) -> Line:
    filled = bar(done / total if total else 0.0, cells)
    return ((filled, "bar"), ("·" * (cells - len(filled)), "track"))


def _plan_row(plan: Plan, room: int, cells: int) -> Row:
    odd = differs(plan.declared_percent, plan.counted_percent) or bool(plan.contradictions)
    line: Line = (
        ("▲ " if odd else "● ", "look" if odd else "fine"),
        (fit(plan.title or tail(plan.path, room), room - 1), "strong"),
        (" ", ""),
        *_progress(plan.done, plan.total, 10),
        (fit(percent(plan.counted_percent), 6, "right"), "strong"),
        (fit(f"{plan.done:,}/{plan.total:,}", 16, "right"), "text"),
        ("  ", ""),
        *_claim(plan.declared_percent, plan.counted_percent),
    )
    detail = [rule(cells), words(f"   {plan.path}   {plan.encoding}", "dim")]
    detail += [
        ((f"   ▲ {one.summary.rstrip('.')}: ", "look"), (f"{one.claim} ⇢ {one.fact}", "text"))
        for one in plan.contradictions
    ]
    detail += [_phase(phase, room) for phase in plan.phases]
    values = (plan.title or plan.path, plan.counted_percent, plan.done, plan.declared_percent)
    return Row(plan.path, line, detail, values=(*values, plan.path))


def _phase(phase: Phase, room: int) -> Line:
    counted = 100 * phase.done / phase.total if phase.total else None
    return (
        (f"     {fit(phase.title, room - 3)} ", "text"),
        *_progress(phase.done, phase.total, 10),
        (fit(percent(counted), 6, "right"), "text"),
        (fit(f"{phase.done:,}/{phase.total:,}", 16, "right"), "dim"),
        ("  ", ""),
        *(_claim(phase.declared_percent, counted) if phase.declared_percent is not None else ()),
    )
