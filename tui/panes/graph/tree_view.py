"""What a manager leads to: each below what uses it, opened where it stands first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tui.panes.graph.network import Network
from tui.panes.graph.view import FAR, Seen, View
from tui.widgets.text import words
from tui.widgets.window import scrolled

if TYPE_CHECKING:
    from tui.widgets.text import Line


class Branch(NamedTuple):
    """One row of a tree.

    Attributes:
        depth: 0 for the root.
        again: Whether what it uses stands further up already.
    """

    name: str
    depth: int
    again: bool


def tree(known: Network, root: str) -> list[Branch]:
    """What a manager uses, and what that uses in turn; each opened where it stands first."""
    uses: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(known.imports):
        uses[source].append(target)
    rows: list[Branch] = []
    opened: set[str] = set()
    pending = [(root, 0)]
    while pending:
        name, depth = pending.pop()
        again = name in opened and bool(uses[name])
        rows.append(Branch(name, depth, again))
        if name not in opened:
            opened.add(name)
            pending += [(target, depth + 1) for target in reversed(uses[name])]
    return rows


class TreeView(View):
    """The tree of one manager.

    Attributes:
        root: That manager.
    """

    def __init__(self) -> None:
        super().__init__()
        self.root = ""
        self._rows: list[Branch] = []
        self._at = 0

    def begin(self, chosen: str) -> None:
        """Make the chosen manager the root."""
        super().begin(chosen)
        self.root, self._at = chosen, 0

    def lines(self, seen: Seen, cells: int, rows: int) -> list[Line]:
        """The rows around the cursor."""
        if self.root not in seen.known.managers:
            self.root = seen.chosen
        if not self.root:
            return [words("  ○ arrows choose the manager that becomes the root", "unknown")]
        self._rows = tree(seen.known, self.root)
        self._at = min(self._at, len(self._rows) - 1)
        self.page, self.total = max(1, rows), len(self._rows)
        self.top = scrolled(self.top, self._at, rows, len(self._rows))
        return [
            self._line(seen, at) for at in range(self.top, min(self.top + rows, len(self._rows)))
        ]

    def _line(self, seen: Seen, at: int) -> Line:
        branch = self._rows[at]
        chosen = " selected" if at == self._at and seen.focused else ""
        sign = "▸" if at == self._at else " "
        shade = seen.scene.shade(branch.name)
        quiet = branch.again or not seen.scene.keeps(branch.name)
        name = (seen.known.called(branch.name), f"{'dim' if quiet else 'text'}{chosen}")
        more = "  … above" if branch.again else ""
        return ((f"{sign}{'  ' * branch.depth}", "dim"), shade, name, (more, "dim"))

    def step(self, seen: Seen, dx: int, dy: int) -> str:
        """The row below or above."""
        if not self._rows:
            return seen.chosen
        self._at = min(max(0, self._at + dx + dy), len(self._rows) - 1)
        return self._rows[self._at].name

    def end(self, seen: Seen, side: int) -> str:
        """The root, or the last row."""
        return self.step(seen, 0, side * FAR)
