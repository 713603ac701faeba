import pytest

from backend.model.finding import finding_id


def test_an_id_names_its_kind_and_ignores_order_and_space() -> None:
    one = finding_id("cycle", ("a", "b"), "x  y\n")
    assert one == finding_id("cycle", ("b", "a"), "x y")
    assert one.startswith("cycle-")
    assert len(one) == len("cycle-") + 12


@pytest.mark.parametrize(
    "other",
    [
        finding_id("claim", ("a", "b"), "x"),
        finding_id("cycle", ("a",), "x"),
        finding_id("cycle", ("a", "b")),
    ],
)
def test_another_finding_has_another_id(other: str) -> None:
    assert finding_id("cycle", ("a", "b"), "x") != other
