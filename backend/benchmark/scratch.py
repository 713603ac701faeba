"""A scratch collection: made for one benchmark, gone after it."""

import uuid
from collections.abc import Mapping
from typing import Any

import httpx
import orjson

from backend.benchmark.drive import Failed
from backend.benchmark.vectors import Vectors

PREFIX = "passerelle-bench-"
DISTANCE = "Cosine"
FOUND = 10
"""Points that a search asks for."""


class Scratch:
    """One collection of one server and the requests that a benchmark makes of it.

    Attributes:
        name: Unique, so that it is nobody else's.
        sent_bytes: Bodies of the writes so far.
    """

    def __init__(self, client: httpx.AsyncClient, vectors: Vectors) -> None:
        self.name = f"{PREFIX}{uuid.uuid4().hex[:12]}"
        self.sent_bytes = 0
        self._client = client
        self._vectors = vectors

    async def create(self) -> None:
        """Make the collection.

        Raises:
            Failed, httpx.HTTPError: The server does not.
        """
        size = self._vectors.dimension
        await self._ask("PUT", "", {"vectors": {"size": size, "distance": DISTANCE}})

    async def drop(self) -> None:
        """Delete the collection; one that is not there is no failure.

        Raises:
            Failed, httpx.HTTPError: The server does not.
        """
        await self._ask("DELETE", "")

    async def write(self, first: int, count: int) -> float | None:
        """Write points with the ids from `first` on, and wait until they can be found."""
        body = self._vectors.points(first, count)
        self.sent_bytes += len(body)
        return await self._ask("PUT", "/points?wait=true", body)

    async def search(self, number: int) -> float | None:
        """One search for a vector of its own."""
        body = self._vectors.question(number, FOUND)
        return await self._ask("POST", "/points/query", body)

    async def retrieve(self, point: int) -> float | None:
        """One point by its id: the simplest request there is."""
        return await self._ask("GET", f"/points/{point}")

    async def _ask(
        self, method: str, path: str, body: bytes | Mapping[str, Any] | None = None
    ) -> float | None:
        """Make a request; returns the seconds that the server says it took."""
        response = await self._client.request(
            method,
            f"/collections/{self.name}{path}",
            content=body if body is None or isinstance(body, bytes) else orjson.dumps(body),
            headers={"content-type": "application/json"},
        )
        if response.status_code != httpx.codes.OK:
            raise Failed(f"{method} {path or 'collection'} was answered with {told(response)}")
        try:
            seconds = orjson.loads(response.content).get("time")
        except (orjson.JSONDecodeError, AttributeError):
            raise Failed(
                f"{method} {path or 'collection'} was not answered as Qdrant does"
            ) from None
        return seconds if isinstance(seconds, float) else None


def told(response: httpx.Response) -> str:
    """A refusal in the server's words, where it has any, without the key it may repeat."""
    try:
        reason = orjson.loads(response.content)["status"]["error"]
    except (orjson.JSONDecodeError, LookupError, TypeError):
        reason = ""
    said = str(reason).replace(response.request.headers.get("api-key") or "\n", "…")
    return f"HTTP {response.status_code} {said[:200]}".strip()
