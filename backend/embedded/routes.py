"""The routes: Qdrant's paths, each with what it needs and what answers it."""

from typing import Any

from starlette.responses import PlainTextResponse, Response

from backend.embedded import metrics, telemetry
from backend.embedded.bodies import (
    Count,
    Delete,
    QueryBatch,
    QueryPoints,
    Retrieve,
    Scroll,
    Upsert,
    is_point_id,
)
from backend.embedded.collection import Collection
from backend.embedded.definitions import (
    ChangeAliases,
    CreateCollection,
    CreateIndex,
    UpdateCollection,
)
from backend.embedded.errors import ApiError, bad_input
from backend.embedded.identity import TITLE, VERSION
from backend.embedded.serving import Call, Endpoint, json_response

Json = dict[str, Any]


def _index(_: Call) -> Response:
    return json_response(200, {"title": TITLE, "version": VERSION})


def _telemetry(call: Call) -> Json:
    level = call.query.get("details_level", "0")
    if not level.isdecimal():
        raise ApiError(400, f"Deserialize error in query parameters: details_level {level}")
    service = call.service
    return telemetry.collect(service.storage, service.meter, service.startup, int(level))


def _metrics(call: Call) -> Response:
    return PlainTextResponse(metrics.render(call.storage, call.service.meter))


def _collections(call: Call) -> Json:
    return {"collections": [{"name": each.name} for each in call.storage.collections]}


def _create_collection(call: Call) -> bool:
    call.storage.create(call.collection_name, call.read(CreateCollection))
    return True


def _update_collection(call: Call) -> bool:
    call.storage.update(call.collection_name, call.read(UpdateCollection))
    return True


def _change_aliases(call: Call) -> bool:
    call.storage.change_aliases(call.read(ChangeAliases))
    return True


def _collection(call: Call) -> Collection:
    return call.storage.collection(call.collection_name)


def _updated(call: Call) -> Json:
    """Qdrant's `UpdateResult`. The update is applied either way; without `wait` it is not said."""
    return {"status": "completed" if call.query.get("wait") == "true" else "acknowledged"}


def _upsert(call: Call) -> Json:
    _collection(call).upsert(call.read(Upsert))
    return _updated(call)


def _delete(call: Call) -> Json:
    _collection(call).delete(call.read(Delete))
    return _updated(call)


def _create_index(call: Call) -> Json:
    _collection(call).create_index(call.read(CreateIndex))
    return _updated(call)


def _delete_index(call: Call) -> Json:
    _collection(call).delete_index(call.path["field_name"])
    return _updated(call)


def _point(call: Call) -> Json:
    text = call.path["id"]
    point_id = int(text) if text.isdecimal() and text.isascii() else text
    if not is_point_id(point_id):
        raise bad_input(f'Can not recognize "{text}" as point id')
    return _collection(call).point(point_id)


def _query_batch(call: Call) -> list[Json]:
    return _collection(call).query(call.read(QueryBatch).searches)


_COLLECTION = "/collections/{collection_name}"
_POINTS = f"{_COLLECTION}/points"

ENDPOINTS = (
    Endpoint("GET", "/", "open", _index),
    Endpoint("GET", "/healthz", "open", lambda _: PlainTextResponse("healthz check passed")),
    Endpoint("GET", "/livez", "open", lambda _: PlainTextResponse("livez check passed")),
    Endpoint("GET", "/readyz", "open", lambda _: PlainTextResponse("all shards are ready")),
    Endpoint("GET", "/metrics", "read", _metrics),
    Endpoint("GET", "/telemetry", "read", _telemetry),
    Endpoint("GET", "/collections", "read", _collections),
    Endpoint("POST", "/collections/aliases", "write", _change_aliases),
    Endpoint("GET", "/aliases", "read", lambda call: {"aliases": call.storage.aliases()}),
    Endpoint("GET", _COLLECTION, "read", lambda call: _collection(call).info()),
    Endpoint("PUT", _COLLECTION, "write", _create_collection),
    Endpoint("PATCH", _COLLECTION, "write", _update_collection),
    Endpoint(
        "DELETE", _COLLECTION, "write", lambda call: call.storage.delete(call.collection_name)
    ),
    Endpoint(
        "GET",
        f"{_COLLECTION}/exists",
        "read",
        lambda call: {"exists": call.storage.exists(call.collection_name)},
    ),
    Endpoint(
        "GET",
        f"{_COLLECTION}/aliases",
        "read",
        lambda call: {"aliases": call.storage.aliases(call.collection_name)},
    ),
    Endpoint("PUT", f"{_COLLECTION}/index", "write", _create_index),
    Endpoint("DELETE", f"{_COLLECTION}/index/{{field_name}}", "write", _delete_index),
    Endpoint("PUT", _POINTS, "write", _upsert),
    Endpoint("POST", _POINTS, "read", lambda call: _collection(call).retrieve(call.read(Retrieve))),
    Endpoint("POST", f"{_POINTS}/delete", "write", _delete),
    Endpoint(
        "POST",
        f"{_POINTS}/scroll",
        "read",
        lambda call: _collection(call).scroll(call.read(Scroll)),
    ),
    Endpoint(
        "POST",
        f"{_POINTS}/count",
        "read",
        lambda call: {"count": _collection(call).count(call.read(Count).filter)},
    ),
    Endpoint(
        "POST",
        f"{_POINTS}/query",
        "read",
        lambda call: _collection(call).query([call.read(QueryPoints)])[0],
    ),
    Endpoint("POST", f"{_POINTS}/query/batch", "read", _query_batch),
    Endpoint("GET", f"{_POINTS}/{{id}}", "read", _point),
)
