"""Qdrant over gRPC: points written and read, which is what there are millions of."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

import grpc

from backend.migration import protobuf
from backend.migration.errors import Refused
from backend.migration.rest import (
    CollectionMissing,
    PointsRefused,
    TargetFull,
    TooLarge,
    Unavailable,
)
from backend.qdrant.connection import Connection

TIMEOUT = 30.0
"""Seconds for one call as a whole."""

ASK_TIMEOUT = 3.0
_COMPLETED = 2
_STATUSES = {0: "unknown", 1: "acknowledged", 3: "clock rejected", 4: "wait timeout"}
_OPTIONS = (
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    # Its own default waits up to two minutes before it looks again whether a server is back.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.primary_user_agent", "passerelle"),
    # A channel shared with another one of this process would share its failures.
    ("grpc.use_local_subchannel_pool", 1),
)
_NO_ROOM = ("no space left", "insufficient storage", "quota")
_TOO_LONG = ("larger than max", "too large", "length too")


class Calls:
    """Calls to one Qdrant; raises what `Rest` raises."""

    def __init__(
        self,
        connection: Connection,
        port: int,
        *,
        remedy: str = "set QDRANT_API_KEY to a key that may write",
    ) -> None:
        """Prepare to call; nothing is asked yet.

        Args:
            connection: Its REST address and key.
            port: Where it listens for gRPC.
            remedy: What to do where it refuses access.

        Raises:
            Refused: gRPC cannot do what the connection asks for.
        """
        parts = urlsplit(connection.url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        self.address = f"{host}:{port}"
        if parts.path:
            raise Refused(f"gRPC knows no paths such as that of {connection.url}", _OTHERWISE)
        self._remedy = remedy
        self._hide = connection.without_key
        key = connection.api_key
        self._metadata = (("api-key", key.get_secret_value()),) if key else ()
        if parts.scheme == "http":
            self._channel: Any = grpc.aio.insecure_channel(self.address, _OPTIONS)
        elif connection.insecure_tls:
            raise Refused("gRPC takes no certificate unseen", _OTHERWISE)
        else:
            authority = connection.ca_file.read_bytes() if connection.ca_file else None
            credentials = grpc.ssl_channel_credentials(authority)
            self._channel = grpc.aio.secure_channel(self.address, credentials, _OPTIONS)
        self._upsert = self._channel.unary_unary("/qdrant.Points/Upsert")
        self._scroll = self._channel.unary_unary("/qdrant.Points/Scroll")
        self._exists = self._channel.unary_unary("/qdrant.Collections/CollectionExists")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._channel.close()

    async def knows(self, collection: str) -> bool:
        """Whether it answers and holds this collection: whether it is the Qdrant that was meant."""
        with suppress(grpc.RpcError, ValueError):
            request = protobuf.named(collection)
            answer = await self._exists(request, timeout=ASK_TIMEOUT, metadata=self._metadata)
            return protobuf.is_there(answer)
        return False

    async def upsert(self, collection: str, points: Sequence[bytes]) -> None:
        """Write points, each in protobuf's bytes already, and wait until they are applied."""
        body = protobuf.upsert(collection, points)
        try:
            answer = await self._upsert(body, timeout=TIMEOUT, metadata=self._metadata)
            status = protobuf.status_of(answer)
        except grpc.RpcError as error:
            raise self._verdict(error) from None
        except ValueError:
            raise Unavailable("answered something that is not Qdrant's", is_away=False) from None
        if status != _COMPLETED:
            said = _STATUSES.get(status, status)
            raise Unavailable(f"wrote with status {said!r}, not completed", is_away=False)

    async def scroll(self, request: bytes, seconds: float = TIMEOUT) -> bytes:
        """A `ScrollResponse` to a `ScrollPoints`, both in protobuf's bytes."""
        try:
            answer: bytes = await self._scroll(request, timeout=seconds, metadata=self._metadata)
        except grpc.RpcError as error:
            raise self._verdict(error) from None
        return answer

    def _verdict(self, error: Any) -> Exception:
        code: Any = error.code()
        said = self._hide(str(error.details() or ""))[:300]
        if code in _NOT_ALLOWED:
            return Refused(
                f"{self.address} refused access ({code.name}: {said})",
                self._remedy,
                is_final=False,
            )
        if code == grpc.StatusCode.NOT_FOUND:
            return CollectionMissing(f"it is not there ({said})")
        return _refusal(code, said) or _unavailable(error, code, said)


_OTHERWISE = "write with --transport rest"
_NOT_ALLOWED = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED)
_REFUSALS = (
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.OUT_OF_RANGE,
    grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.UNIMPLEMENTED,
)


def _refusal(code: Any, said: str) -> Exception | None:
    """Why these points will not pass, or not before someone has made room; None where they may."""
    told = f"{code.name}: {said}"
    if any(words in said.lower() for words in _NO_ROOM):
        return TargetFull(told)
    if any(words in said.lower() for words in _TOO_LONG):
        return TooLarge(told)
    return PointsRefused(told) if code in _REFUSALS else None


def _unavailable(error: Any, code: Any, said: str) -> Unavailable:
    if code == grpc.StatusCode.DEADLINE_EXCEEDED:
        return Unavailable("no answer in time", is_away=True, is_overload=True)
    if code == grpc.StatusCode.UNAVAILABLE:
        return Unavailable(f"no answer: {said}", is_away=True)
    return Unavailable(
        f"answered {code.name}: {said}",
        retry_after=_retry_after(error),
        is_away=False,
        is_overload=code == grpc.StatusCode.RESOURCE_EXHAUSTED,
    )


def _retry_after(error: Any) -> float | None:
    """Seconds that the server asks to wait for, which stand beside its refusal."""
    for key, value in error.trailing_metadata() or ():
        if key == "retry-after":
            with suppress(ValueError):
                return max(0.0, float(value))
    return None
