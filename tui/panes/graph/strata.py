"""Strata: the layers of the map as rows of names, where lines between them have no room."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from tui.panes.graph.map import Drawing, Scene
from tui.panes.graph.network import Network
from tui.widgets.text import Span, crop

_INDENT = 4


def draw(known: Network, scene: Scene, cells: int) -> Drawing:
    """One line or more a layer, the highest first; a name is followed by how many use it.

    Beside the chosen manager's ties stands `▸` before what it uses, `◂` before what uses it.
    """
    layers = known.layers()
    lines: list[tuple[Span, ...]] = []
    at: dict[str, tuple[int, int]] = {}
    uses, used_by = set(known.uses(scene.chosen)), set(known.used_by(scene.chosen))
    for layer in sorted(set(layers.values()), reverse=True):
        line: list[Span] = [(f"{layer:>2}", "dim")]
        x = _INDENT - 2
        for name in _members(layers, layer):
            users = len(known.used_by(name))
            label = crop(scene.label(name), cells - _INDENT - 4)
            weight = f"·{users}" if users else ""
            taken = cell_len(label) + cell_len(weight)
            if x + 2 + taken > cells and x >= _INDENT:
                lines.append(tuple(line))
                line, x = [("  ", "")], _INDENT - 2
            sign = "▸" if name in uses else "◂" if name in used_by else " "
            line += [(f" {sign}", "accent"), (label, scene.name_role(name)), (weight, "dim")]
            at[name] = (x + 2, len(lines))
            x += 2 + taken
        lines.append(tuple(line))
    return Drawing(tuple(lines), cells, at, by_rows=True)


def _members(layers: dict[str, int], layer: int) -> Iterator[str]:
    return (name for name in layers if layers[name] == layer)
