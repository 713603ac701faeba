"""What is known of one manager: its figures, whom it uses, who uses it, and where that stands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from tui.panes.evidence import place
from tui.panes.graph.keeping import kept
from tui.panes.graph.network import Network
from tui.widgets.text import Line, crop, tail, words, wrap


def figures(known: Network, name: str) -> Line:
    """Coupling and score: ` Ca 6  Ce 2  I 0.25  SRP 7.4`."""
    manager = known.managers[name]
    coupling = manager.coupling
    shown = {
        "Ca": _whole(coupling.afferent),
        "Ce": _whole(coupling.efferent),
        "I": _fixed(coupling.instability),
        "SRP": "n/a" if manager.score is None else f"{manager.score.value:.1f}",
    }
    dangling = known.dangling[name]
    return (*_labelled(shown), (f" ╳ {dangling} dangling" if dangling else "", "look"))


def measured(known: Network, name: str) -> list[Line]:
    """Abstractness, distance, cohesion, import statements and tests."""
    found = known.managers[name].metrics
    cohesion = found.cohesion
    first = {
        "A": _fixed(found.abstractness),
        "D": _fixed(found.distance),
        "LCOM4": _fixed(cohesion.mean if cohesion else None),
    }
    second = {
        "imports in": _whole(found.fan_in),
        "out": _whole(found.fan_out),
        "tests": _whole(found.tests),
    }
    worst = f" {cohesion.worst} {cohesion.most}" if cohesion and cohesion.most > 1 else ""
    return [(*_labelled(first), (worst, "dim")), _labelled(second)]


def _labelled(shown: dict[str, str]) -> Line:
    line: list[tuple[str, str]] = []
    for label, value in shown.items():
        line += [(f" {label} ", "dim"), (f"{value} ", "text")]
    return tuple(line)


def _fixed(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"


def _whole(value: int | None) -> str:
    return "n/a" if value is None else str(value)


def beside(known: Network, name: str) -> list[Line]:
    """What a manager amounts to: its size and its figures."""
    manager = known.managers[name]
    counted = f"{manager.files} files · {manager.lines:,} lines · {' '.join(manager.languages)}"
    lines: list[Line] = [
        words(f" {name}", "strong"),
        figures(known, name),
        *measured(known, name),
        words(f" layer {manager.layer} · {counted}", "dim"),
    ]
    if name in known.cyclic:
        lines.append(words(" ⟲ part of a cycle", "act"))
    return lines


def ties(known: Network, name: str, cells: int, pieces: int | None = None) -> list[Line]:
    """Whom a manager uses, who uses it, what it keeps of the common interface, other traces.

    Args:
        known: Managers and their ties.
        name: Which of them.
        cells: The room for a line.
        pieces: How many places to tell of each dependency; None for all that show it.
    """
    uses, used_by = known.uses(name), known.used_by(name)
    lines: list[Line] = [(), words(f" uses {len(uses)}", "title")]
    for target in uses:
        lines += _tie(known, (name, target), target, cells, pieces)
    lines += [(), words(f" used by {len(used_by)}", "title")]
    for source in used_by:
        lines += _tie(known, (source, name), source, cells, pieces)
    agreed = kept(known.contract, name, cells)
    lines += [(), *agreed] if agreed else []
    traces = [(pair, item) for pair, item in sorted(known.traces.items()) if name in pair]
    if traces:
        lines += [(), words(f" other traces {len(traces)}", "title")]
        for (source, target), item in traces:
            kinds = ", ".join(sorted(item.kinds()))
            other = f"→ {target}" if source == name else f"← {source}"
            lines.append(((f"  · {other} ", "text"), (kinds, "dim")))
            if pieces is None:
                lines += [words(f"    {tail(place(one), cells - 5)}", "dim")
                          for one in item.evidence]  # fmt: skip
    return lines


def within(known: Network, members: Iterable[str], cells: int) -> list[Line]:
    """The dependencies between the managers of a cycle, and where they stand."""
    inside = set(members)
    pairs = [pair for pair in sorted(known.imports) if inside.issuperset(pair)]
    lines: list[Line] = []
    for source, target in pairs:
        lines += _tie(
            known, (source, target), f"{known.called(source)} → {known.called(target)}", cells, 1
        )
    return lines


def below(known: Network, name: str, cells: int) -> list[Line]:
    """The same in three lines under the graph."""
    uses, used_by = known.uses(name), known.used_by(name)
    lines: list[Line] = [(*words(f" {name} ", "strong"), *figures(known, name))]
    if uses:
        first, where = _tie(known, (name, uses[0]), f"uses {uses[0]}", cells // 2, 1)
        more = f"  and {len(uses) - 1} more" if len(uses) > 1 else ""
        lines.append((*first, *where, (more, "dim")))
    else:
        lines.append(words("  uses no other", "dim"))
    others = ", ".join(map(known.called, used_by))
    lines.append(
        words(f"  used by {len(used_by)}: {others}" if used_by else "  used by nobody", "dim")
    )
    return lines


def most_used(known: Network, rows: int) -> list[Line]:
    """The managers that most others depend on."""
    used = sorted(known.connected(), key=lambda name: -len(known.used_by(name)))
    lines = [words(" most used", "title")] if used else []
    for name in used[: rows - 1]:
        count = len(known.used_by(name))
        if count:
            lines.append(((f"  {count:>3} ", "strong"), (known.called(name), "text")))
    return lines


def alone(known: Network, cells: int, rows: int) -> list[Line]:
    """The managers that no import ties to others, in as many lines as there is room for."""
    names = known.alone()
    if not names or rows < 1:
        return []
    traced = not frozenset(names).isdisjoint(chain.from_iterable(known.traces))
    how = "tied by no import" if traced else "tied to no other"
    shown = ", ".join(map(known.called, names))
    texts = wrap(f"{how} {len(names)}: {shown}", cells - 2)
    lines = [words(f" {text}", "dim") for text in texts[:rows]]
    if len(texts) > rows:
        lines[-1] = words(f" {crop(texts[rows - 1], cells - 4).removesuffix('…')} …", "dim")
    return lines


def _tie(
    known: Network, pair: tuple[str, str], other: str, cells: int, pieces: int | None
) -> list[Line]:
    """One dependency, and the places that show it, those of the best resolution first."""
    found = known.resolution(pair)
    sign = {"strict": "─", "recovered": "┄", "ambiguous": "╌"}.get(found, "·")
    evidence = sorted(known.imports[pair].evidence, key=lambda one: (one.resolution or "") != found)
    told = evidence[:pieces]
    lines = [words(f"  {sign} {other}")]
    for one in told:
        by_rule = f" by {one.rule}" if one.rule else ""
        left = len(evidence) - len(told)
        more = f" +{left}" if left and one is told[-1] else ""
        where = tail(place(one), cells - 5 - len(more) - len(by_rule))
        lines.append(words(f"    {where}{more}{by_rule}", "dim"))
    return lines
