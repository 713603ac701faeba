import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from backend.migration.plain import plain


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 11, 22, 14, 2, 7, 5, UTC), "2026-11-22T14:02:07.000005+00:00"),
        (date(2026, 11, 22), "2026-11-22"),
        (time(14, 2), "14:02:00"),
        (timedelta(minutes=1, milliseconds=5), 60.005),
        (Decimal("1.50"), 1.5),
        (Decimal("2.00"), 2.0),
        (Decimal("123456789012345678901"), 123456789012345678901),
        ("tâche".encode(), "tâche"),
        (b"\xff\x00", "/wA="),
        (bytearray(b"12"), "12"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ((1, {"a": {2}}), [1, {"a": [2]}]),
        (np.float32(0.5), 0.5),
        (np.str_("a"), "a"),
        (np.bytes_(b"a"), "a"),
        (np.array([[1, 2]]), [[1, 2]]),
        (np.datetime64("2026-11-22T14:02:07.123456789"), "2026-11-22T14:02:07.123456"),
        (np.datetime64("NaT"), None),
        (np.timedelta64(1500, "ms"), 1.5),
        (np.uint64(2**64 - 1), 2**64 - 1),
    ],
)
def test_values_as_json_has_them(value: Any, expected: Any) -> None:
    found = plain(value)
    assert (found, type(found)) == (expected, type(expected))
    json.dumps(found)


@pytest.mark.parametrize("value", [object(), 1j, {1: 2}, [np.complex64(1)], {"a": object()}])
def test_what_json_has_not_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        plain(value)


def test_a_list_in_itself_again_and_again_does_not_fill_memory() -> None:
    value: Any = "x"
    for _ in range(60):
        value = [value, value]
    with pytest.raises(TypeError, match="more than 1,000,000 values"):
        plain(value)
