"""Managers' names in prose."""

import pytest

from backend.managers.names import Names

NAMES = Names(
    [
        ("error-manager", "error-manager"),
        ("dependency-manager", "dependency-manager"),
        ("core/central-coordinator", "central-coordinator"),
        ("circuit-breaker", "circuit-breaker"),
        ("integration_tests", "integration_tests"),
        ("load-test", "load-test"),
        ("tools", "tools"),
    ],
    (("MailGateway", "error-manager"),),
)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("the dependency manager asks the Error Manager", ["dependency-manager", "error-manager"]),
        ("ErrorManager, error_manager and ERROR-MANAGER", ["error-manager"] * 3),
        ("the Central Coordinator leads", ["central-coordinator"]),
        ("a central coordinator leads", []),
        ("with retries and a circuit breaker", []),
        ("Circuit breaker for the database", []),
        ("a `circuit-breaker`, a CircuitBreaker", ["circuit-breaker"] * 2),
        ("Integration Tests and integration tests", []),
        ("run integration_tests, not IntegrationTests", ["integration_tests"] * 2),
        ("Load Test, load-test", ["load-test"]),
        ("by the mail gateway", ["error-manager"]),
        ("tools", []),
    ],
)
def test_names_in_a_line_of_prose(line: str, named: list[str]) -> None:
    assert list(NAMES.within(line)) == named


def test_a_line_that_begins_with_a_name() -> None:
    lines = ("Error manager: told", "Integration tests: all pass", "integration_tests/ all")
    assert [NAMES.leading(line) for line in lines] == ["error-manager", None, "integration_tests"]
