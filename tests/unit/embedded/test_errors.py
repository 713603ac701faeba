"""What the engine raises, as what Qdrant answers."""

import pytest

from backend.embedded.errors import ApiError, engine_errors, not_found


@pytest.mark.parametrize(
    ("raised", "status", "message"),
    [
        (Exception("Vector dimension error"), 400, "Wrong input: Vector dimension error"),
        (
            Exception("Service runtime error: No space left on device"),
            500,
            "Service internal error: No space left on device",
        ),
        (ValueError("invalid JSON path"), 400, "Format error in JSON body: invalid JSON path"),
        (TypeError("first line\nsecond"), 400, "Format error in JSON body: first line"),
        (not_found("x"), 404, "Not found: x"),
    ],
)
def test_engine_errors(raised: Exception, status: int, message: str) -> None:
    with pytest.raises(ApiError) as refused, engine_errors():
        raise raised
    assert (refused.value.status, refused.value.message) == (status, message)


def test_an_interrupt_passes() -> None:
    with pytest.raises(KeyboardInterrupt), engine_errors():
        raise KeyboardInterrupt
