"""The views of a pane, the present one marked."""

from collections.abc import Mapping, Sequence

from tui.widgets.text import Line, joined, words


def tabs(views: Sequence[str], current: str, told: Mapping[str, str] | None = None) -> Line:
    """One line of them.

    Args:
        views: By name, in the order in which a key goes through them.
        current: The one that is shown.
        told: What to say instead of some names, where there is something to look at.
    """
    said = told or {}
    marked = (
        words(f"[{said.get(view, view)}]", "accent")
        if view == current
        else words(said.get(view, view), "look" if view in said else "dim")
        for view in views
    )
    return (("   ", ""), *joined(marked, ("  ", "")))
