import pytest

from backend.gateway.findings import findings
from backend.model.ecosystem import Ecosystem, Manager
from backend.model.finding import Severity
from backend.model.gateway import Gateway, ManagerClaim, Status


def manager(name: str, **fields: int) -> Manager:
    counted = {"files": 3, "functions": 9, "lines": 200, **fields}
    return Manager(name=name, path=name, root="/r", languages=("Go",), **counted)


def claimed(name: str, status: Status = "running", **fields: object) -> Gateway:
    told = ManagerClaim.model_validate({"name": name, "status": status, "said": status, **fields})
    return Gateway(url="http://g", managers=(told,))


ECOSYSTEM = Ecosystem(
    managers=(
        manager("email-manager"),
        manager("empty-manager", functions=0),
        manager("tested-manager", files=2, test_files=2),
    )
)


def summaries(gateway: Gateway, ecosystem: Ecosystem | None = ECOSYSTEM) -> list[str]:
    return [finding.summary for finding in findings(gateway, ecosystem)]


@pytest.mark.parametrize("name", ["email-manager", "EmailManager", "email_manager", "email"])
def test_a_manager_with_code_is_believed_under_any_spelling(name: str) -> None:
    assert summaries(claimed(name)) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ghost-manager", "is called running and has no code"),
        ("empty-manager", "is called running and has no code that could run"),
        ("tested-manager", "is called running and has no code but tests"),
    ],
)
def test_a_healthy_manager_without_code_is_found_out(name: str, words: str) -> None:
    (finding,) = findings(claimed(name), ECOSYSTEM)
    assert words in finding.summary
    assert (finding.kind, finding.severity) == ("claim", Severity.ACT)
    assert finding.claim == f"{name} is running"
    assert finding.fact
    assert finding.evidence[0].path == "http://g/api/v1/managers"


def test_a_manager_that_claims_nothing_is_not_held_to_it() -> None:
    assert summaries(claimed("ghost-manager", "stopped")) == []
    assert summaries(claimed("ghost-manager", "unknown")) == []


def test_before_the_first_scan_nobody_is_absent() -> None:
    assert summaries(claimed("ghost-manager"), None) == []


def test_a_mock_is_found_out_even_before_a_scan() -> None:
    (finding,) = findings(claimed("email-manager", mock="metrics.is_mock"), None)
    assert "is a mock" in finding.summary
    assert "metrics.is_mock" in (finding.fact or "")


def test_a_clock_that_stands_still_asks_for_a_look() -> None:
    (finding,) = findings(claimed("email-manager", static=("last_check", "metrics")), ECOSYSTEM)
    assert finding.severity == Severity.LOOK
    assert finding.fact == "static: last_check"


def test_counters_may_stand_still() -> None:
    assert summaries(claimed("email-manager", static=("metrics",))) == []


def test_ready_with_nothing_to_be_ready_is_said() -> None:
    (finding,) = findings(Gateway(url="http://g", ready=True, ready_count=0, total_count=0), None)
    assert finding.summary == "The gateway is ready with 0 of 0 managers."
    assert findings(Gateway(url="http://g", ready=True, ready_count=1, total_count=1), None) == ()


def test_counts_that_differ_are_said() -> None:
    gateway = claimed("email-manager").model_copy(update={"total_count": 26, "declared_count": 1})
    assert summaries(gateway) == ["The gateway counts its managers in two ways."]
