"""The ASGI application of the embedded server."""

from starlette.applications import Starlette

from backend.embedded.errors import ApiError
from backend.embedded.routes import ENDPOINTS
from backend.embedded.serving import UNKNOWN, Call, Endpoint, Service, to_route

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _no_such_route(_: Call) -> None:
    raise ApiError(404, "Not found: the embedded server has no such route")


def build_app(service: Service) -> Starlette:
    """All routes, and for anything else a refusal that wants a key as well."""
    routes = [to_route(endpoint, service) for endpoint in ENDPOINTS]
    for method in _METHODS:
        fallback = Endpoint(method, "/{path:path}", "read", _no_such_route)
        routes.append(to_route(fallback, service, counted_as=UNKNOWN))
    return Starlette(routes=routes)
