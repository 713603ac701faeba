"""Whether two addresses lead to one Qdrant, where a collection's name means the same."""

from contextlib import suppress

from backend.migration.errors import Refused
from backend.migration.insisting import Insist
from backend.migration.rest import CollectionMissing, PointsRefused, Rest

_NOT_TOLD = (AttributeError, CollectionMissing, KeyError, PointsRefused, Refused, TypeError)


async def is_same(one: Rest, insist: Insist, other: Rest, insist_there: Insist) -> bool:
    """Whether both are one server, or peers of one cluster; by address if they tell nothing.

    Args:
        one: The source.
        insist: Repeats what the source may answer later.
        other: The target.
        insist_there: The same of the target.
    """
    if one.url == other.url:
        return True
    return bool(await _identity(one, insist) & await _identity(other, insist_there))


async def _identity(rest: Rest, insist: Insist) -> set[str]:
    """What no two Qdrants have in common: the id of the process, those of its cluster's peers."""
    found: set[str] = set()
    with suppress(*_NOT_TOLD):
        told, _ = await insist(lambda: rest.ask("GET", "/telemetry", query={"details_level": "0"}))
        found.add(str(told["id"]))
    with suppress(*_NOT_TOLD):
        told, _ = await insist(lambda: rest.ask("GET", "/cluster"))
        if told["status"] == "enabled":
            found |= {f"peer {peer}" for peer in told["peers"]}
    return found
