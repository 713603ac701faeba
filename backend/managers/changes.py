"""A scan that is skipped where nothing changed: what the managers probe runs in its worker."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backend.model.ecosystem import Ecosystem

if TYPE_CHECKING:
    from backend.managers.reading import Reader


def scan_if_changed(
    roots: Sequence[Path], documents: Sequence[Path], known: str
) -> tuple[str, Ecosystem | None]:
    """Scan, unless the tree still has the signature `known`.

    Returns:
        The signature, empty where none of the roots exists, and the ecosystem; None in its
        place where nothing changed or there is nothing to scan.
    """
    # Imported where it runs: the hub's process only names this function, and networkx, numpy and
    # tree-sitter would double the time to its first reading.
    from backend.managers.scan import scan  # noqa: PLC0415
    from backend.managers.signature import signature  # noqa: PLC0415
    from backend.managers.survey import distinct_roots  # noqa: PLC0415

    present = distinct_roots(roots)
    if not present:
        return "", None
    now = signature(present, documents)
    return now, None if now == known else scan(roots, documents, _reader(), copied=False)


@cache
def _reader() -> "Reader":
    """What this process read before."""
    from backend.managers.reading import Reader  # noqa: PLC0415

    return Reader()
