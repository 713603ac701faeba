"""The target: one collection of a Qdrant, with nothing but what a writer and a checker need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast
from urllib.parse import quote

import orjson

from backend.migration.errors import Refused
from backend.migration.identity import PointId
from backend.migration.rest import CollectionMissing, PointsRefused, Rest, TargetFull, Unavailable

Json = dict[str, Any]
Distance = Literal["Cosine", "Dot", "Euclid", "Manhattan"]
_SET_LATER = ("read_fan_out_factor", "read_fan_out_delay_ms")
"""Parameters that Qdrant reports and takes for a collection that is there, not for a new one."""

_TAKEN_OVER = (
    "hnsw_config",
    "quantization_config",
    "strict_mode_config",
    "wal_config",
    "metadata",
)


@dataclass(frozen=True)
class Space:
    """What a collection is, as far as its vectors are concerned.

    Attributes:
        dimension: Of the one vector without a name; 0 where the vectors have names.
        datatype: What a number of a vector is stored as.
        deferred: Points written and not visible to reads yet; 0 where the server does not tell.
        status: Of the collection; `yellow` while the server rebuilds it.
        config: The whole configuration, as Qdrant reports it.
        indexes: Its payload indexes: the schema of each field, as it is made.
    """

    dimension: int
    distance: Distance = "Cosine"
    datatype: str = "float32"
    deferred: int = 0
    status: str = "green"
    config: Json | None = None
    indexes: Mapping[str, Any] = field(default_factory=dict)


class Target:
    """One collection of one Qdrant, by its name or an alias.

    Every method raises what `Rest` raises.
    """

    def __init__(self, rest: Rest, collection: str) -> None:
        self._rest = rest
        self.url = rest.url
        self.collection = collection
        self._path = f"/collections/{quote(collection, safe='')}"

    async def space(self) -> Space | None:
        """What the collection's vectors are; None where there is no such collection.

        Raises:
            Refused: It has named vectors, which a list of plain vectors cannot fill.
        """
        space = await self.whole()
        if space is not None:
            self.check_plain(space)
        return space

    def check_plain(self, space: Space) -> None:
        """See that a list of plain vectors can fill it.

        Raises:
            Refused: It has named vectors.
        """
        if not space.dimension:
            raise Refused(
                f"collection {self.collection} has named vectors",
                "name a collection with one plain vector, or one that does not exist yet",
            )

    async def whole(self) -> Space | None:
        """What the collection is, whatever its vectors are; None where there is none."""
        try:
            result = await self.info()
        except CollectionMissing:
            return None
        try:
            config = dict(result["config"])
            params = config["params"]
            # Where there are sparse ones alone, some say nothing of dense ones.
            vectors = dict(
                params.get("vectors") or {} if params.get("sparse_vectors") else params["vectors"]
            )
            deferred = (result.get("update_queue") or {}).get("deferred_points") or 0
            indexes = {
                name: schema.get("params") or schema["data_type"]
                for name, schema in (result.get("payload_schema") or {}).items()
            }
        except (AttributeError, KeyError, TypeError, ValueError):
            raise Unavailable("answered without the collection's settings", is_away=False) from None
        plain: Json = vectors if isinstance(vectors.get("size"), int) else {"size": 0}
        return Space(
            plain["size"],
            cast("Distance", plain.get("distance", "Cosine")),
            plain.get("datatype") or "float32",
            int(deferred),
            str(result.get("status")),
            config,
            indexes,
        )

    async def info(self) -> Any:
        """The collection as Qdrant tells it.

        Raises:
            CollectionMissing: There is none.
        """
        return await self._rest.ask("GET", self._path)

    async def queue(self) -> int | None:
        """Updates that the server has taken and not applied; None where it does not tell."""
        told = await self.info()
        waiting = told.get("update_queue") if isinstance(told, dict) else None
        length = waiting.get("length") if isinstance(waiting, dict) else None
        return length if isinstance(length, int) else None

    async def create(self, dimension: int, like: Space | None = None) -> None:
        """Make the collection; one that is there already stays.

        Args:
            dimension: Of its vectors.
            like: A collection whose settings and payload indexes it takes over; without one it
                compares by cosine.
        """
        body = _settings(like) or {"vectors": {"size": dimension, "distance": "Cosine"}}
        try:
            await self._rest.ask("PUT", self._path, orjson.dumps(body))
        except PointsRefused as refusal:
            if await self.whole() is None:
                is_final = not isinstance(refusal, TargetFull)
                raise Refused(f"collection cannot be made: {refusal}", is_final=is_final) from None
        if later := _set_later(like):
            await self.configure({"params": later})
        await self.index(like.indexes if like else {})

    async def index(self, indexes: Mapping[str, Any]) -> None:
        """Make payload indexes; one that is there already stays.

        Args:
            indexes: The schema of each field, as Qdrant reports it.
        """
        for name, schema in indexes.items():
            index = orjson.dumps({"field_name": name, "field_schema": schema})
            await self._rest.ask("PUT", f"{self._path}/index", index, {"wait": "true"})

    async def configure(self, settings: Json) -> None:
        """Change settings; what is not named stays."""
        await self._rest.ask("PATCH", self._path, orjson.dumps(settings))

    async def delete(self) -> None:
        """Delete the collection; nothing happens where there is none."""
        await self._rest.ask("DELETE", self._path)

    async def count(self) -> int:
        """Qdrant's exact count of points.

        Raises:
            CollectionMissing: There is none.
        """
        result = await self._post("points/count", {"exact": True})
        if not isinstance(result, dict) or not isinstance(result.get("count"), int):
            raise Unavailable("answered without a count", is_away=False)
        return int(result["count"])

    async def upsert(self, points: Sequence[bytes]) -> None:
        """Write points, each JSON already, and wait until they are applied.

        Raises:
            PointsRefused: The server finds fault with them.
            CollectionMissing: There is none.
        """
        body = b'{"points":[' + b",".join(points) + b"]}"
        result = await self._rest.ask("PUT", f"{self._path}/points", body, {"wait": "true"})
        status = result.get("status") if isinstance(result, dict) else None
        if status != "completed":
            raise Unavailable(f"wrote with status {status!r}, not completed", is_away=False)

    async def retrieve(self, ids: Sequence[PointId]) -> list[Json]:
        """Those of the points that are there, whole."""
        asked = {"ids": list(ids), "with_vector": True, "with_payload": True}
        return _points(await self._post("points", asked))

    async def remove(self, ids: Sequence[PointId]) -> None:
        """Delete points, and wait until they are gone; those that are not there cost nothing.

        Raises:
            CollectionMissing: There is no such collection.
        """
        path = f"{self._path}/points/delete"
        await self._rest.ask("POST", path, orjson.dumps({"points": list(ids)}), {"wait": "true"})

    async def scroll(
        self, offset: PointId | None, limit: int, *, whole: bool
    ) -> tuple[list[Json], PointId | None]:
        """A page of points in the order of their ids, and where the next one begins.

        Args:
            offset: The id to begin with; None for the first of all.
            limit: Points at most.
            whole: With vectors and payload, or ids alone.
        """
        asked: Json = {"limit": limit, "with_vector": whole, "with_payload": whole}
        if offset is not None:
            asked["offset"] = offset
        told = await self._post("points/scroll", asked)
        if not isinstance(told, dict):
            raise Unavailable("answered without points", is_away=False)
        return _points(told.get("points")), told.get("next_page_offset")

    async def present(self, ids: Sequence[PointId]) -> int:
        """How many of the points are there."""
        asked = {"ids": list(ids), "with_vector": False, "with_payload": False}
        return len(_points(await self._post("points", asked)))

    async def some(self, count: int) -> list[Json]:
        """Some points with their vectors: at random where the server can, else the first."""
        wanted = {"limit": count, "with_vector": True, "with_payload": False}
        try:
            sampled = await self._post("points/query", {"query": {"sample": "random"}, **wanted})
        except (CollectionMissing, PointsRefused):  # before 1.11, or not that far
            sampled = await self._post("points/scroll", wanted)
        return _points(sampled["points"] if isinstance(sampled, dict) else None)

    async def search(self, vector: Sequence[float], limit: int) -> list[Json]:
        """The nearest points: their ids and scores, the best first."""
        return await self.query({"query": list(vector), "limit": limit})

    async def query(self, body: Json) -> list[Json]:
        """Points that Qdrant's universal query finds."""
        found = await self._post("points/query", body)
        return _points(found["points"] if isinstance(found, dict) else None)

    async def _post(self, path: str, body: Json) -> Any:
        return await self._rest.ask("POST", f"{self._path}/{path}", orjson.dumps(body))


def _settings(like: Space | None) -> Json:
    """What makes a collection like another one, from the configuration that Qdrant reports."""
    if like is None or like.config is None:
        return {}
    told = {
        **{name: told for name, told in like.config["params"].items() if name not in _SET_LATER},
        **{name: like.config.get(name) for name in _TAKEN_OVER},
        "optimizers_config": like.config.get("optimizer_config"),
    }
    return {name: value for name, value in told.items() if value is not None}


def _set_later(like: Space | None) -> Json:
    """What of those settings a collection takes once it is there."""
    params = like.config["params"] if like and like.config else {}
    return {name: params[name] for name in _SET_LATER if params.get(name) is not None}


def _points(result: Any) -> list[Json]:
    if not isinstance(result, list) or not all(
        isinstance(point, dict) and "id" in point for point in result
    ):
        raise Unavailable("answered without points", is_away=False)
    return result
