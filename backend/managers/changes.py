"""A scan that is skipped where nothing changed: what the managers probe runs in its worker."""

from collections.abc import Sequence
from pathlib import Path

from backend.managers.reading import Reader
from backend.managers.scan import distinct_roots, scan
from backend.managers.signature import signature
from backend.model.ecosystem import Ecosystem

_READER = Reader()
"""What this process read before."""


def scan_if_changed(
    roots: Sequence[Path], documents: Sequence[Path], known: str
) -> tuple[str, Ecosystem | None]:
    """Scan, unless the tree still has the signature `known`.

    Returns:
        The signature, empty where none of the roots exists, and the ecosystem; None in its
        place where nothing changed or there is nothing to scan.
    """
    present = distinct_roots(roots)
    if not present:
        return "", None
    now = signature(present, documents)
    return now, None if now == known else scan(roots, documents, _READER)
