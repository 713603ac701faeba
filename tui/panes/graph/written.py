"""The graph in files: its evidence as rows, and as drawings of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backend.model.ecosystem import Ecosystem
    from tui.exports.sheet import Sheet, Value


def dependencies_sheet(ecosystem: Ecosystem, about: dict[str, str]) -> Sheet:
    """One row a piece of evidence."""
    from tui.exports.sheet import Sheet  # noqa: PLC0415 (first paint does not need it)
    from tui.exports.tables import dependencies_table  # noqa: PLC0415

    head, rows = dependencies_table(ecosystem)
    return Sheet("dependencies", head, cast("Sequence[Sequence[Value]]", rows), about)


def graph_drawings(ecosystem: Ecosystem) -> dict[str, tuple[str, Callable[[], str]]]:
    """Mermaid for documents, DOT for Graphviz and its kin."""
    from tui.exports.graphs import dot, mermaid  # noqa: PLC0415

    return {
        "Mermaid": ("graph.mmd", lambda: "\n".join(mermaid(ecosystem)) + "\n"),
        "DOT": ("graph.dot", lambda: "\n".join(dot(ecosystem)) + "\n"),
    }
