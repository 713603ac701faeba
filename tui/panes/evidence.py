"""Evidence as a line: what kind, where, and how it reads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.text import Line, tail, width, words

if TYPE_CHECKING:
    from backend.model.finding import Evidence


def evidence_line(one: Evidence, cells: int) -> Line:
    """`import strict  config/config.go:14  "email_sender/error-manager"`.

    A long path loses its beginning, so that file and line are always to be seen.
    """
    how = " ".join(word for word in (one.kind, one.resolution) if word)
    room = max(24, (cells - width(how)) * 3 // 5)
    return ((f"   {how}  ", "dim"), (tail(place(one), room), "text"), (f"  {one.text}", "dim"))


def place(one: Evidence) -> str:
    """Where it stands: `config/config.go:14`."""
    return f"{one.path}:{one.line}" if one.line else one.path


def rule(cells: int) -> Line:
    """A thin line between rows and the detail of the one under the cursor."""
    return words(" " + "─" * max(0, cells - 2), "rule")
