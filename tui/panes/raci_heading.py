"""What stands above the matrix: its views, what is tried and what that brings, what was saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.widgets.marks import counted
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, words, wrap

if TYPE_CHECKING:
    from backend.model.raci import RaciFile
    from tui.keymap import Keymap
    from tui.panes.raci_standing import Verdict
    from tui.panes.raci_trial import Tried


def views_line(views: Sequence[str], view: str, verdicts: Sequence[Verdict]) -> Line:
    """The views; that of the rules tells how many are broken."""
    rules = counted(sum(one.state != "gone" for one in verdicts), "rule")
    return tabs(views, view, {"rules": f"{rules} broken"} if verdicts else {})


def tried_lines(tried: Tried, verdicts: Sequence[Verdict], follow: int, keys: Keymap) -> list[Line]:
    """How many letters are tried, which rules that breaks or mends; nothing where none is.

    Args:
        tried: The letters.
        verdicts: Every broken rule with what becomes of it.
        follow: How many letters of phases follow from them.
        keys: What the keys are called.
    """
    if not tried:
        return []
    new = sum(one.state == "new" for one in verdicts)
    gone = sum(one.state == "gone" for one in verdicts)
    moves = f" {counted(follow, 'phase')} too " if follow else ""
    told = f" {keys.told('raci-save')} saves, {keys.told('raci-undo')} undoes"
    return [
        (
            (f" what if: {counted(len(tried), 'letter')} ", "accent"),
            (moves, "accent"),
            (f" {new} more broken ", "act" if new else "dim"),
            (f" {gone} mended ", "fine" if gone else "dim"),
            (told, "dim"),
        )
    ]


def saved_lines(file: RaciFile | None, before: RaciFile | None, cells: int) -> list[Line]:
    """What came of the last saving, as long as it is news."""
    if file is None or not file.told or file is before:
        return []
    role = "act" if file.failed else "fine"
    return [words(f"   {text}", role) for text in wrap(file.told, cells - 4)[:2]]
