from pathlib import Path

import pytest

from backend.managers.activities import MOST_SPOKEN, activity_of, traces
from backend.managers.discovery import Found, Root
from backend.managers.documents import Document
from backend.managers.reading import Read
from backend.managers.source import Function, SourceFile


@pytest.mark.parametrize(
    ("name", "activity"),
    [
        ("PlanRelease", "Planning"),
        ("ScheduleJob", "Planning"),
        ("ValidateConfig", "Validation"),
        ("CheckInput", "Validation"),
        ("Test-Configuration", "Validation"),
        ("Execute", "Execution"),
        ("Start-Server", "Execution"),
        ("GetMetrics", "Monitoring"),
        ("HealthCheck", "Monitoring"),
        ("CheckHealth", "Monitoring"),
        ("IsValid", None),
        ("GetPlan", "Planning"),
        ("Planet", None),
        ("New", None),
        ("", None),
        ("_", None),
    ],
)
def test_names_speak_for_activities(name: str, activity: str | None) -> None:
    assert activity_of(name) == activity


def made(*files: SourceFile) -> Read:
    return Read(Found("a", Root("r", Path("/r")), "a"), files)


def file(*functions: Function, test: bool = False) -> SourceFile:
    return SourceFile("a/a.go", Path("/r/a"), "Go", test=test, functions=functions)


def test_only_exported_functions_outside_tests_and_mocks_count() -> None:
    read = made(
        file(
            Function("Validate", 3, "Store", "() error"),
            Function("validate", 5),
            Function("Validate", 7, "MockStore"),
        ),
        file(Function("ValidateAll", 9), test=True),
    )
    found = traces(read, ())["Validation"]
    assert (found.done, found.score) == (1, 1.0)
    (evidence,) = found.evidence
    assert (evidence.kind, evidence.line, evidence.text) == ("method", 3, "Store.Validate() error")


def test_headings_weigh_more_than_sentences_and_all_together_not_too_much() -> None:
    document = Document(
        "a/README.md", "a", ("# Monitoring", "It monitors.", "Surveillance, monitoring")
    )
    found = traces(made(), [document])
    assert found["Monitoring"].spoken == 1.5
    assert found["Planning"].score == 0
    assert found["Monitoring"].evidence[0].kind == "heading"
    long = Document("a/README.md", "a", ("# Exécution",) * 10)
    assert traces(made(), [long])["Execution"].spoken == MOST_SPOKEN
