import re
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

import pytest

from backend.managers.go_tokens import cut_go, go_tokens
from backend.managers.scan import scan
from backend.model.redundancy import Group, Redundancy

Redundant = Callable[[Mapping[str, str]], Redundancy]

BODY = """func Settle(orders []Order, limit int) (int, error) {
	total := 0
	for index, order := range orders {
		if order.Open && order.Weight > limit {
			return 0, fmt.Errorf("order %d is too heavy", index)
		}
		switch order.State {
		case Paid:
			total += order.Amount * order.Count
		case Refunded:
			total -= order.Amount
		default:
			log.Printf("order %d waits", index)
		}
	}
	if total < 0 {
		return 0, errNegative
	}
	return total, nil
}
"""
RENAMED = (
    BODY.replace("order", "job")
    .replace("Settle", "Weigh")
    .replace("total", "sum")
    .replace("limit", "most")
    .replace("index", "n")
    .replace("too heavy", "late")
)
ADDED = "\t\tcase Lost:\n\t\t\tlost++\n\t\tdefault:\n"
EDITED = BODY.replace("		default:\n", ADDED).replace("total := 0\n", "total, lost := 0, 0\n")
KEYWORDS = [
    "func",
    "int",
    "error",
    "for",
    "range",
    "if",
    "return",
    "switch",
    "case",
    "default",
    "nil",
]
OTHER = """func Walk(root *Node, visit func(*Node) bool) []string {
	var names []string
	pending := []*Node{root}
	for len(pending) > 0 {
		node := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if node == nil || !visit(node) {
			continue
		}
		names = append(names, node.Name)
		pending = append(pending, node.Left, node.Right)
	}
	sort.Strings(names)
	return names
}
"""


def copied(redundancy: Redundancy) -> list[Group]:
    return [group for group in redundancy.groups if group.kind in ("block", "function")]


def test_a_function_as_written_elsewhere(redundant: Redundant) -> None:
    redundancy = redundant(
        {"a/a.go": f"package a\n\n{BODY}", "b/b.go": f"package b\n\n{OTHER}\n// here\n{BODY}"}
    )
    (group,) = copied(redundancy)
    assert (group.kind, group.name, group.similarity, group.renamed) == (
        "function",
        "func Settle",
        1.0,
        False,
    )
    assert [(site.path, site.line, site.end) for site in group.sites] == [
        ("a/a.go", 3, 22),
        ("b/b.go", 20, 39),
    ]
    assert (group.cost.lines, group.cost.managers, group.cost.value) == (20, 2, 25.0)
    assert redundancy.copied == 40


@pytest.mark.parametrize("changed", [RENAMED, EDITED])
def test_a_function_renamed_or_edited(redundant: Redundant, changed: str) -> None:
    (group,) = copied(
        redundant({"a/a.go": f"package a\n{BODY}", "b/b.go": f"package b\n{OTHER}\n{changed}"})
    )
    assert group.kind == "function"
    assert 0.4 < group.similarity < 1
    assert group.renamed
    assert group.cost.drift == round(1 - group.similarity, 4)


def test_what_merely_has_the_usual_form_is_no_copy(redundant: Redundant) -> None:
    fresh = count()
    scattered = re.sub(
        r"\b[A-Za-z]+\b",
        lambda word: word[0] if word[0] in KEYWORDS else f"name{next(fresh)}",
        BODY,
    )
    one, other = go_tokens(cut_go([scattered.encode(), BODY.encode()]))
    assert one.normal == other.normal
    for first, second in ((BODY, scattered), (scattered, BODY), (BODY, OTHER)):
        files = {"a/a.go": f"package a\n{first}", "b/b.go": f"package b\n{second}"}
        assert copied(redundant(files)) == []


def grown(statement: str, *places: int) -> str:
    """`BODY` with a statement more, twice, behind each of some of its lines."""
    lines = BODY.splitlines(keepends=True)
    for place in places:
        lines[place - 1] += 2 * f"\t\t{statement}\n"
    return "".join(lines)


def test_a_copy_to_which_much_was_added(redundant: Redundant) -> None:
    longer = grown("books.enter(pages[0])", 2, 7, 16)
    (group,) = copied(redundant({"a/a.go": f"package a\n{BODY}", "b/b.go": f"package b\n{longer}"}))
    assert 0.68 <= group.similarity < 0.85


