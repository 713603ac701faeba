"""A scan that is skipped where nothing changed: what the managers probe runs in its worker."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backend.config.aliases import Alias
from backend.model.ecosystem import Ecosystem

if TYPE_CHECKING:
    from backend.managers.reading import Reader


def scan_if_changed(
    roots: Sequence[Path],
    documents: Sequence[Path],
    known: str,
    raci_file: Path | None = None,
    aliases: Sequence[Alias] = (),
) -> tuple[str, Ecosystem | None]:
    """Scan, unless the tree still has the signature `known`.

    Args:
        roots: As `scan` takes them.
        documents: Likewise.
        known: An earlier signature; empty for none.
        aliases: Further names of managers.
        raci_file: People's own letters, where there are any; some run out with the day.

    Returns:
        The signature, empty where none of the roots exists, and the ecosystem; None in its
        place where nothing changed or there is nothing to scan.
    """
    # Imported where it runs: the hub's process only names this function, and networkx, numpy and
    # tree-sitter would double the time to its first reading.
    from backend.managers.inventory import inventory  # noqa: PLC0415
    from backend.managers.overrides import read_overrides  # noqa: PLC0415
    from backend.managers.scan import scan  # noqa: PLC0415
    from backend.managers.signature import signature  # noqa: PLC0415
    from backend.managers.stamps import taken_once  # noqa: PLC0415
    from backend.managers.survey import distinct_roots  # noqa: PLC0415

    present = distinct_roots(roots)
    if not present:
        return "", None
    today = date.today()
    given = read_overrides(raci_file, today)
    with taken_once():
        there = inventory(present, documents, aliases)
        now = f"{signature(there, present, documents)} {hash(given)}"
        if now == known:
            return now, None
        return now, scan(
            roots, documents, _reader(), copied=False, given=given, aliases=aliases, there=there
        )


@cache
def _reader() -> "Reader":
    """What this process read before."""
    from backend.managers.reading import Reader  # noqa: PLC0415

    return Reader()
