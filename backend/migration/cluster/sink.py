"""Writing through ray-qdrant, batch by batch, each told to the desk once Qdrant has applied it.

ray-qdrant makes point ids, vectors and requests of a size that Qdrant takes, and asks again where
that helps. What it has not is done here: it tells nobody what was written, fails as a whole where
one point is refused, makes a collection that is missing (one that was deleted under a run must be
noticed), and takes payload from columns, where a field that one point lacks would become null.
"""

import time
from collections.abc import Iterable
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import ray
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse
from ray_qdrant import QdrantDatasink

from backend.migration.batches import Batch, Point, id_of
from backend.migration.cluster.desk import Ask, Over, Trouble
from backend.migration.cluster.reading import batches_in
from backend.migration.cluster.verdicts import Refusal, verdict_of
from backend.migration.done import Done

ID, VECTOR, PAYLOAD = "id", "vector", "payload"


class JournalledSink(QdrantDatasink):  # type: ignore[misc]
    """Writes batches whose points are as REST takes them."""

    def __init__(self, collection: str, desk: Any, *, keeps: bool, **options: Any) -> None:
        """Write into a collection that is there.

        Args:
            collection: Its name.
            desk: Who admits batches.
            keeps: Whether it is told their ids first, to keep what stands there.
            options: Those of QdrantDatasink.
        """
        super().__init__(collection, id_column=ID, vector_column=VECTOR, **options)
        self._desk = desk
        self._keeps = keeps

    def write(self, blocks: Iterable[pa.Table], ctx: Any) -> None:
        """Write the batches of some tables, each once the desk admits it."""
        client = self._get_client()
        try:
            for block in blocks:
                for batch in batches_in(block):
                    ask = _ask(batch) if self._keeps else None
                    if ray.get(self._desk.admit.remote(len(batch.points), ask)):
                        ray.get(self._desk.tell.remote(self._outcome(client, batch)))
                    elif ray.get(self._desk.is_over.remote()):
                        raise Over
        finally:
            client.close()

    def _outcome(self, client: Any, batch: Batch) -> Done | Trouble:
        """Write a batch, halving what is refused until the faulty points stand alone."""
        failures = list(batch.failures)
        written = attempts = 0
        waiting = [batch.points] if batch.points else []
        while waiting:
            part = waiting.pop()
            attempts += 1
            try:
                self._send(client, part)
            except (UnexpectedResponse, ResponseHandlingException, ValueError) as error:
                found = verdict_of(error, self.url)
                if not isinstance(found, Refusal):
                    return Trouble(batch.number, found.kind, found.reason)
                if len(part) == 1:
                    failures.append(part[0].refused(found.reason))
                else:
                    half = len(part) // 2
                    waiting += [part[half:], part[:half]]
            else:
                written += len(part)
        return Done(
            batch.number,
            batch.records,
            attempts,
            written,
            tuple(failures),
            time.time(),
            batch.digest,
        )

    def _send(self, client: Any, points: tuple[Point, ...]) -> None:
        bodies = [orjson.loads(point.body) for point in points]
        columns = {name: [body[name] for body in bodies] for name in (ID, PAYLOAD)}
        vectors = np.array([self._vector(body[VECTOR]) for body in bodies], np.float32)
        table = pa.table(
            {
                ID: _as_json(columns[ID]),
                VECTOR: pa.FixedSizeListArray.from_arrays(vectors.ravel(), vectors.shape[1]),
                PAYLOAD: _as_json(columns[PAYLOAD]),
            }
        )
        self._write_to_collection(client, table, self.collection)

    def _vector(self, told: Any) -> Any:
        """A point's vector, by its name where it has one.

        Raises:
            ValueError: The point has none.
        """
        if isinstance(told, list):
            return told
        if self.vector_name not in told:
            raise ValueError("it has no vector, and ray-qdrant writes no point without one")
        return told[self.vector_name]

    def _to_point_ids(self, column: pa.ChunkedArray) -> list[Any]:
        """Ids as Qdrant takes them, whole numbers and UUIDs side by side."""
        return [orjson.loads(value) for value in column.to_pylist()]

    def _to_payloads(self, table: pa.Table) -> list[dict[str, Any]]:
        """Payloads as they are in the source, whatever fields each point has."""
        return [orjson.loads(value) for value in table.column(PAYLOAD).to_pylist()]

    def _ensure_collection(self, client: Any, collection: str, vector_size: int) -> None:
        """The run has made it; one that is not there was deleted, and is not made again."""


def _ask(batch: Batch) -> Ask:
    return Ask(batch.number, tuple(id_of(point.body) for point in batch.points))


def _as_json(values: list[Any]) -> pa.Array:
    """Values of any kind in a column."""
    return pa.array([orjson.dumps(value) for value in values], pa.large_binary())
