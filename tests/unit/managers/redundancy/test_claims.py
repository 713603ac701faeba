import pytest

from backend.managers.documents import Document
from backend.managers.redundancy.claims import pattern_claims, share_claims


def document(*lines: str) -> Document:
    return Document("D.md", "", lines)


@pytest.mark.parametrize(
    ("line", "topic", "unit", "value", "at_least", "of"),
    [
        ("- **Logging** : 3 systèmes de logs différents", "logging", "variants", 3, False, None),
        ("- **Logging** : 3 systÃ¨mes de logs", "logging", "variants", 3, False, None),
        (
            "#### 4. Health Check Pattern (20/26 managers)",
            "health check",
            "managers",
            20,
            False,
            26,
        ),
        ("* Validation: logic spread over 5+ components", "validation", "managers", 5, True, None),
        ("### Cycle de vie (26/26 managers)", "lifecycle", "managers", 26, False, 26),
        (
            "1. Circuit breakers: 2 own implementations",
            "circuit breaker",
            "variants",
            2,
            False,
            None,
        ),
    ],
)
def test_counts_of_a_pattern(
    line: str, topic: str, unit: str, value: int, at_least: bool, of: int | None
) -> None:
    found = pattern_claims([document("# Title", line)])
    assert list(found) == [topic]
    (claim,) = found[topic]
    assert (claim.unit, claim.value, claim.at_least, claim.of) == (unit, value, at_least, of)
    assert (claim.evidence.path, claim.evidence.line) == ("D.md", 2)
    assert "Ã" not in claim.evidence.text


@pytest.mark.parametrize(
    "line",
    [
        "Logging",
        "- Logging v1.26.0 of 2024",
        "The 26 managers have logging",
        "- Validation 14/14 tests",
        "- Loggable: 3 systems",
    ],
)
def test_other_counts_are_left_alone(line: str) -> None:
    assert pattern_claims([document(line)]) == {}


def test_the_same_count_is_told_once(line: str = "- Logging: 3 systems") -> None:
    (claims,) = pattern_claims(
        [document(line, line), document(line, "- Logging: 4 systems")]
    ).values()
    assert [claim.value for claim in claims] == [3, 4]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("- **Redondances de code**: ~40% (estimation)", 40),
        ("about 40 % duplicate code", 40),
        ("Duplication: 12 %", 12),
    ],
)
def test_shares_of_duplicated_code(line: str, value: int) -> None:
    (claim,) = share_claims([document(line)])
    assert (claim.unit, claim.value) == ("percent", value)


@pytest.mark.parametrize(
    "line",
    [
        "- Duplication < 3%",
        "- Réduction de 70% du code dupliqué",
        "| Detect | `RemoveAllDuplicates` | 85% |",
        "- Duplicate detection: >98%",
        "40 % of the tests",
    ],
)
def test_limits_gains_and_tools_are_no_shares(line: str) -> None:
    assert share_claims([document(line)]) == ()
