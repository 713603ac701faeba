"""The census of patterns: who does what in which way, against what documents claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.called import called
from tui.panes.columns import Column
from tui.panes.evidence import evidence_line, rule
from tui.panes.redundancy.shapes import letter
from tui.panes.rows import Row
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.model.redundancy import Claim, Pattern

_NAME = 18

PATTERN_COLUMNS = (Column("PATTERN"), Column("MANAGERS"), Column("WAYS"))
"""Of the rows by pattern."""


def pattern_rows(patterns: Sequence[Pattern], managers: Sequence[str], cells: int) -> list[Row]:
    """One row a pattern: how many managers have it, in how many ways, what was claimed."""
    return [_pattern(one, managers, cells) for one in patterns]


def pattern_head() -> Line:
    """The columns' names."""
    return words(f"   {'PATTERN':<{_NAME}}{'MANAGERS':>10}{'WAYS':>6}   CLAIMED ⇢ COUNTED", "dim")


def owner_rows(one: Pattern, everybody: Sequence[str], cells: int) -> list[Row]:
    """One row a manager, one column a way of doing it; those without any last."""
    order = sorted(everybody, key=lambda name: (name not in one.managers, name))
    rows = []
    for name in order:
        spans: list[tuple[str, str]] = [(f" {fit(called(name, everybody), 28)} ", "text")]
        for variant in one.variants:
            held = name in variant.managers
            spans.append(("■  ", "text") if held else ("·  ", "rule"))
        if name not in one.managers:
            spans.append(("without", "dim"))
        sites = [
            words(f"   {variant.name}: {site.path}:{site.line}", "dim")
            for variant in one.variants
            for site in variant.sites
            if site.manager == name
        ]
        rows.append(Row(name, tuple(spans), [rule(cells), words(f"   {name}", "strong"), *sites]))
    return rows


def owner_head(one: Pattern, managers: int, cells: int) -> list[Line]:
    """The ways by letter, the claims beside the count, the letters over the marks."""
    lines: list[Line] = []
    for at, variant in enumerate(one.variants):
        count = f"{len(variant.managers):>3} managers, {variant.count} places"
        lines.append(((f"   {letter(at):<3}", "accent"), (fit(variant.name, 40), "text"),
                      (count, "dim")))  # fmt: skip
    for claim in one.claims:
        lines.append((("   ", ""), *_against(claim, one, managers)))
        lines.append(evidence_line(claim.evidence, cells))
    letters = "".join(fit(letter(at), 3) for at in range(len(one.variants)))
    return [*lines, ((f"  {fit('MANAGER', 29)}", "dim"), (letters, "accent"))]


def _against(claim: Claim, one: Pattern, managers: int) -> Line:
    """A claim beside the count: `26 of 26 managers ⇢ 31 of 35`."""
    least = " or more" if claim.at_least else ""
    of = f" of {claim.of}" if claim.of is not None else ""
    if claim.unit == "managers":
        fact, same = f"{len(one.managers)} of {managers}", claim.value == len(one.managers)
        enough = claim.at_least and len(one.managers) >= claim.value
    elif claim.unit == "variants":
        fact, same = f"{len(one.variants)}", claim.value == len(one.variants)
        enough = claim.at_least and len(one.variants) >= claim.value
    else:
        return ((f"{claim.value} %{least} claimed", "look"),)
    said = f"{claim.value}{of} {claim.unit}{least} ⇢ {fact}"
    return ((said, "text" if same or enough else "look"),)


def _pattern(one: Pattern, managers: Sequence[str], cells: int) -> Row:
    line: list[tuple[str, str]] = [
        ("  ", ""),
        (fit(one.name, _NAME), "strong"),
        (f"{len(one.managers):>4} of {len(managers):<3}", "text"),
        (f"{len(one.variants):>5}   ", "text"),
    ]
    for claim in one.claims:
        line += [*_against(claim, one, len(managers)), ("   ", "")]
    if not one.claims:
        line.append(("nothing claimed", "dim"))
    detail = [rule(cells)]
    detail += [(("   ", ""), *_against(claim, one, len(managers))) for claim in one.claims]
    for variant in one.variants:
        names = ", ".join(called(name, managers) for name in variant.managers)
        told = f"{variant.name} ({len(variant.managers)}): {names}"
        detail += [words(f"   {text}") for text in wrap(told, cells - 4)]
    values = (one.name, len(one.managers), len(one.variants))
    return Row(one.id, tuple(line), detail, f"{one.name} {' '.join(one.managers)}", values)
