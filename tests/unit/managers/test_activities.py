from collections.abc import Mapping
from pathlib import Path

import pytest

from backend.managers.activities import (
    MOST_SPOKEN,
    NO_TRACE,
    QUOTED,
    Trace,
    phase_of,
    summed,
    traces,
)
from backend.managers.capabilities import Capabilities
from backend.managers.discovery import Found, Root
from backend.managers.documents import Document
from backend.managers.reading import Read
from backend.managers.source import Function, SourceFile


@pytest.mark.parametrize(
    ("name", "phase"),
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
def test_names_speak_for_phases(name: str, phase: str | None) -> None:
    assert phase_of(name) == phase


NOUNS = Capabilities([("a", "managers/a")])


def all_of(found: Mapping[tuple[str, str], Trace], phase: str) -> Trace:
    return summed(trace for (_, held), trace in found.items() if held == phase)


def made(*files: SourceFile) -> Read:
    return Read(Found("a", Root("r", Path("/r")), "a"), files, Path("/r/a"))


def file(*functions: Function, test: bool = False) -> SourceFile:
    return SourceFile("a/a.go", Path("/r/a"), "Go", test=test, functions=functions)


def test_only_exported_functions_outside_tests_and_mocks_count() -> None:
    read = made(
        file(
            Function("Validate", 3, "Store", "() error"),
            Function("validate", 5),
            Function("Validate", 7, "MockStore"),
            Function("TestStore", 11, signature="()"),
            Function("TestStores", 13, signature="(t *testing.T)"),
        ),
        file(Function("ValidateAll", 9), test=True),
    )
    found = all_of(traces(read, (), (), NOUNS), "Validation")
    assert (found.done, found.score) == (1, 1.0)
    (evidence,) = found.evidence
    assert (evidence.kind, evidence.line, evidence.text) == ("method", 3, "Store.Validate() error")


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("a/mocks/store.go", False),
        ("a/internal/store_mock.go", False),
        ("a/noop.go", False),
        ("a/mockery.go", True),
    ],
)
def test_files_that_only_stand_in_do_not_count(path: str, counts: bool) -> None:
    stored = SourceFile(path, Path("/r/a"), "Go", functions=(Function("Store", 3, "Desk"),))
    assert bool(traces(made(stored), (), (), NOUNS)) is counts


def test_the_name_of_the_manager_makes_no_mock_of_it() -> None:
    read = Read(
        Found("mock-manager", Root("r", Path("/r")), "mock-manager"),
        (SourceFile("mock-manager/a.go", Path("/r"), "Go", functions=(Function("Store", 3),)),),
        Path("/r/mock-manager"),
    )
    assert traces(read, (), (), NOUNS)


@pytest.mark.parametrize(
    ("function", "tests"),
    [
        (Function("TestStore", 3, signature="()"), True),
        (Function("BenchmarkStore", 3, signature="(b *testing.B)"), True),
        (Function("TestStore", 3, signature="(store string) error"), False),
        (Function("TestStore", 3, "Desk", "()"), False),
        (Function("Testament", 3, signature="()"), False),
    ],
)
def test_tests_of_go_are_known_by_their_signature(function: Function, tests: bool) -> None:
    assert function.tests is tests


def test_headings_weigh_more_than_sentences_and_all_together_not_too_much() -> None:
    document = Document(
        "a/README.md", "a", ("# Monitoring", "It monitors.", "Surveillance, monitoring")
    )
    found = all_of(traces(made(), (document,), (), NOUNS), "Monitoring")
    assert found.spoken == 1.5
    assert found.evidence[0].kind == "heading"
    long = Document("a/README.md", "a", (*("It executes.",) * 10, "# Exécution", "## Exécution"))
    held = all_of(traces(made(), (long,), (), NOUNS), "Execution")
    assert held.spoken == MOST_SPOKEN
    assert [item.line for item in held.evidence] == [11, 12, *range(1, QUOTED - 1)]


def test_code_in_a_document_speaks_for_nothing() -> None:
    lines = ("```bash", "# Start monitoring", "validate it", "```plaintext", "# Monitoring")
    found = traces(made(), (Document("a/README.md", "a", lines),), (), NOUNS)
    assert {phase: [one.line for one in trace.evidence] for (_, phase), trace in found.items()} == {
        "Monitoring": [5]
    }


@pytest.mark.parametrize(
    ("line", "speaks"),
    [
        ("Les métriques", True),
        ("Les me\u0301triques", True),
        ("LES MÉTRIQUES", True),
        ("lâ€™observabilité", True),
        ("un paramètre", False),
        ("alert_box", True),
        ("an_alert", False),
    ],
)
def test_words_speak_however_their_accents_are_written(line: str, speaks: bool) -> None:
    found = traces(made(), (Document("a/README.md", "a", (line,)),), (), NOUNS)
    assert ([phase for _, phase in found] == ["Monitoring"]) is speaks


def test_each_function_and_sentence_belongs_to_what_it_is_about() -> None:
    read = made(file(Function("ValidateConfig", 3), Function("Validate", 5)))
    document = Document("a/README.md", "a", ("It validates templates.", "It validates."))
    found = traces(read, (document,), (), NOUNS)
    assert {activity: (trace.done, trace.spoken) for activity, trace in found.items()} == {
        ("configuration", "Validation"): (1, 0),
        ("templates", "Validation"): (0, 0.25),
        ("a", "Validation"): (1, 0.25),
    }
    assert summed(found.values()).score == 2.5
    assert summed([]) == NO_TRACE
