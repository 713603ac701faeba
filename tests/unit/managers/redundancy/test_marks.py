import re

import pytest

from backend.managers.redundancy.marks import MARKS, saying

CONDITIONS = ("types", "fields", "functions")
"""What names of declarations are asked about."""

EXAMPLES = (
    *("FileLogger", "CacheConfig", "Configuration", "AppSettings", "ConfigLoader", "RetryPolicy"),
    *("BackoffPolicy", "maxRetries", "InputValidator", "Validate", "validateAll", "ReadSettings"),
    *("configInit", "LoadTheConfig", "Initialize", "Start", "Stop", "Shutdown", "HealthCheck"),
    *("CheckHealth", "IsHealthy", "GetHealth", "GetHealthStatus", "CircuitBreaker", "EventBus"),
    *("EventDispatcher", "EventEmitter", "Qdrant", "QDRANTStore", "qdrant_url", "askQdrant"),
)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_name_that_meets_a_condition_is_not_missed(name: str) -> None:
    assert [*saying(["Other", name, "Other"])] == [1]


def test_each_condition_has_a_name_among_them() -> None:
    for marks in MARKS.values():
        for mark in marks:
            for asked in filter(None, (getattr(mark, condition) for condition in CONDITIONS)):
                assert any(re.fullmatch(asked, name) for name in EXAMPLES), asked


def test_each_name_is_told_once_and_in_order() -> None:
    names = ["StartRetry", "Other", "", "CONFIGSettings", "stop"]
    assert [*saying(names)] == [0, 3, 4]
    assert [*saying([])] == []
