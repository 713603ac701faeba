import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.gateway import answers
from backend.gateway.vocabulary import status_of
from backend.model.gateway import ManagerClaim, Status

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
FIELDS = st.sampled_from(
    ["status", "state", "health", "is_healthy", "is_running", "metrics", "errors", "uptime"]
)


def claim(entry: dict[str, Any]) -> ManagerClaim:
    return answers.claim("m", answers.flat({"name": "m", **entry}))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("starting", "starting"),
        ("running", "running"),
        ("stopping", "stopping"),
        ("stopped", "stopped"),
        ("error", "failed"),
        ("unknown", "unknown"),
        ("active", "running"),
        ("idle", "idle"),
        ("maintenance", "maintenance"),
        ("offline", "stopped"),
        ("inactive", "stopped"),
        ("healthy", "running"),
        ("initializing", "starting"),
        (" Healthy ", "running"),
        ("mock-running", "running"),
        ("discovered", "unknown"),
        ("", "unknown"),
    ],
)
def test_three_vocabularies_become_one(said: str, status: Status) -> None:
    assert status_of(said) == status


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"status": "active"}, "active"),
        ({"status": {"name": "m", "status": "running", "uptime": 5_000_000_000}}, "running"),
        ({"status": {"is_healthy": False, "check_time": "2026-01-01T00:00:00Z"}}, "unhealthy"),
        ({"status": {"is_initialized": True, "is_running": True}}, "running"),
        ({"status": {"is_initialized": True, "is_running": False}}, "initialized"),
        ({"status": {"is_initialized": False, "is_running": False}}, "stopped"),
        ({"status": {"is_running": True, "health": "healthy"}}, "healthy"),
        ({"state": "maintenance"}, "maintenance"),
        ({"status": None}, ""),
        ({}, ""),
    ],
)
def test_every_shape_of_a_status_is_read(entry: dict[str, Any], said: str) -> None:
    assert claim(entry).said == said


def test_what_else_a_manager_tells() -> None:
    told = claim(
        {
            "status": "error",
            "errors": ["no disk", 7],
            "last_check": "2026-11-22T08:00:00Z",
            "uptime": 90_000_000_000,
        }
    )
    assert told.errors == ("no disk", "7")
    assert told.checked == datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert told.uptime == "90 s"


def test_the_zero_time_of_go_is_no_time() -> None:
    assert claim({"last_check": "0001-01-01T00:00:00Z"}).checked is None


@pytest.mark.parametrize(
    ("entry", "mock"),
    [
        ({"metrics": {"is_mock": True}}, "metrics.is_mock"),
        ({"status": {"is_healthy": True, "details": {"is_mock": True}}}, "details.is_mock"),
        ({"status": "mock-running"}, "status"),
        ({"status": "running", "version": "1.0.0-mock"}, "version"),
        ({"status": "running", "metrics": {"is_mock": False}}, ""),
    ],
)
def test_a_mock_that_says_so_is_heard(entry: dict[str, Any], mock: str) -> None:
    assert claim(entry).mock == mock


@pytest.mark.parametrize(
    "managers",
    [
        [{"name": "a", "status": "running"}, {"name": "b", "status": "idle"}],
        {"a": "running", "b": {"status": "idle"}},
    ],
)
def test_lists_and_objects_of_managers(managers: Any) -> None:
    found = [(name, answers.status_said(e)) for name, e in answers.entries({"managers": managers})]
    assert found == [("a", "running"), ("b", "idle")]


def test_a_list_of_names_says_nothing_of_their_status() -> None:
    assert list(answers.entries({"managers": ["a"]})) == [("a", {})]


@given(st.dictionaries(FIELDS | st.text(), ANYTHING))
def test_no_answer_is_too_strange(entry: dict[str, Any]) -> None:
    answer = answers.object_of(json.dumps({"managers": [{**entry, "name": "m"}]}).encode())
    ((name, told),) = answers.entries(answer)
    claim = answers.claim(name, told)
    assert ManagerClaim.model_validate_json(claim.model_dump_json()) == claim
    assert claim.name == "m"
    assert set(answers.moving(told)) <= set(told)
