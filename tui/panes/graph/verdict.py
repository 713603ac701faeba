"""What the graph amounts to in a line, and what to say where it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.states import Body
from tui.widgets.marks import counted
from tui.widgets.text import Line, words

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem
    from tui.panes.graph.network import Network


def verdict(ecosystem: Ecosystem, known: Network) -> tuple[str, str]:
    """Mark and words: cycles that are there, then those that are only claimed, then the rest."""
    found, claimed = len(ecosystem.cycles), len(ecosystem.declared_cycles)
    ties = counted(len(known.imports), "dependency", "dependencies")
    if found:
        claims = f" ({claimed} claimed)" if claimed else ""
        return "act", f"{counted(found, 'cycle')}{claims} · {ties}"
    if claimed:
        return "look", f"{counted(claimed, 'cycle')} claimed ⇢ 0 found"
    return "look" if known.dangling.total() else "fine", f"{ties} · no cycle"


def empty(ecosystem: Ecosystem) -> Body:
    """No manager in the folders that were looked through."""
    lines: list[Line] = [
        (),
        (("   ○ no manager in these folders", "unknown"),),
        *[((f"     {root}", "text"),) for root in ecosystem.roots],
        words("   → --managers DIR: the folder whose subfolders are managers", "accent"),
    ]
    return Body("unknown", "no managers found", lines)
