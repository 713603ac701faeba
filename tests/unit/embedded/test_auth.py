"""Keys."""

import pytest

from backend.embedded.auth import Access, Keys
from backend.embedded.errors import ApiError

BOTH = Keys(full="f", read_only="r")


def status(keys: Keys, access: Access, **headers: str) -> int:
    try:
        keys.check({name.replace("_", "-"): value for name, value in headers.items()}, access)
    except ApiError as error:
        return error.status
    return 200


@pytest.mark.parametrize(
    ("keys", "headers", "read", "write"),
    [
        (Keys(), {}, 200, 200),
        (BOTH, {}, 401, 401),
        (BOTH, {"api_key": "f"}, 200, 200),
        (BOTH, {"api_key": "r"}, 200, 403),
        (BOTH, {"api_key": "x"}, 401, 401),
        (BOTH, {"api_key": ""}, 401, 401),
        (BOTH, {"authorization": "Bearer f"}, 200, 200),
        (BOTH, {"authorization": "Bearer r"}, 200, 403),
        (BOTH, {"authorization": "Basic f"}, 401, 401),
        (BOTH, {"authorization": "Bearer "}, 401, 401),
        (BOTH, {"api_key": "x", "authorization": "Bearer f"}, 401, 401),
        (Keys(read_only="r"), {"api_key": "r"}, 200, 403),
        (Keys(read_only="r"), {"api_key": ""}, 401, 401),
        (Keys(full="é"), {"api_key": "é"}, 200, 200),
    ],
)
def test_who_may_do_what(keys: Keys, headers: dict[str, str], read: int, write: int) -> None:
    assert status(keys, "open", **headers) == 200
    assert status(keys, "read", **headers) == read
    assert status(keys, "write", **headers) == write


def test_keys_are_not_shown() -> None:
    assert "secret" not in repr(Keys(full="secret-1", read_only="secret-2"))
