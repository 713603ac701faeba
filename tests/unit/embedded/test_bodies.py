"""Ids of points, and what pydantic is told about them."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backend.embedded.bodies import Retrieve, Scroll, is_point_id
from backend.embedded.errors import from_validation

LARGEST = 2**64 - 1


@given(st.integers())
def test_an_integer_is_an_id_if_it_fits_64_bits(value: int) -> None:
    assert is_point_id(value) == (0 <= value <= LARGEST)


@given(st.uuids())
def test_a_uuid_is_an_id_in_four_spellings(value: UUID) -> None:
    plain = str(value)
    for text in (plain, plain.upper(), value.hex, value.urn, f"{{{plain}}}"):
        assert is_point_id(text)
    for text in (plain[:-1], f"{plain}0", f"{{{plain}", value.hex[:16], f" {plain}", f"{plain}\n"):
        assert not is_point_id(text)


@given(st.text(max_size=40))
def test_other_text_is_no_id(value: str) -> None:
    digits = value.lower().removeprefix("urn:uuid:").strip("{}").replace("-", "")
    if len(digits) != 32:
        assert not is_point_id(value)


@pytest.mark.parametrize("value", [True, 1.0, None, [1], {}])
def test_other_values_are_no_id(value: object) -> None:
    assert not is_point_id(value)


def test_null_says_the_same_as_nothing() -> None:
    nulls = b'{"limit": null, "offset": null, "with_vector": null, "with_payload": null}'
    assert Scroll.model_validate_json(nulls) == Scroll.model_validate_json(b"{}")


def test_both_spellings_of_with_vector() -> None:
    for name in ("with_vector", "with_vectors"):
        body = Retrieve.model_validate_json(f'{{"ids": [1], "{name}": true}}')
        assert body.with_vector is True


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ("{", 400, "Format error in JSON body: Invalid JSON: EOF while parsing an object"),
        ("{}", 400, "Format error in JSON body: ids: Field required"),
        ('{"ids": [-1]}', 400, "ids.0: value -1 is not a valid point ID, valid values are"),
        ('{"ids": "a"}', 400, "ids: Input should be a valid array"),
    ],
)
def test_a_refusal_names_the_field(body: str, status: int, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Retrieve.model_validate_json(body)
    error = from_validation(refused.value)
    assert error.status == status
    assert message in error.message
