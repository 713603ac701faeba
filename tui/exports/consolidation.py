"""A consolidation plan as Markdown, for whoever carries it out."""

from collections.abc import Iterable, Iterator

from backend.model.consolidation import Outcome, PairRank, Partition
from backend.model.spoken_steps import spoken
from tui.exports.tables import markdown_table, markdown_text


def consolidation_markdown(outcome: Outcome) -> Iterator[str]:
    """The plan: what to do, in an order that works, and what it brings."""
    yield "# Consolidation plan"
    yield ""
    yield "Nothing was written: this is what would happen."
    yield ""
    for number, step in enumerate(outcome.steps, 1):
        yield f"{number}. {markdown_text(spoken(step))}"
    for problem in outcome.problems:
        yield f"- **left out**: {markdown_text(problem)}"
    yield ""
    yield from _totals(outcome)
    yield from _section("To decide first", _obstacles(outcome))
    yield from _section("Names that meet", _collisions(outcome))
    yield from _section("Files to move", (f"`{one.old}` → `{one.new}`" for one in outcome.moves))
    yield from _section(
        "Package clauses", (f"`{o.path}`: `{o.old}` → `{o.new}`" for o in outcome.clauses)
    )
    yield from _section("Lines to rewrite", _rewrites(outcome))
    yield from _section("Modules", (_module(one.path, one.old, one.new) for one in outcome.modules))
    yield from _section("Tests touched", (f"`{path}`" for path in outcome.tests_touched))
    yield from _section("Responsibilities", _responsibilities(outcome))


def _totals(outcome: Outcome) -> Iterator[str]:
    before, after = outcome.before, outcome.after
    rows: list[tuple[object, object, object]] = [
        ("managers", before.managers, after.managers),
        ("dependencies", before.edges, after.edges),
        ("managers in cycles", before.tangled, after.tangled),
        ("mean SRP score", before.mean_score, after.mean_score),
    ]
    rows += [(f"SRP score of {one.manager}", one.before, one.after) for one in outcome.scores]
    yield from markdown_table(("", "before", "after"), rows)
    yield ""
    for word, pairs in (("new", outcome.edges_new), ("gone", outcome.edges_gone)):
        told = ", ".join(f"{source} → {target}" for source, target in pairs)
        yield f"- dependencies {word}: {markdown_text(told) if told else 'none'}"
    for word, cycles in (("new", outcome.cycles_new), ("gone", outcome.cycles_gone)):
        told = "; ".join(" → ".join((*cycle, cycle[0])) for cycle in cycles)
        yield f"- cycles {word}: {markdown_text(told) if told else 'none'}"
    yield f"- lines of copied code saved: {outcome.lines_saved}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = [f"- [ ] {line}" for line in lines]
    if told:
        yield ""
        yield f"## {title} ({len(told)})"
        yield ""
        yield from told


def _obstacles(outcome: Outcome) -> Iterator[str]:
    for one in outcome.obstacles:
        place = f" (`{one.path}:{one.line}`)" if one.line else ""
        yield f"{one.kind}: {markdown_text(one.summary)}{place}"


def _collisions(outcome: Outcome) -> Iterator[str]:
    for one in outcome.collisions:
        places = ", ".join(f"`{place.path}:{place.line}`" for place in one.places)
        name = markdown_text(one.name)
        yield f"{one.form} **{name}** in `{one.folder}`: {one.verdict}; {places}"


_UNNAMED = {"orphaned": "do without it", "moved": "name the new place"}
"""Why a line changes, to what has to be done where nothing is told to stand there."""


def _rewrites(outcome: Outcome) -> Iterator[str]:
    for one in outcome.rewrites:
        new = f"`{one.new}`" if one.new else _UNNAMED.get(one.why, "take it away")
        new += f" as `{one.alias}`" if one.alias else ""
        old = f"`{one.old}`" if one.old else "add the import"
        unsure = "" if one.resolution == "strict" else ", if that is what it means"
        yield f"`{one.place}` {old} → {new} ({one.why}{unsure})"


def _module(path: str, old: str, new: str) -> str:
    if not old:
        return f"`{path}`: add `{new}`"
    return f"`{path}`: `{old}` → `{new}`" if new else f"`{path}`: take `{old}` away"


def _responsibilities(outcome: Outcome) -> Iterator[str]:
    for word, findings in (("new", outcome.raci_new), ("gone", outcome.raci_gone)):
        for one in findings:
            yield f"{word}: {markdown_text(one.summary)}"


def pairs_markdown(pairs: Iterable[PairRank]) -> Iterator[str]:
    """Ranked pairs as a table."""
    yield "## Pairs, the one that speaks most for a merge first"
    yield ""
    yield from markdown_table(
        ("managers", "value", "same words", "edges", "conflicts", "tangles", "lines saved"),
        (
            (" + ".join(one.managers), one.value, one.closeness, one.edges, one.conflicts,
             one.tangled, one.lines_saved)
            for one in pairs
        ),
    )  # fmt: skip


def partition_markdown(found: Partition) -> Iterator[str]:
    """A suggested partition, with how steady it is."""
    yield f"## {found.services} services: a suggestion, not an answer"
    yield ""
    yield (
        f"Modularity {found.modularity:.2f}; {found.seeds} seeds agree on "
        f"{100 * found.stability:.0f} % of all pairs of managers."
    )
    yield ""
    yield from markdown_table(
        ("service", "managers", "speaks of", "inner", "outer"),
        (
            (number, ", ".join(group.managers), ", ".join(group.words), group.inner, group.outer)
            for number, group in enumerate(found.groups, 1)
        ),
    )
