from collections.abc import Callable, Mapping

import pytest

from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding

Scanned = Callable[[Mapping[str, str]], Ecosystem]


def of_kind(ecosystem: Ecosystem, kind: str) -> list[Finding]:
    return [finding for finding in ecosystem.findings if finding.kind == kind]


def test_symbols_declared_twice_in_a_package(scanned: Scanned) -> None:
    first = "package a\ntype Box struct{}\nfunc Open() {}\nfunc (b *Box) Close() {}\n"
    ecosystem = scanned({"a/one.go": first, "a/sub/two.go": first, "a/two.go": f"\n{first}"})
    (finding,) = of_kind(ecosystem, "declared-twice")
    assert finding.subjects == ("a", "a")
    assert finding.summary == "a: package a declares 3 symbols more than once: Box, Box.Close, Open"
    assert [(item.path, item.line) for item in finding.evidence[:2]] == [
        ("a/one.go", 2),
        ("a/two.go", 3),
    ]


def test_constants_and_variables_declared_twice_in_a_package(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "a/one.go": "package a\nconst (\n\tLow = 1\n\tHigh = 2\n)\nvar _, limit = 1, 2\n",
            "a/two.go": "package a\nvar _, High = 1, 2\n\nfunc limit() {}\n",
            "a/broken.go": "package a\nfunc Open() {\n}\n\tvar Low = 3\n}\n",
        }
    )
    (finding,) = of_kind(ecosystem, "declared-twice")
    assert finding.summary == "a: package a declares 2 symbols more than once: High, limit"
    assert [(item.kind, item.path, item.line) for item in finding.evidence] == [
        ("value", "a/one.go", 4),
        ("value", "a/two.go", 2),
        ("value", "a/one.go", 6),
        ("function", "a/two.go", 4),
    ]


@pytest.mark.parametrize(
    "second",
    [
        "package a_test\nfunc Open() {}\n",
        "//go:build windows\n\npackage a\nfunc Open() {}\n",
        "package a\nfunc init() {}\nfunc init() {}\nfunc (b Box) Open() {}\nfunc _() {}\n",
        "package other\nfunc Open() {}\n",
    ],
)
def test_what_may_stand_beside_each_other(scanned: Scanned, second: str) -> None:
    files = {"a/a.go": "package a\nfunc Open() {}\nfunc _() {}\n", "a/b_test.go": second}
    assert of_kind(scanned(files), "declared-twice") == []


def test_several_programs_in_a_folder(scanned: Scanned) -> None:
    program = "package main\nfunc main() {}\n"
    ecosystem = scanned(
        {"a/one.go": program, "a/two.go": program, "a/cmd/x.go": program, "b/m.go": "package b\n"}
    )
    (finding,) = of_kind(ecosystem, "mains")
    assert finding.summary == "a holds 2 main functions, so no build takes the package as it is"
    assert [item.path for item in finding.evidence] == ["a/one.go", "a/two.go"]
    assert of_kind(ecosystem, "declared-twice") == []


def test_loose_files_are_called_so(scanned: Scanned) -> None:
    program = "package main\nfunc main() {}\n"
    (finding,) = of_kind(scanned({"one.go": program, "two.go": program}), "mains")
    assert finding.summary.startswith("(loose files) holds 2 main functions")


def test_what_stands_twice_because_of_a_test_keeps_tests_alone_from_being_built(
    scanned: Scanned,
) -> None:
    program = "package main\nfunc main() {}\nfunc Open() {}\n"
    ecosystem = scanned({"a/a.go": program, "a/a_test.go": program})
    (mains,) = of_kind(ecosystem, "mains")
    assert mains.summary == "a holds 2 main functions, so its tests are not built"
    (twice,) = of_kind(ecosystem, "declared-twice")
    assert twice.remedy == "Keep one of each: its tests are not built."


def test_a_sum_without_its_module(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "a/a.go": "package a\n",
            "a/go.sum": "",
            "a/deep/go.sum": "",
            "b/go.mod": "module b\n",
            "b/go.sum": "",
            "b/b.go": "package b\n",
            "loose.go": "package loose\n",
            "go.sum": "",
        }
    )
    assert [finding.summary for finding in of_kind(ecosystem, "orphan-sum")] == [
        "go.sum lies beside no go.mod",
        "a/deep/go.sum lies beside no go.mod, nor do 1 more in a",
    ]


def test_the_path_of_the_root_inside_a_manager(scanned: Scanned) -> None:
    ecosystem = scanned(
        {"a/scripts/managers/b/b.ps1": "", "a/scripts/managers/c.ps1": "", "managers/x.ps1": ""}
    )
    (finding,) = of_kind(ecosystem, "repeated-path")
    assert finding.subjects == ("a", "a/scripts/managers")
    assert finding.summary.endswith("inside a manager, with 2 source files")
