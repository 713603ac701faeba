"""A consolidation in text for people."""

from collections.abc import Iterator

from backend.model.consolidation import Outcome, PairRank, Partition
from backend.model.spoken_steps import spoken
from tui.widgets.marks import counted
from tui.widgets.text import clean

SHOWN = 20
"""Lines of each kind that are printed; the rest is counted."""


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """What the steps would bring, what has to be decided first."""
    for number, step in enumerate(outcome.steps, 1):
        yield f"{number}. {clean(spoken(step))}"
    yield from (f"▲ left out: {clean(problem)}" for problem in outcome.problems)
    before, after = outcome.before, outcome.after
    yield ""
    yield f"  managers      {before.managers:>6} ⇢ {after.managers}"
    yield f"  dependencies  {before.edges:>6} ⇢ {after.edges}"
    yield f"  in cycles     {before.tangled:>6} ⇢ {after.tangled}"
    yield f"  mean SRP      {_score(before.mean_score):>6} ⇢ {_score(after.mean_score)}"
    for one in outcome.scores:
        yield f"  SRP {clean(one.manager)}: {_score(one.before)} ⇢ {_score(one.after)}"
    yield from _some("new dependency", (" → ".join(pair) for pair in outcome.edges_new))
    yield from _some("dependency gone", (" → ".join(pair) for pair in outcome.edges_gone))
    yield from _some("■ new cycle", (" → ".join((*c, c[0])) for c in outcome.cycles_new))
    yield from _some("● cycle gone", (" → ".join((*c, c[0])) for c in outcome.cycles_gone))
    yield from _some("■", (f"{one.kind}: {one.summary}" for one in outcome.obstacles))
    yield from _some(
        "▲ name",
        (
            f"{one.form} {one.name}, {one.verdict}: "
            + ", ".join(f"{place.path}:{place.line}" for place in one.places)
            for one in outcome.collisions
            if one.verdict != "allowed"
        ),
    )
    yield from _some(
        "rewrite",
        (
            f"{one.place}  {one.change}{'' if one.resolution == 'strict' else ' ?'}"
            for one in outcome.rewrites
        ),
    )
    yield from _some("package", (f"{one.path}: {one.old} → {one.new}" for one in outcome.clauses))
    yield from _some(
        "module", (f"{one.path}: {one.old or '+'} → {one.new or '–'}" for one in outcome.modules)
    )
    yield from _some("▲ RACI", (one.summary for one in outcome.raci_new))
    yield from _some("● RACI no more", (one.summary for one in outcome.raci_gone))
    if outcome.steps:
        yield (
            f"  {counted(len(outcome.moves), 'file')} to move, "
            f"{counted(outcome.lines_to_rewrite, 'line')} to rewrite, "
            f"{counted(len(outcome.tests_touched), 'test file')} touched, "
            f"{counted(outcome.lines_saved, 'copied line')} saved; nothing was written"
        )


def _some(word: str, lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    for line in told[:SHOWN]:
        yield f"  {word}  {clean(line)}"
    if len(told) > SHOWN:
        yield f"  {word}  and {len(told) - SHOWN} more: --format markdown tells all"


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def pair_lines(pairs: tuple[PairRank, ...]) -> Iterator[str]:
    """Ranked pairs, one a line."""
    yield "PAIRS  value  same words  edges  conflicts  tangles  lines saved"
    for one in pairs:
        yield (
            f"  {one.value:9.1f} {100 * one.closeness:9.0f} % {one.edges:6} {one.conflicts:10} "
            f"{one.tangled:8} {one.lines_saved:12}  {clean(' + '.join(one.managers))}"
        )


def partition_lines(found: Partition) -> Iterator[str]:
    """A suggested partition and how steady it is."""
    yield (
        f"{found.services} SERVICES, a suggestion: modularity {found.modularity:.2f}, "
        f"{found.seeds} seeds agree on {100 * found.stability:.0f} % of the pairs"
    )
    for number, group in enumerate(found.groups, 1):
        yield f"  {number}  {clean(', '.join(group.managers))}"
        words = clean(", ".join(group.words))
        yield f"     speaks of {words}; weight within {group.inner:g}, to others {group.outer:g}"
    if found.unsteady:
        least = ", ".join(f"{clean(name)} {100 * kept:.0f} %" for name, kept in found.unsteady[:6])
        yield f"  least steady: {least}"
