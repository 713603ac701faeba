"""What other programs read: it parses, says everything, and runs nothing."""

import csv
import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from backend.model.ecosystem import Dependency, Ecosystem, Manager
from backend.model.finding import Evidence, Finding, Severity
from tests.readings import sample
from tui.commands.scan_text import report
from tui.exports.graphs import dot, mermaid
from tui.exports.markdown import markdown
from tui.exports.sarif import sarif
from tui.exports.tables import TABLES, csv_lines, markdown_text

HOSTILE = 'a"b]-->c; <script>\x1b[31m'


def named(name: str) -> Ecosystem:
    manager = Manager(name=name, path=name, root="/r", languages=("Go",))
    return Ecosystem(roots=("/r",), managers=(manager,))


def test_every_table_is_csv_with_as_many_cells_as_its_head() -> None:
    for table in TABLES.values():
        head, rows = table(sample.ecosystem())
        read = list(csv.reader(io.StringIO(csv_lines(head, rows))))
        assert read[0] == list(head)
        assert len(read) == len(rows) + 1
        assert {len(row) for row in read} == {len(head)}


def test_no_cell_is_a_formula() -> None:
    told = csv_lines(("a",), [("=1+1",), ("@x",), ("plain",)])
    assert told == "a\n'=1+1\n'@x\nplain\n"


def test_no_line_end_within_a_cell_ends_the_row() -> None:
    told = csv_lines(("a", "b"), [("x\ry", "1"), ("x\ny", "2")])
    assert list(csv.reader(io.StringIO(told, newline="")))[1:] == [["x\ry", "1"], ["x\ny", "2"]]


def test_what_a_terminal_would_obey_is_shown_in_a_cell() -> None:
    told = csv_lines(("a", "b"), [("x\x1b[31my\x9b", "\t1"), ("-\u202ex", "2")])
    assert told == "a,b\nx␛[31my‹9B›,'\t1\n'-‹202E›x,2\n"


def test_what_is_unknown_is_an_empty_cell() -> None:
    assert csv_lines(("a", "b"), [(None, 0)]) == "a,b\n,0\n"


def test_mermaid_and_dot_tell_every_import_between_managers() -> None:
    ecosystem = sample.ecosystem()
    drawn = [
        one
        for one in ecosystem.dependencies
        if one.resolution() in ("strict", "recovered", "ambiguous")
        and one.target in {manager.name for manager in ecosystem.managers}
    ]
    arrows = [line for line in mermaid(ecosystem) if re.search(r"--|-\.", line)]
    assert len(arrows) == len(drawn) > 0
    assert sum("->" in line for line in dot(ecosystem)) == len(drawn)


def test_what_no_build_follows_is_told_in_every_graph_and_report() -> None:
    evidence = Evidence(kind="import", path="a/a.go", line=1, text="x", resolution="strict")
    aside = {"tests only": "test_import", "excluded from builds": "excluded_import"}
    ecosystem = Ecosystem(
        managers=tuple(
            Manager(name=name, path=name, root=".", languages=("Go",)) for name in "abcd"
        ),
        dependencies=tuple(
            Dependency(
                source="a",
                target=target,
                evidence=(evidence.model_copy(update={"kind": kind, "test": "test" in kind}),),
            )
            for target, kind in zip("bcd", ("import", *aside.values()), strict=True)
        ),
    )
    for told in (mermaid, dot, markdown, report):
        lines = [line for line in told(ecosystem) if any(why in line for why in aside)]
        assert [why for line in lines for why in aside if why in line] == list(aside), told
    (counted,) = (line for line in report(ecosystem) if line.startswith("DEPENDENCIES"))
    assert (
        counted == "DEPENDENCIES by import: 2 strict, 0 recovered, 0 ambiguous; 0 imports dangling"
    )


def test_hostile_names_stay_names() -> None:
    (_, node) = mermaid(named(HOSTILE))
    assert node.count('"') == 2
    assert "<" not in node
    assert "\x1b" not in node
    line = next(line for line in dot(named(HOSTILE)) if "script" in line)
    assert re.fullmatch(r'  "(\\.|[^"\\])*";', line)


def test_markdown_escapes_what_it_would_read_itself() -> None:
    assert markdown_text("a|b_*c*`<x>") == r"a\|b\_\*c\*\`\<x\>"
    assert not any("\x1b" in line for line in markdown(named(HOSTILE)))
    text = "\n".join(markdown(sample.ecosystem()))
    for title in (
        "# Managers",
        "## Dependencies",
        "## Cycles",
        "## Responsibilities",
        "## Findings",
    ):
        assert title in text


@given(st.text(max_size=30))
def test_a_cell_of_markdown_never_ends_its_row(text: str) -> None:
    told = markdown_text(text)
    assert "\n" not in told
    assert not re.search(r"(?<!\\)(\\\\)*\|", told)


def finding(place: int, *, line: int = 3) -> Finding:
    evidence = Evidence(kind="import", path="a b/c.go", line=line, text="x")
    return Finding(
        id=f"cycle-{place}", kind="cycle", severity=Severity.ACT, subjects=("a",), summary="round",
        remedy="cut it", claim="none", fact="one", evidence=(evidence, evidence),
    )  # fmt: skip


def test_sarif_has_what_its_schema_asks_for() -> None:
    found = [finding(1), finding(2, line=0), finding(3).model_copy(update={"evidence": ()})]
    told = json.loads(sarif(found, lambda path: f"managers/{path}", "managers/{0[0]}".format))
    assert told["version"] == "2.1.0"
    assert told["$schema"].endswith("sarif-2.1.0.json")
    (run,) = told["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "passerelle"
    assert [rule["id"] for rule in driver["rules"]] == ["cycle"]
    first, second, third = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("cycle", 0, "error")
    assert first["message"]["text"] == "round. Claimed: none. Found: one. cut it."
    assert first["partialFingerprints"] == {"passerelle/v1": "cycle-1"}
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "managers/a%20b/c.go"}
    assert physical["region"] == {"startLine": 3}
    assert first["relatedLocations"][0]["id"] == 1
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert third["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "managers/a"},
                "region": {"startLine": 1},
            }
        }
    ]
