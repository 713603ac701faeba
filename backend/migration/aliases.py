"""Aliases of one Qdrant: which collection a name means, and moving it in one step."""

from typing import Any

import orjson

from backend.migration.rest import Rest, Unavailable


class Aliases:
    """Reads and moves aliases. Every method raises what `Rest` raises."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def all(self) -> dict[str, str]:
        """The collection of each alias."""
        result = await self._rest.ask("GET", "/aliases")
        try:
            return {one["alias_name"]: one["collection_name"] for one in result["aliases"]}
        except (KeyError, TypeError):
            raise Unavailable("answered without aliases", is_away=False) from None

    async def move(self, name: str, to: str | None) -> None:
        """Let a name mean another collection, or none; readers see the one or the other.

        Raises:
            CollectionMissing: There is no such collection.
            PointsRefused: The name is a collection's own.
        """
        actions: list[dict[str, Any]] = [{"delete_alias": {"alias_name": name}}]
        if to is not None:
            actions.append({"create_alias": {"alias_name": name, "collection_name": to}})
        body = orjson.dumps({"actions": actions})
        await self._rest.ask("POST", "/collections/aliases", body)
