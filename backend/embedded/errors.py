"""What the embedded server answers when it cannot do what was asked, in Qdrant's words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from pydantic_core import ErrorDetails


class ApiError(Exception):
    """A refusal with its HTTP status.

    Attributes:
        status: HTTP status code, the one Qdrant gives for the same fault.
        message: Text for `{"status": {"error": ...}}`.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def bad_input(description: str) -> ApiError:
    """400: the request is understood and wrong."""
    return ApiError(400, f"Wrong input: {description}")


def malformed(description: str) -> ApiError:
    """400: the body is not what the route takes."""
    return ApiError(400, f"Format error in JSON body: {description}")


def not_here(what: str) -> ApiError:
    """400: Qdrant does this, the embedded server does not."""
    return ApiError(400, f"Bad request: the embedded server does not do {what}")


def not_found(description: str) -> ApiError:
    """404: no such collection, alias or point."""
    return ApiError(404, f"Not found: {description}")


def already_exists(description: str) -> ApiError:
    """409: the name is taken."""
    return ApiError(409, f"Wrong input: {description}")


def forbidden(description: str) -> ApiError:
    """403: this key may not do that."""
    return ApiError(403, f"Forbidden: {description}")


def unprocessable(field: str, value: object, reason: str) -> ApiError:
    """422: well formed, and outside of what the field allows."""
    return ApiError(
        422, f"Validation error in JSON body: [{field}: value {value} invalid, {reason}]"
    )


# What pydantic puts into a location to tell the alternatives of a union apart.
_TYPE = re.compile(r"(list|dict)\[|[A-Z]\w+$|(int|str|bool)$")
_OUT_OF_RANGE = {"greater_than_equal", "less_than_equal", "too_short"}


def from_validation(error: ValidationError) -> ApiError:
    """The refusal for a body that pydantic did not accept."""
    # A union reports every alternative; the one that got furthest into the body says the most.
    worst: ErrorDetails = max(
        error.errors(include_url=False, include_context=False), key=lambda e: len(e["loc"])
    )
    field = ".".join(str(part) for part in worst["loc"] if not _TYPE.match(str(part)))
    if worst["type"] in _OUT_OF_RANGE:
        return unprocessable(field, worst["input"], worst["msg"])
    if worst["type"] == "json_invalid":
        return malformed(worst["msg"])
    return malformed(f"{field}: {worst['msg']}" if field else worst["msg"])


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what the engine raises into refusals.

    The engine has no exception classes of its own: a value it cannot convert is a TypeError or a
    ValueError, everything else a bare Exception whose text tells a fault of the service from a
    fault of the request.

    Raises:
        ApiError: Instead of any exception of the engine.
    """
    try:
        yield
    except ApiError:
        raise
    except (TypeError, ValueError) as error:
        raise malformed(str(error).partition("\n")[0]) from error
    except Exception as error:
        text = str(error)
        service, found, description = text.partition("Service runtime error: ")
        if found and not service:
            raise ApiError(500, f"Service internal error: {description}") from error
        raise bad_input(text) from error
