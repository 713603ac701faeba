from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.counts import _in_line
from backend.managers.scan import scan
from backend.model.counts import Count
from backend.model.ecosystem import Ecosystem

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

TREE = {
    "managers/a-manager/a.go": "package a\n\nfunc A() {}\n",
    "managers/b-manager/b.go": "package b\n",
    "managers/interfaces/i.go": "package interfaces\n\ntype I interface{}\n",
}


@pytest.fixture
def counted(write_tree: WriteTree) -> Callable[[Mapping[str, str]], Ecosystem]:
    def write_and_scan(documents: Mapping[str, str]) -> Ecosystem:
        return scan([write_tree(TREE | {f"managers/{n}": text for n, text in documents.items()})])

    return write_and_scan


def managers(ecosystem: Ecosystem) -> Count:
    return next(one for one in ecosystem.counts if one.what == "managers")


def test_competing_counts_stand_side_by_side(
    counted: Callable[[Mapping[str, str]], Ecosystem],
) -> None:
    found = counted(
        {
            "ONE.md": "# One\n\n**26 managers** work\nall 26 managers are done\n",
            "TWO.md": "Managers: 19/19 ready\n",
            "THREE.md": "only 7 managers, in one line alone\n",
        }
    )
    one = managers(found)
    assert one.counted == 2
    assert [(claim.value, claim.lines) for claim in one.claims] == [(26, 2), (19, 1)]
    assert [(item.path, item.line) for item in one.claims[0].evidence] == [
        ("ONE.md", 3),
        ("ONE.md", 4),
    ]
    (finding,) = [one for one in found.findings if one.kind == "claim"]
    assert finding.summary == "Documents count 26 or 19 managers; there are 2"
    assert (finding.claim, finding.fact) == ("26 in 2 lines; 19 in 1 line", "2 counted")


def test_documents_that_are_right_are_no_finding(
    counted: Callable[[Mapping[str, str]], Ecosystem],
) -> None:
    found = counted({"ONE.md": "Total managers: 2\n"})
    assert [claim.value for claim in managers(found).claims] == [2]
    assert not [one for one in found.findings if one.kind == "claim"]


def test_a_managers_own_document_counts_that_manager(
    counted: Callable[[Mapping[str, str]], Ecosystem],
) -> None:
    found = counted({"a-manager/README.md": "Total lines: 1,200\nAll 26 managers\n"})
    lines = next(one for one in found.counts if one.what == "lines")
    assert (lines.manager, lines.counted, lines.claims[0].value) == ("a-manager", 3, 1200)
    assert managers(found).manager == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("total des managers detectes: 26", [("managers", 26, True)]),
        ("les 26 managers", [("managers", 26, False)]),
        ("tous les 26 managers", [("managers", 26, True)]),
        ("used by 23/26 managers", [("managers", 26, True)]),
        ("20 of 26 managers", [("managers", 26, True)]),
        ("19 specialised managers", [("managers", 19, False)]),
        ("15+ managers", []),
        ("1 manager", []),
        ("2.26 managers", []),
        ("managers a risque: 1", []),
        ("7 tests", []),
        ("total: 7 tests", [("tests", 7, True)]),
        ("nombre de fichiers : 1 081", [("files", 1081, True)]),
        ("managers tested: 95 %", []),
        ("total documentation: 271 lines", []),
        ("readme of all 26 managers, total: 12 files", [("managers", 26, True)]),
    ],
)
def test_what_a_line_counts(line: str, told: list[tuple[str, int, bool]]) -> None:
    assert list(_in_line(line)) == told
