"""Percentages of documents: what they are of, whose, and what was counted."""

import pytest

from backend.managers.documents import Document
from backend.managers.names import Names
from backend.managers.stated.findings import share_findings
from backend.managers.stated.percentages import percentages
from backend.managers.stated.shares import Facts, shares
from backend.model.contract import Contract, ContractMethod, Implementation, Implemented
from backend.model.ecosystem import LanguageCount, Manager
from backend.model.finding import Evidence
from backend.model.metrics import Metrics
from backend.model.redundancy import Claim, Redundancy
from backend.model.stated import Share

NAMES = Names([("m/cache-manager", "cache-manager"), ("m/log-manager", "log-manager")])
HERE = Evidence(kind="document", path="A.md", line=1, text="")


def said(*lines: str, manager: str = "") -> dict[tuple[str, str], list[float]]:
    found = percentages([Document("A.md", manager, lines)], NAMES)
    return {key: [claim.value for claim in claims] for key, claims in found.items()}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Test coverage: 94.5 %", "test coverage"),
        ("- **Couverture des tests** : 94,5%", "test coverage"),
        ("All tests passing (94.5% success rate)", "tests that pass"),
        ("Taux de réussite : 94.5%", "tests that pass"),
        ("ManagerInterface: 94.5 %", "interface implemented"),
        ("- Interfaces standardisées : 94.5%", "interface implemented"),
        ("Command line interface 94.5%", "other"),
        ("Documentation 94.5%", "documented"),
        ("Migration Python: 94.5%", "migration"),
        ("Managers opérationnels : 94.5%", "managers in operation"),
        ("Progression globale : 94.5%", "progress"),
        ("Hit rate 94.5%", "other"),
        ("Interfaces non-standardisées : 94.5%", "other"),
        ("Interfaces not unified: 94.5%", "other"),
        ("- **Phase 5:** Harmonisation APIs et Interfaces ✅ 94.5%", "progress"),
        ("Phase 7: Migration ✅ 94.5%", "progress"),
        ("Phase 7: coverage 94.5%", "test coverage"),
        ("Go Doc: coverage 94.5% of packages", "documented"),
        ("Couverture : 94.5% des endpoints documentés", "documented"),
        ("Documented test coverage: 94.5%", "test coverage"),
        ("- [x] Documentation 94.5%", "documented"),
    ],
)
def test_what_a_line_gives_a_percentage_of(line: str, what: str) -> None:
    assert said(line) == {(what, ""): [94.5]}


@pytest.mark.parametrize(
    "line",
    [
        "Coverage > 90 %",
        "Coverage ≥90%",
        "Coverage +13 %",
        "Coverage 60-70 %",
        "Coverage above 90%",
        "Objectif : couverture de 90 %",
        "Coverage 45% → 90%",
        'fmt.Printf("coverage %d%%", 9)',
        "Coverage 250 %",
        "- [ ] Coverage 90 %",
        "☐ Coverage 90 %",
        "40 % duplicated code",
    ],
)
def test_wishes_gains_and_what_is_read_elsewhere_are_left_out(line: str) -> None:
    assert said(line) == {}


def test_whose_it_is() -> None:
    assert said("Log manager: coverage 80 %", "coverage 70 %", manager="cache-manager") == {
        ("test coverage", "log-manager"): [80.0],
        ("test coverage", "cache-manager"): [70.0],
    }


def test_a_tables_cell_speaks_by_its_head_and_its_row() -> None:
    lines = (
        "| Manager | Status | Target coverage | Coverage |",
        "|---|---|---|---|",
        "| **CacheManager** | 75 % | 90 % | 80 % |",
        "| Documentation | 60 % | 100 % | |",
    )
    assert said(*lines) == {
        ("progress", "cache-manager"): [75.0],
        ("test coverage", "cache-manager"): [80.0],
        ("documented", ""): [60.0],
    }


def test_what_most_lines_state_comes_first() -> None:
    (claims,) = percentages(
        [Document("A.md", "", ("coverage 80 %", "coverage 90 %", "coverage 80 %"))], NAMES
    ).values()
    assert [(one.value, one.lines, one.evidence[0].line) for one in claims] == [
        (80.0, 2, 1),
        (90.0, 1, 2),
    ]


