"""Qdrant over REST for a writer: one request, one answer, and what a refusal means."""

import asyncio
import email.utils
import math
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Literal, Self

import httpx
import orjson

from backend.migration.errors import Refused
from backend.probes.probe import ProbeFailed
from backend.qdrant.connection import LIMITS, Connection

TIMEOUT = httpx.Timeout(30.0, connect=5.0)
"""Seconds for each step of a request; a large batch on a busy server takes some."""

LARGEST_ANSWER = 256 * 2**20
"""Bytes of an answer that is read; one of points is some megabytes."""

_STEPS = 20
"""Times the seconds of a step after which a whole request is given up, however it trickles on."""

_NOT_FOUND = 404
_TRY_AGAIN = {408, 425, 429}
_TOO_LARGE = 413
_TOO_LONG = "larger than allowed"
"""What Qdrant says with status 400 of a body beyond its 32 MB."""

_NO_ROOM = 507
_NO_SPACE = "No space left on device"
"""What Qdrant says with status 500 where its own disk is full."""

_TOO_MUCH = {408, 429}
_NOT_ALLOWED = {401, 403}


class Unavailable(Exception):  # noqa: N818  (a state of the world)
    """No answer, or one that may be better next time.

    Attributes:
        retry_after: Seconds the server asked to wait; None where it did not.
        is_away: Whether nobody answered at all.
        is_overload: Whether less at once may be answered.
    """

    def __init__(
        self,
        summary: str,
        *,
        retry_after: float | None = None,
        is_away: bool,
        is_overload: bool = False,
    ) -> None:
        super().__init__(summary)
        self.retry_after = retry_after
        self.is_away = is_away
        self.is_overload = is_overload


class PointsRefused(Exception):  # noqa: N818  (a verdict, not a fault)
    """The server will not take these points, now or later."""


class TooLarge(PointsRefused):
    """The server takes no request of this size; fewer points may pass."""


class TargetFull(PointsRefused):
    """The server has no room for more; someone must make some."""


class CollectionMissing(Exception):  # noqa: N818  (a state of the world)
    """What was asked about (a collection, mostly) is not there."""


class Rest:
    """Requests to one Qdrant.

    Attributes:
        url: Its address.
        api_key: What is sent with every request.

    Every request raises Unavailable where trying again may help, Refused where the server says
    no to everything (a wrong api key), TargetFull where it has no room, CollectionMissing and
    PointsRefused where it says no to this one.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        connections: int = 5,
        timeout: httpx.Timeout = TIMEOUT,
        needs: Literal["read", "write"] = "write",
        key_name: str = "QDRANT_API_KEY",
    ) -> None:
        """Prepare for so many requests in flight; nothing is asked yet.

        Raises:
            Refused: The api key cannot be sent.
        """
        self.url = connection.url
        self.api_key = connection.api_key
        self._needs = needs
        self._key_name = key_name
        self._hide = connection.without_key
        limits = httpx.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=LIMITS.keepalive_expiry,
        )
        try:
            self._client = connection.client(timeout, limits)
        except ProbeFailed as failure:
            raise Refused(failure.error.summary, failure.error.remedy) from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        query: dict[str, str] | None = None,
        *,
        seconds: float | None = None,
    ) -> Any:
        """The `result` of an answer.

        Args:
            method: Of HTTP.
            path: Below the address.
            body: JSON.
            query: Behind the path.
            seconds: To wait for an answer that takes longer than others.
        """
        headers = {"content-type": "application/json"} if body else {}
        timeout = self._client.timeout
        if seconds is not None:
            timeout = httpx.Timeout(seconds, connect=timeout.connect)
        try:
            # A response that holds its body lives in a cycle, megabytes at a time, until the
            # garbage collector comes by.
            async with (
                asyncio.timeout(timeout.read and _STEPS * timeout.read),
                self._client.stream(
                    method, path, content=body, params=query, headers=headers, timeout=timeout
                ) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    await answer.aread()
                    raise verdict(answer, self.url, self._needs, self._key_name, self._hide)
                content = await _body(answer)
        except (httpx.TimeoutException, TimeoutError) as error:
            slow = isinstance(error, httpx.ReadTimeout | httpx.WriteTimeout | TimeoutError)
            raise Unavailable("no answer in time", is_away=True, is_overload=slow) from None
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise Unavailable(f"no answer: {reason}", is_away=True) from None
        try:
            return orjson.loads(content)["result"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            raise Unavailable("answered something that is not Qdrant's", is_away=False) from None


async def _body(answer: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in answer.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Unavailable("answered more than can be read at once", is_away=False)
    return b"".join(parts)


def verdict(
    answer: httpx.Response,
    url: str,
    needs: Literal["read", "write"] = "write",
    key_name: str = "QDRANT_API_KEY",
    hide: Callable[[str], str] = str,
) -> Exception:
    """What an answer other than 200 means; an exception as `Rest` says.

    Args:
        answer: With its body.
        url: Of the server.
        needs: What the key has to allow.
        key_name: Where the key is read from.
        hide: Takes the key out of what the server says.
    """
    status = answer.status_code
    said = hide(_reason(answer))[:300]
    if status in _NOT_ALLOWED:
        return Refused(
            f"{url} refused access ({status}: {said})",
            f"set {key_name} to a key that may {needs}",
            is_final=False,
        )
    if status == _NOT_FOUND:
        return CollectionMissing(f"it is not there ({said})")
    if status == _NO_ROOM or _NO_SPACE in said:
        return TargetFull(f"{status}: {said}")
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status in _TRY_AGAIN:
        wait = _seconds(answer.headers.get("retry-after"))
        return Unavailable(
            f"answered {status}: {said}",
            retry_after=wait,
            is_away=False,
            is_overload=status in _TOO_MUCH,
        )
    if status == _TOO_LARGE or _TOO_LONG in said:
        return TooLarge(f"{status}: {said}")
    return PointsRefused(f"{status}: {said}")


def _reason(answer: httpx.Response) -> str:
    try:
        text = orjson.loads(answer.content)["status"]["error"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        text = answer.reason_phrase
    return str(text)


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; it may also be a date."""
    if header is None:
        return None
    with suppress(ValueError):
        seconds = float(header)
        return max(0.0, seconds) if math.isfinite(seconds) else None
    with suppress(ValueError):
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    return None
