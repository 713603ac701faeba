"""The machine of a server, as far as its own telemetry tells."""

from dataclasses import dataclass
from typing import Any

from backend.migration.errors import Refused
from backend.migration.insisting import Insist
from backend.migration.rest import CollectionMissing, PointsRefused, Rest

_LEVEL = "3"
"""From this level on Qdrant tells the sizes of its shards."""

_PATHS = {
    "memory": ("app", "system", "ram_size"),
    "disk": ("app", "system", "disk_size"),
    "memory_used": ("memory", "resident_bytes"),
}
_KIB = ("memory", "disk")


@dataclass(frozen=True)
class Machine:
    """Bytes of memory and disk, and how much of them Qdrant holds; None where it does not tell.

    Attributes:
        untold: Why some are unknown; empty where none is.
    """

    memory: int | None = None
    memory_used: int | None = None
    disk: int | None = None
    disk_used: int | None = None
    untold: str = ""


async def machine_of(rest: Rest, insist: Insist) -> Machine:
    """Ask a server; what it does not tell is unknown, with the reason."""
    try:
        told, _ = await insist(
            lambda: rest.ask("GET", "/telemetry", query={"details_level": _LEVEL})
        )
    except Refused:
        return Machine(untold="the api key may not ask /telemetry")
    except (CollectionMissing, PointsRefused) as reason:
        return Machine(untold=f"the server has no /telemetry: {reason}")
    found = {name: _number(told, path) for name, path in _PATHS.items()}
    sizes = {name: size and size * (1024 if name in _KIB else 1) for name, size in found.items()}
    sizes["disk_used"] = _held(told)
    missing = [name.replace("_", " ") for name, size in sizes.items() if size is None]
    untold = f"/telemetry tells no {', '.join(missing)}" if missing else ""
    return Machine(**sizes, untold=untold)


def _number(told: Any, path: tuple[str, ...]) -> int | None:
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    return int(told) if isinstance(told, int | float) else None


def _held(told: Any) -> int | None:
    """Bytes of vectors and payloads of every shard on that server; None where none is told."""
    try:
        shards = [
            shard["local"]
            for collection in told["collections"]["collections"]
            for shard in collection["shards"]
            if shard.get("local")
        ]
        sizes = [one["vectors_size_bytes"] + one["payloads_size_bytes"] for one in shards]
    except (AttributeError, KeyError, TypeError):
        return None
    return int(sum(sizes))