def manager(name: str, **more: object) -> Manager:
    return Manager(name=name, path=name, root="m", languages=("Go",)).model_copy(update=more)


CACHE = manager(
    "cache-manager",
    files=4,
    test_files=1,
    functions=3,
    documents=("README.md",),
    metrics=Metrics(tests=7),
    by_language=(LanguageCount(language="Go", files=3, lines=9),),
)
LOG = manager(
    "log-manager", files=2, by_language=(LanguageCount(language="Python", files=1, lines=1),)
)
METHODS = tuple(ContractMethod(name=name, signature="()", evidence=HERE) for name in ("Go", "Stop"))
CONTRACT = Contract(
    name="ManagerInterface",
    methods=METHODS,
    declared=(HERE,),
    implementations=(
        Implementation(
            manager="cache-manager",
            type="Cache",
            evidence=HERE,
            methods=(Implemented(name="Go", signature="()", same=True, evidence=HERE),),
            missing=("Stop",),
        ),
    ),
)


def beside(line: str, contract: Contract | None = CONTRACT) -> tuple[float | None, str]:
    facts = Facts((CACHE, LOG), contract, Redundancy())
    (one,) = shares([Document("A.md", "", (line,))], NAMES, facts)
    return one.counted, one.beside


@pytest.mark.parametrize(
    ("line", "counted", "told"),
    [
        ("Coverage 90 %", None, "7 tests in 1 of 6 files"),
        ("cache-manager coverage 90 %", None, "7 tests in 1 of 4 files"),
        ("log-manager coverage 90 %", None, ""),
        ("Documentation 90 %", None, "1 of 2 managers have a document"),
        ("Migration 90 %", None, "1 of 4 source files are Python"),
        ("Managers operational: 90 %", None, "1 of 2 managers hold functions"),
        ("Progress 90 %", None, ""),
        ("cache-manager: progress 90 %", None, "1 of 2 methods of ManagerInterface"),
        ("ManagerInterface 90 %", 0.0, "0 of 2 managers implement ManagerInterface in full"),
        ("cache-manager: ManagerInterface 90 %", 50.0, "1 of 2 methods of ManagerInterface"),
        ("log-manager: ManagerInterface 90 %", 0.0, "0 of 2 methods of ManagerInterface"),
        ("Hit rate 90 %", None, ""),
    ],
)
def test_what_stands_beside(line: str, counted: float | None, told: str) -> None:
    assert beside(line) == (counted, told)


def test_without_a_contract_nothing_is_counted_of_it() -> None:
    assert beside("ManagerInterface 90 %", None) == (None, "")


@pytest.mark.parametrize(
    ("redundancy", "counted", "told"),
    [
        (Redundancy(lines=400, copied=50), 12.5, "50 of 400 lines of Go"),
        (Redundancy(lines=400), None, "copied code was not looked for"),
        (Redundancy(lines=0, copied=0), None, "no Go was read"),
    ],
)
def test_duplicated_code(redundancy: Redundancy, counted: float | None, told: str) -> None:
    claim = Claim(unit="percent", value=40, evidence=HERE)
    facts = Facts((), None, redundancy.model_copy(update={"claims": (claim,)}))
    (one,) = shares([], NAMES, facts)
    assert (one.what, one.counted, one.beside, one.claims[0].value) == (
        "duplicated code",
        counted,
        told,
        40.0,
    )


def findings(line: str) -> list[str]:
    facts = Facts((CACHE, LOG), CONTRACT, Redundancy())
    found: tuple[Share, ...] = shares([Document("A.md", "", (line,))], NAMES, facts)
    return [one.summary for one in share_findings(found)]


def test_a_percentage_that_was_counted_otherwise_is_a_claim() -> None:
    assert findings("cache-manager: ManagerInterface 90 %") == [
        "Documents state interface implemented of cache-manager at 90 %; "
        "counted: 1 of 2 methods of ManagerInterface"
    ]


@pytest.mark.parametrize("line", ["cache-manager: ManagerInterface 50 %", "Coverage 90 %"])
def test_what_agrees_or_is_not_counted_is_none(line: str) -> None:
    assert findings(line) == []
