"""A search to time a Qdrant by: one of its own vectors, looked for in its own collection."""

from typing import Any, NamedTuple
from urllib.parse import quote

from backend.model.base import Frozen
from backend.probes.probe import ProbeFailed
from backend.qdrant.answers import CollectionNames, Greeting, Result
from backend.qdrant.api import Api, is_silence
from backend.qdrant.versions import QUERY, read_version

NEAREST = 10
"""Points a search asks for."""

TRIED = 10
"""Collections looked into for a vector, at most."""


class Question(NamedTuple):
    """What is asked; a body stands for POST.

    Attributes:
        name: Fit for display; the vector is not in it.
    """

    name: str
    path: str
    body: dict[str, Any] | None = None


class Anything(Frozen):
    """An answer of which nothing is read."""


class _Point(Frozen):
    vector: list[float] | dict[str, Any] | None = None


class _Points(Frozen):
    points: tuple[_Point, ...] = ()


async def choose(api: Api, visible: tuple[str, ...]) -> Question:
    """A search in a collection with vectors, a visible one before others; else `GET /healthz`.

    Raises:
        ProbeFailed: The server does not answer.
    """
    try:
        version = read_version((await api.ask("/", Greeting)).version)
        listed = (await api.ask("/collections", Result[CollectionNames])).result.collections
        names = sorted(
            (entry.name for entry in listed), key=lambda name: (name not in visible, name)
        )
        # A collection that an older release searches otherwise is searched that way.
        by_query = version is None or version >= QUERY
        for name in names[:NEAREST]:
            found = await _search(api, name, by_query=by_query)
            if found is not None:
                return found
    except ProbeFailed as failed:
        if is_silence(failed):
            raise
    return Question("GET /healthz", "/healthz")


async def _search(api: Api, name: str, *, by_query: bool) -> Question | None:
    """A search for the first vector of a collection; None where it has none that is dense."""
    path = f"/collections/{quote(name, safe='')}/points"
    first = {"limit": 1, "with_vector": True, "with_payload": False}
    points = (await api.post(f"{path}/scroll", Result[_Points], first)).result.points
    vector = points[0].vector if points else None
    using = ""
    if isinstance(vector, dict):
        dense = ((key, value) for key, value in vector.items() if _is_dense(value))
        using, vector = next(dense, ("", None))
    if not vector:
        return None
    if by_query:
        body = {"query": vector, "limit": NEAREST, **({"using": using} if using else {})}
        return Question(f"POST /collections/{name}/points/query", f"{path}/query", body)
    named = {"name": using, "vector": vector} if using else vector
    body = {"vector": named, "limit": NEAREST}
    return Question(f"POST /collections/{name}/points/search", f"{path}/search", body)


def _is_dense(vector: object) -> bool:
    return isinstance(vector, list) and all(isinstance(part, int | float) for part in vector)