def test_a_function_that_repeats_itself(redundant: Redundant) -> None:
    calls = "".join(f'\tprint("r{n} ", hex(register.R{n}), "\\n")\n' for n in range(24))
    dump = f"func Dump(register *Context) {{\n{calls}}}\n"
    edited = (
        dump.replace("Dump", "Show").replace("{\n", '{\n\tprint("now")\n').replace("hex", "oct")
    )
    (group,) = copied(redundant({"a/a.go": f"package a\n{dump}", "b/b.go": f"package b\n{edited}"}))
    assert group.kind == "function"


def test_who_resembles_only_one_of_a_group_is_told_with_that_one(redundant: Redundant) -> None:
    first = grown("books.enter(pages[0])", 2, 7, 16)
    last = grown("if !seen { late <- now }", 4, 11, 18)
    files = {
        f"{n}/x.go": f"package {n}\n{text}"
        for n, text in zip("abc", (first, BODY, last), strict=True)
    }
    groups = copied(redundant(files))
    assert sorted(group.managers for group in groups) == [("a", "b"), ("b", "c")]


def test_small_functions_and_imports_are_no_copies(redundant: Redundant) -> None:
    imports = "import (\n" + "".join(f'\t"example.org/{n}"\n' for n in range(99)) + ")\n"
    small = "func Small() error { return nil }\n"
    files = {f"{name}/x.go": f"package {name}\n{imports}{small}" for name in "ab"}
    assert copied(redundant(files)) == []


def test_a_block_of_several_declarations_holds_its_functions(redundant: Redundant) -> None:
    block = f"{BODY}\ntype Kept struct {{\n\tName string\n\tAge int\n}}\n\n{OTHER}"
    files = {f"{name}/x.go": f"package {name}\nvar {name} = 1\n{block}" for name in "ab"}
    (group,) = copied(redundant(files))
    assert (group.kind, group.name) == ("block", "42 lines of x.go")
    assert [(site.line, site.end) for site in group.sites] == [(2, 43), (2, 43)]


def test_a_renamed_block_outside_functions(redundant: Redundant) -> None:
    table = "var prices = map[string]Price{\n" + "".join(
        f'\t"{name}": {{Amount: base + {number}, Currency: euro, Valid: until(spring)}},\n'
        for number, name in enumerate(("tea", "milk", "rye", "oat", "fig", "plum", "corn", "beet"))
    )
    other = table.replace("euro", "dollar").replace("tea", "coffee").replace("prices", "fares")
    files = {"a/x.go": f"package a\n{table}}}\n", "b/y.go": f"package b\n{other}}}\n"}
    groups = copied(redundant(files))
    assert {group.kind for group in groups} == {"block"}
    assert any(group.renamed and len(group.managers) == 2 for group in groups)


def test_tests_are_told_apart(redundant: Redundant) -> None:
    (group,) = copied(
        redundant({"a/a.go": f"package a\n{BODY}", "b/b_test.go": f"package b\n{BODY}"})
    )
    assert group.role == "test"
    assert [site.role for site in group.sites] == ["production", "test"]


def test_ids_survive_line_moves_and_groups_are_the_same_on_every_run(redundant: Redundant) -> None:
    files = {"a/a.go": f"package a\n{BODY}", "b/b.go": f"package b\n{RENAMED}"}
    files |= {"c/c.go": f"package c\n{EDITED}", "d/d.go": f"package d\n{OTHER}"}
    first = redundant(files)
    assert redundant(files) == first
    moved = redundant({"a/a.go": f"package a\n\n// moved\n\n{BODY}"})
    assert [group.id for group in copied(moved)] == [group.id for group in copied(first)]
    assert copied(moved) != copied(first)


def test_a_scan_can_leave_copied_code_out(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.go").write_text(f"package {name}\n{BODY}")
    quick, whole = (scan([tmp_path], copied=copied).redundancy for copied in (False, True))
    assert (quick.copied, whole.copied) == (None, 40)
    assert {group.kind for group in whole.groups} - {group.kind for group in quick.groups} == {
        "function"
    }
