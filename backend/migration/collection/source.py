"""A collection that is moved from, and the questions that it is asked."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from backend.migration.aliases import Aliases
from backend.migration.collection.address import source_name
from backend.migration.collection.pages import Inexact, page, scroll
from backend.migration.collection.points import StoredPoint, checked_id, ids_digest, stored
from backend.migration.errors import Refused
from backend.migration.filestamp import FileStamp
from backend.migration.identity import PointId, key
from backend.migration.insisting import Insist
from backend.migration.ranges import Bound, Range
from backend.migration.rest import CollectionMissing, PointsRefused, Rest, Unavailable
from backend.migration.target import Space, Target
from backend.qdrant.connection import Connection

if TYPE_CHECKING:
    from backend.migration.calls import Calls  # loads 22 MB

T = TypeVar("T")
Page = Callable[[PointId | None, int], Awaitable[tuple[list[T], PointId | None]]]
"""Asks for so many points from an id on; gives them, and where the next page begins."""

KEY_NAME = "PASSERELLE_SOURCE_API_KEY"
_CONNECT = 5.0
IDS_AT_ONCE = 8192
"""Ids asked for in one request, without vectors and payload, where the bounds are fixed."""


@dataclass(frozen=True)
class CollectionSource:
    """A collection of another Qdrant, or of the same one. Nothing is asked yet.

    Attributes:
        connection: Where it is, with a key of its own.
        collection: Its name or an alias.
        timeout: Seconds that one answer may take.
    """

    connection: Connection
    collection: str
    timeout: float = 30.0

    @property
    def name(self) -> str:
        """Its address, without secrets."""
        return source_name(self.connection.url, self.collection)

    def stamps(self) -> tuple[FileStamp, ...]:
        """None: what it holds is told by digests of its ranges."""
        return ()

    def rest(self, connections: int) -> Rest:
        """Requests to it, so many at once.

        Raises:
            Refused: The api key cannot be sent.
        """
        timeout = httpx.Timeout(self.timeout, connect=min(_CONNECT, self.timeout))
        return Rest(
            self.connection,
            connections=connections,
            timeout=timeout,
            needs="read",
            key_name=KEY_NAME,
        )


class Reader:
    """Asks the source; every request is repeated until it is answered.

    Every method raises SourceAway where it gave no answer for too long, and Refused where it will
    give none.

    Attributes:
        collection: What is read: a collection's own name once `resolve` was asked.
    """

    def __init__(self, rest: Rest, collection: str, insist: Insist) -> None:
        self.rest = rest
        self.collection = collection
        self._insist = insist
        self._target = Target(rest, collection)
        self._most = IDS_AT_ONCE
        self._calls: Calls | None = None

    def read_over(self, calls: "Calls") -> None:
        """Read whole points over gRPC from now on, and over REST what that cannot tell."""
        self._calls = calls

    def read_from(self, collection: str) -> None:
        """Read this collection from now on, whatever an alias comes to mean."""
        self.collection = collection
        self._target = Target(self.rest, collection)

    async def aliases(self) -> dict[str, str]:
        """The collection of each alias of the server."""
        return await self._ask(Aliases(self.rest).all)

    async def space(self) -> Space:
        """The collection's settings and payload indexes."""
        space = await self._ask(self._target.whole)
        if space is None or space.config is None:
            raise Refused(
                f"{self.rest.url} has no collection {self.collection} to move from",
                f"see what it has: curl {self.rest.url}/collections",
                is_final=False,
            )
        self._most = _query_limit(space.config)
        return space

    async def count(self) -> int:
        """Its exact count."""
        return await self._ask(self._target.count)

    async def walk(self, size: int) -> AsyncIterator[list[Bound]]:
        """Every id in order, as the bounds of ranges of so many points; a page of them at once."""
        page = max(1, IDS_AT_ONCE // size) * size
        offset: PointId | None = None
        waiting: list[PointId] = []
        while True:
            ids, offset = await self._page(offset, page, self._ids)
            waiting += ids  # fewer than were asked for do not make a range shorter than the others
            ready = len(waiting) if offset is None else len(waiting) // size * size
            yield [
                Bound(part[0], len(part), ids_digest(part))
                for part in (waiting[at : min(at + size, ready)] for at in range(0, ready, size))
            ]
            del waiting[:ready]
            if offset is None:
                return

    async def read(self, wanted: Range) -> list[StoredPoint]:
        """The points of a range, whole; those that were there when it was fixed, if they still are.

        Less at once is asked for where an answer took too long.
        """
        found: list[StoredPoint] = []
        offset: PointId | None = wanted.first
        end = None if wanted.end is None else key(wanted.end)
        while offset is not None and len(found) < wanted.points:
            left = wanted.points - len(found)
            page, offset = await self._page(offset, left, self._whole)
            inside = [point for point in page if end is None or point.order < end]
            found += inside
            if len(inside) < len(page):
                break
        return found

    async def query(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Points that Qdrant's universal query finds."""
        return await self._ask(lambda: self._target.query(body))

    async def _ids(
        self, offset: PointId | None, limit: int
    ) -> tuple[list[PointId], PointId | None]:
        points, following = await self._target.scroll(offset, limit, whole=False)
        return [checked_id(point["id"]) for point in points], following

    async def _whole(
        self, offset: PointId | None, limit: int
    ) -> tuple[list[StoredPoint], PointId | None]:
        if self._calls is not None:
            try:
                return page(await self._calls.scroll(scroll(self.collection, offset, limit)))
            except Inexact:
                pass  # this one page alone
            except PointsRefused:
                self._calls = None
            except Unavailable as error:
                if error.is_overload or not error.is_away:
                    raise
        points, following = await self._target.scroll(offset, limit, whole=True)
        return [stored(point) for point in points], following

    async def _page(
        self, offset: PointId | None, limit: int, read: Page[T]
    ) -> tuple[list[T], PointId | None]:
        """A page as `read` gives it; one that holds no points is asked for again."""
        left = min(limit, self._most)

        async def ask() -> tuple[list[T], PointId | None]:
            nonlocal left
            try:
                return await read(offset, left)
            except Unavailable as error:
                if error.is_overload:
                    left = max(1, left // 2)
                raise

        return await self._ask(ask)

    async def _ask(self, request: Callable[[], Awaitable[T]]) -> T:
        try:
            answer, _ = await self._insist(request)
        except CollectionMissing as missing:
            raise Refused(
                f"collection {self.collection} is not there any more at {self.rest.url}, which is "
                f"moved from ({missing})",
                is_final=False,
            ) from None
        except PointsRefused as refusal:
            raise Refused(f"the source refused: {refusal}") from None
        return answer


def _query_limit(config: Mapping[str, Any]) -> int:
    """Points that one answer may hold, where the collection's strict mode limits that."""
    strict = config.get("strict_mode_config") or {}
    limit = strict.get("max_query_limit") if strict.get("enabled") else None
    return limit if isinstance(limit, int) and limit > 0 else IDS_AT_ONCE
