"""What a collection may be called, and what the one that a run fills is called."""

from datetime import UTC, datetime

from backend.migration.errors import Refused

LONGEST = 255
"""Bytes: Qdrant names a folder so."""
_FORBIDDEN = '<>:"/\\|?*\0\x1f'
"""What Qdrant takes in no name of a collection."""


def staging_name(collection: str, began: datetime) -> str:
    """The collection that a run fills: its name and the time of the start, in UTC."""
    return f"{collection}__{began:%Y%m%dT%H%M%S}"


def check_name(collection: str, *, in_place: bool = True) -> None:
    """Find out whether a collection can have this name before anything is asked or made.

    Args:
        collection: As given on the command line.
        in_place: Whether the name is used as it is; else the time of the start is added.

    Raises:
        Refused: It cannot.
    """
    remedy = "name another with --collection"
    if not collection:
        raise Refused("collection: a name is needed", remedy)
    for character in collection:
        if character in _FORBIDDEN:
            raise Refused(f"collection: {character!r} is not allowed in a name", remedy)
    if collection in (".", ".."):
        raise Refused(f"collection: {collection!r} is not allowed as a name", remedy)
    added = 0 if in_place else len(staging_name("", datetime(2000, 1, 1, tzinfo=UTC)))
    size = len(collection.encode("utf-8", "backslashreplace"))
    if size + added > LONGEST:
        beside = f" and {added} for the time of the start" if added else ""
        raise Refused(
            f"collection: a name of {size} bytes{beside} is longer than Qdrant's {LONGEST}",
            "name a shorter one with --collection",
        )
