"""One collection: an edge shard and its configuration."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import qdrant_edge as edge
from qdrant_edge import EdgeShard, UpdateOperation

from backend.embedded import indexes
from backend.embedded.bodies import Delete, Json, QueryPoints, Retrieve, Scroll, Upsert
from backend.embedded.definitions import CreateIndex
from backend.embedded.disk import FolderBrokenError, FolderTakenError, read_json, write_json
from backend.embedded.errors import engine_errors, malformed, not_found
from backend.embedded.filters import to_filter
from backend.embedded.points import as_json, from_columns, selector
from backend.embedded.queries import QueryBuilder, scroll_request
from backend.embedded.schema import engine_config
from backend.embedded.vectors import VectorSpace

_MODES = {
    "insert_only": edge.UpdateMode.InsertOnly,
    "update_only": edge.UpdateMode.UpdateOnly,
}


class Collection:
    """Points with vectors, on disk.

    Every method runs to its end before it returns, and the engine keeps the interpreter's lock
    meanwhile: callers on one thread need no lock of their own.

    Attributes:
        name: Its own name, not an alias.
        config: In the shape of Qdrant's `CollectionConfig`.
        opened_in: Milliseconds that opening it took.
    """

    def __init__(
        self, name: str, path: Path, config: Json, shard: EdgeShard, started: float
    ) -> None:
        self.name = name
        self.config = config
        self._path = path
        self._shard = shard
        self._space = VectorSpace(config["params"])
        self._queries = QueryBuilder(self._space, self._stored_vector)
        self._unflushed = False
        self._vector_counts: dict[str, int] | None = None
        self.opened_in = (time.perf_counter() - started) * 1000

    @staticmethod
    def create(path: Path, config: Json) -> None:
        """Make a folder with a new, empty collection.

        Raises:
            ApiError: The engine cannot do what the configuration asks.
        """
        path.mkdir()
        with engine_errors():
            EdgeShard.create(str(path / "shard"), engine_config(config["params"])).close()
        write_json(path / "config.json", config)

    @classmethod
    def load(cls, name: str, path: Path) -> Self:
        """The collection in a folder, replayed to the last update that was answered.

        Raises:
            FolderError: It is open elsewhere, or damaged.
        """
        started = time.perf_counter()
        config = read_json(path / "config.json")
        try:
            shard = EdgeShard.load(str(path / "shard"))
        except Exception as error:  # the engine has no exception classes
            # The lock on its log is all that the engine says about another process.
            if "WouldBlock" in str(error):
                raise FolderTakenError(path) from error
            raise FolderBrokenError(path, error) from error
        return cls(name, path, config, shard, started)

    def configure(self, config: Json) -> None:
        """Keep a changed configuration."""
        write_json(self._path / "config.json", config)
        self.config = config

    def flush(self) -> None:
        """Write what has changed since the last flush, so that a restart replays less."""
        if self._unflushed:
            self._shard.flush()
            self._unflushed = False

    def close(self) -> None:
        """Let go of the files, as they are."""
        self._shard.close()

    def info(self) -> Json:
        """Qdrant's `CollectionInfo`. Always green: the engine runs no optimizer here."""
        info = self._shard.info()
        return {
            "status": "green",
            "optimizer_status": "ok",
            "indexed_vectors_count": info.indexed_vectors_count,
            "points_count": info.points_count,
            "segments_count": info.segments_count,
            "config": self.config,
            "payload_schema": {
                field: indexes.as_json(index) for field, index in info.payload_schema.items()
            },
        }

    def points_count(self) -> int:
        """Number of points, as the engine's segments report it."""
        return int(self._shard.info().points_count)

    def vector_counts(self) -> dict[str, int]:
        """Number of points that have each vector, by name; counted anew after an update only."""
        if self._vector_counts is None:
            self._vector_counts = {
                name: self._count(edge.Filter(must=[edge.HasVectorCondition(name)]))
                for name in self._space.names
            }
        return self._vector_counts

    def upsert(self, body: Upsert) -> None:
        """Write points: all of them or, where one is refused, none."""
        points = from_columns(body.batch) if body.batch else body.points
        if points is None:
            raise malformed("expected `points` or `batch`")
        with engine_errors():
            self._update(
                UpdateOperation.upsert_points(
                    [
                        edge.Point(each.id, self._space.point_vector(each.vector), each.payload)
                        for each in points
                    ],
                    to_filter(body.update_filter),
                    _MODES.get(body.update_mode or ""),
                )
            )

    def delete(self, body: Delete) -> None:
        """Delete points by id or by filter."""
        with engine_errors():
            matching = to_filter(body.filter)
            if body.points is not None:
                self._update(UpdateOperation.delete_points(list(body.points)))
            elif matching is not None:
                self._update(UpdateOperation.delete_points_by_filter(matching))
            else:
                raise malformed("expected `points` or `filter`")

    def retrieve(self, body: Retrieve) -> list[Json]:
        """The points that exist, in the order of the ids."""
        return self._retrieve(body.ids, selector(body.with_payload, True), body.with_vector)

    def point(self, point_id: int | str) -> Json:
        """One point with everything."""
        found = self._retrieve([point_id], True, True)
        if not found:
            raise not_found(f"Point with id {point_id} does not exists!")
        return found[0]

    def scroll(self, body: Scroll) -> Json:
        """A page of points, and where the next one starts."""
        with engine_errors():
            points, offset = self._shard.scroll(scroll_request(body))
        return {"points": [as_json(point) for point in points], "next_page_offset": offset}

    def count(self, filter_: Json | None) -> int:
        """The exact number of points, or of those that a filter matches."""
        with engine_errors():
            return self._count(to_filter(filter_))

    def query(self, searches: Sequence[QueryPoints]) -> list[Json]:
        """The points that each search finds."""
        with engine_errors():
            requests = [self._queries.request(each) for each in searches]
            found = self._shard.query_batch(edge.QueryBatchRequest(requests))
        return [{"points": [as_json(point) for point in points]} for points in found]

    def create_index(self, body: CreateIndex) -> None:
        """Index a payload field."""
        with engine_errors():
            schema = indexes.to_engine(body.field_schema)
            self._update(UpdateOperation.create_field_index(body.field_name, schema))

    def delete_index(self, field: str) -> None:
        """Forget the index of a payload field."""
        with engine_errors():
            self._update(UpdateOperation.delete_field_index(field))

    def _count(self, matching: edge.Filter | None) -> int:
        return int(self._shard.count(edge.CountRequest(exact=True, filter=matching)))

    def _update(self, operation: UpdateOperation) -> None:
        self._unflushed = True
        self._vector_counts = None
        self._shard.update(operation)

    def _retrieve(
        self, ids: Sequence[int | str], payload: Any, vector: bool | list[str] | None
    ) -> list[Json]:
        with engine_errors():
            records = self._shard.retrieve(list(ids), payload, vector or False)
        return [as_json(record) for record in records]

    def _stored_vector(self, point_id: int | str, name: str) -> Any:
        with engine_errors():
            records = self._shard.retrieve([point_id], False, [name] if name else True)
        if not records:
            raise not_found(f"No point with id {point_id} found")
        vector = records[0].vector
        found = vector.get(name) if isinstance(vector, dict) else vector
        if found is None:
            raise not_found(f'Vector with name "{name}" for point not found')
        return found
