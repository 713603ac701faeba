"""The part of Qdrant's gRPC interface that points are written and read by, beside the REST one."""

import math
import time
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from qdrant_client import grpc as messages

from backend.embedded.auth import Access
from backend.embedded.bodies import PointStruct, Scroll, Sparse, Upsert, checked_id
from backend.embedded.errors import ApiError, bad_input, not_here
from backend.embedded.identity import TITLE, VERSION
from backend.embedded.retrieved import point_id, retrieved
from backend.embedded.serving import Service

_CODES = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    409: grpc.StatusCode.ALREADY_EXISTS,
    422: grpc.StatusCode.INVALID_ARGUMENT,
}
_MODES: dict[Any, Any] = {
    messages.UpdateMode.InsertOnly: "insert_only",
    messages.UpdateMode.UpdateOnly: "update_only",
}
_Handler = Callable[[Any, Any], Awaitable[Any]]


async def start(service: Service, host: str, port: int) -> tuple[Any, int]:
    """A server that answers already, and the port it took; port 0 takes a free one.

    Raises:
        OSError: There it cannot listen.
    """
    server = grpc.aio.server(
        options=[("grpc.max_receive_message_length", -1), ("grpc.so_reuseport", 0)]
    )
    procedures = _Procedures(service)
    server.add_generic_rpc_handlers(
        (
            grpc.method_handlers_generic_handler(
                "qdrant.Qdrant",
                {"HealthCheck": _unary(procedures.health, messages.HealthCheckRequest)},
            ),
            grpc.method_handlers_generic_handler(
                "qdrant.Collections",
                {"CollectionExists": _unary(procedures.exists, messages.CollectionExistsRequest)},
            ),
            grpc.method_handlers_generic_handler(
                "qdrant.Points",
                {
                    "Upsert": _unary(procedures.upsert, messages.UpsertPoints),
                    "Scroll": _unary(procedures.scroll, messages.ScrollPoints),
                },
            ),
        )
    )
    try:
        taken = server.add_insecure_port(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    except RuntimeError as error:
        raise OSError(0, str(error)) from None
    await server.start()
    return server, taken


def _unary(answer: _Handler, request: Any) -> Any:
    return grpc.unary_unary_rpc_method_handler(
        answer,
        request_deserializer=request.FromString,
        response_serializer=lambda message: message.SerializeToString(),
    )


class _Procedures:
    """What answers; every method runs to its end on the server's one thread."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def health(self, _: Any, __: Any) -> Any:
        return messages.HealthCheckReply(title=TITLE, version=VERSION)

    async def exists(self, request: Any, context: Any) -> Any:
        def answer() -> Any:
            is_there = self._service.storage.exists(request.collection_name)
            return messages.CollectionExistsResponse(
                result=messages.CollectionExists(exists=is_there)
            )

        return await self._answered(context, "read", answer)

    async def upsert(self, request: Any, context: Any) -> Any:
        def answer() -> Any:
            began = time.perf_counter()
            collection = self._service.storage.collection(request.collection_name)
            collection.upsert(
                # What protobuf has read is of the right kinds, and needs no second look.
                Upsert.model_construct(
                    points=[_point(each) for each in request.points],
                    batch=None,
                    update_filter=None,
                    update_mode=_MODES.get(request.update_mode),
                )
            )
            done = messages.Completed if request.wait else messages.Acknowledged
            result = messages.UpdateResult(status=done)
            seconds = time.perf_counter() - began
            return messages.PointsOperationResponse(result=result, time=seconds)

        return await self._answered(context, "write", answer)

    async def scroll(self, request: Any, context: Any) -> Any:
        def answer() -> Any:
            began = time.perf_counter()
            if request.HasField("filter") or request.HasField("order_by"):
                raise not_here("filters and orders over gRPC")
            collection = self._service.storage.collection(request.collection_name)
            page = collection.scroll(
                Scroll.model_construct(
                    offset=_identity(request.offset) if request.HasField("offset") else None,
                    limit=request.limit if request.HasField("limit") else None,
                    with_payload=request.with_payload.enable,
                    with_vector=request.with_vectors.enable,
                )
            )
            following = page["next_page_offset"]
            return messages.ScrollResponse(
                result=map(retrieved, page["points"]),
                next_page_offset=None if following is None else point_id(following),
                time=time.perf_counter() - began,
            )

        return await self._answered(context, "read", answer)

    async def _answered(self, context: Any, access: Access, answer: Callable[[], Any]) -> Any:
        try:
            self._service.keys.check(dict(context.invocation_metadata() or ()), access)
            return answer()
        except ApiError as error:
            code = _CODES.get(error.status, grpc.StatusCode.INTERNAL)
            return await context.abort(code, error.message)


def _identity(told: Any) -> Any:
    kind = told.WhichOneof("point_id_options")
    if kind is None:
        raise bad_input("a point without an id")
    try:
        return checked_id(getattr(told, kind))
    except ValueError as error:
        raise bad_input(str(error)) from None


def _point(point: Any) -> PointStruct:
    identity = _identity(point.id)
    payload = {name: _plain(value) for name, value in point.payload.items()}
    return PointStruct.model_construct(id=identity, vector=_vectors(point.vectors), payload=payload)


def _vectors(vectors: Any) -> Any:
    if vectors.WhichOneof("vectors_options") == "vectors":
        return {name: _vector(vector) for name, vector in vectors.vectors.vectors.items()}
    return _vector(vectors.vector)


def _vector(vector: Any) -> Any:
    kind = vector.WhichOneof("vector")
    if kind == "dense":
        return _finite(vector.dense.data)
    if kind == "multi_dense":
        return [_finite(row.data) for row in vector.multi_dense.vectors]
    if kind == "sparse":
        sparse = vector.sparse
        return Sparse.model_construct(indices=list(sparse.indices), values=_finite(sparse.values))
    return _finite(vector.data)


def _finite(numbers: Any) -> list[float]:
    row = list(numbers)
    if not math.isfinite(math.hypot(*row)):
        raise bad_input("a vector has a number that is not finite")
    return row


def _plain(value: Any) -> Any:
    """A payload's value as JSON has it."""
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return {name: _plain(each) for name, each in value.struct_value.fields.items()}
    if kind == "list_value":
        return [_plain(each) for each in value.list_value.values]
    return None if kind in (None, "null_value") else getattr(value, kind)
