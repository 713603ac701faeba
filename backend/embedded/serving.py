"""One request from its first byte to its last: timed, let in, read, answered."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from backend.embedded.auth import Access, Keys
from backend.embedded.errors import ApiError, from_validation, malformed
from backend.embedded.metering import Meter
from backend.embedded.storage import Storage
from backend.embedded.telemetry import Startup

log = logging.getLogger(__name__)

LARGEST_BODY = 32 * 1024 * 1024
"""Qdrant's own limit, in bytes."""

UNKNOWN = "unknown"
"""The endpoint under which Qdrant counts requests that fit no route."""

BodyT = TypeVar("BodyT", bound=BaseModel)


@dataclass(frozen=True)
class Service:
    """What the routes work on."""

    storage: Storage
    meter: Meter
    keys: Keys
    startup: Startup


@dataclass(frozen=True)
class Call:
    """One request, read."""

    service: Service
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes

    @property
    def storage(self) -> Storage:
        """The collections."""
        return self.service.storage

    @property
    def collection_name(self) -> str:
        """The collection or alias that the path names."""
        return self.path["collection_name"]

    def read(self, model: type[BodyT]) -> BodyT:
        """The body.

        Raises:
            ApiError: It is not JSON, or not this.
        """
        try:
            # Pydantic's parser takes NaN and Infinity for numbers, which JSON does not have.
            if b"NaN" in self.body or b"Infinity" in self.body:
                orjson.loads(self.body)
            return model.model_validate_json(self.body)
        except ValidationError as error:
            raise from_validation(error) from error
        except orjson.JSONDecodeError as error:
            raise malformed(str(error)) from error


@dataclass(frozen=True)
class Endpoint:
    """A route: what it needs, and what answers it.

    Attributes:
        path: As Qdrant spells it in its metrics.
        answer: Returns the result to put in Qdrant's envelope, or a response to send as it is.
    """

    method: str
    path: str
    access: Access
    answer: Callable[[Call], Any]


def to_route(endpoint: Endpoint, service: Service, counted_as: str | None = None) -> Route:
    """The Starlette route of an endpoint, counted under its path or another name."""
    name = counted_as or endpoint.path

    async def serve(request: Request) -> Response:
        started = time.perf_counter()
        response = await _answer(request, endpoint, service, started)
        seconds = time.perf_counter() - started
        service.meter.record(request.method, name, response.status_code, seconds)
        return response

    return Route(endpoint.path, serve, methods=[endpoint.method])


async def _answer(
    request: Request, endpoint: Endpoint, service: Service, started: float
) -> Response:
    try:
        service.keys.check(request.headers, endpoint.access)
        call = Call(service, request.path_params, request.query_params, await _body(request))
        result = endpoint.answer(call)
        if isinstance(result, Response):
            return result
        seconds = time.perf_counter() - started
        return json_response(200, {"result": result, "status": "ok", "time": seconds})
    except ApiError as error:
        refusal = error
    except Exception as error:  # a fault of ours is answered like one of Qdrant's
        log.exception("%s %s failed", request.method, endpoint.path)
        refusal = ApiError(500, f"Service internal error: {type(error).__name__}")
    return _refusal(refusal, time.perf_counter() - started)


async def _body(request: Request) -> bytes:
    try:
        size = int(request.headers.get("content-length", 0))
    except ValueError:
        size = 0
    parts = []
    if size <= LARGEST_BODY:
        size = 0
        try:
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > LARGEST_BODY:
                    break
        except ClientDisconnect as error:
            raise ApiError(400, "the client left before its request was whole") from error
    if size > LARGEST_BODY:
        raise ApiError(
            400,
            f"Payload error: JSON payload ({size} bytes) is larger than allowed "
            f"(limit: {LARGEST_BODY} bytes).",
        )
    return b"".join(parts)


def _refusal(error: ApiError, seconds: float) -> Response:
    if error.status == 401:
        return PlainTextResponse(error.message, status_code=401)
    return json_response(error.status, {"status": {"error": error.message}, "time": seconds})


def json_response(status: int, body: Any) -> Response:
    """JSON without an envelope."""
    return Response(
        orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS),
        status_code=status,
        media_type="application/json",
    )
