"""Lines of a pane as text."""

from collections.abc import Iterable

from tui.widgets.text import Line


def plain(lines: Iterable[Line]) -> str:
    """What stands there, without colours."""
    return "\n".join("".join(text for text, _ in line) for line in lines)
