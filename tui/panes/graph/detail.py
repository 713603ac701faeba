"""What is known of one manager: its figures, whom it uses, who uses it, and where that stands."""

from __future__ import annotations

from collections.abc import Iterable

from tui.panes.graph.network import Network, short
from tui.widgets.text import Line, wrap


def figures(known: Network, name: str) -> Line:
    """Coupling and score: `config-manager  layer 2  Ca 6  Ce 2  I 0.25  SRP 7.4`."""
    manager = known.managers[name]
    coupling = manager.coupling
    instability = "?" if coupling.instability is None else f"{coupling.instability:.2f}"
    score = "?" if manager.score is None else f"{manager.score.value:.1f}"
    dangling = known.dangling[name]
    return (
        (f" {name}", "strong"),
        ("  Ca ", "dim"),
        (f"{coupling.afferent}", "text"),
        ("  Ce ", "dim"),
        (f"{coupling.efferent}", "text"),
        ("  I ", "dim"),
        (instability, "text"),
        ("  SRP ", "dim"),
        (score, "text"),
        (f"  ╳ {dangling} dangling" if dangling else "", "look"),
    )


def beside(known: Network, name: str, rows: int) -> list[Line]:
    """A side panel's lines: everything about one manager."""
    manager = known.managers[name]
    counted = f"{manager.files} files · {manager.lines:,} lines · {' '.join(manager.languages)}"
    lines: list[Line] = [figures(known, name), ((f" layer {manager.layer} · {counted}", "dim"),)]
    if name in known.cyclic:
        lines.append(((" ⟲ part of a cycle", "act"),))
    uses, used_by = known.uses(name), known.used_by(name)
    lines += [(), ((f" uses {len(uses)}", "title"),)]
    for target in uses:
        lines += _tie(known, (name, target), target)
    lines += [(), ((f" used by {len(used_by)}", "title"),)]
    for source in used_by:
        lines += _tie(known, (source, name), source)
    traces = [(pair, item) for pair, item in sorted(known.traces.items()) if name in pair]
    if traces:
        lines += [(), ((f" other traces {len(traces)}", "title"),)]
        for (source, target), item in traces:
            kinds = ", ".join(sorted(item.kinds()))
            other = f"→ {target}" if source == name else f"← {source}"
            lines.append(((f"  · {other} ", "text"), (kinds, "dim")))
    return lines[:rows]


def below(known: Network, name: str, cells: int, rows: int) -> list[Line]:
    """The same in a few lines under the graph."""
    uses, used_by = known.uses(name), known.used_by(name)
    lines = [figures(known, name)]
    for target in uses[: max(1, rows - 2)]:
        lines += [_joined(_tie(known, (name, target), f"uses {target}"))]
    others = f" used by {len(used_by)}: {', '.join(short(one) for one in used_by)}"
    lines = lines[: rows - 1]
    lines.append(((others if used_by else " used by nobody", "text"),))
    return [*lines, *[()] * (rows - len(lines))]


def listed(title: str, names: Iterable[str], cells: int, rows: int) -> list[Line]:
    """Names one after the other, in as many lines as there is room for."""
    shown = [short(name) for name in names]
    if not shown:
        return []
    texts = wrap(f"{title} {len(shown)}: {', '.join(shown)}", cells - 2)
    lines: list[Line] = [((f" {text}", "dim"),) for text in texts[:rows]]
    if len(texts) > rows:
        lines[-1] = ((f" {texts[rows - 1][: cells - 4]} …", "dim"),)
    return lines


def _tie(known: Network, pair: tuple[str, str], other: str) -> list[Line]:
    item = known.imports[pair]
    sign = {"strict": "─", "recovered": "┄", "ambiguous": "╌"}[known.resolution(pair)]
    evidence = item.evidence[0]
    rule = f" by {evidence.rule}" if evidence.rule else ""
    more = f" +{len(item.evidence) - 1}" if len(item.evidence) > 1 else ""
    return [
        ((f"  {sign} {other}", "text"),),
        ((f"    {evidence.path}:{evidence.line}{more}", "dim"), (rule, "dim")),
    ]


def _joined(lines: list[Line]) -> Line:
    return tuple(span for line in lines for span in line)
