from collections.abc import Callable, Mapping

from backend.model.redundancy import Group, Redundancy

Redundant = Callable[[Mapping[str, str]], Redundancy]

TWO_FIELDS = "package p\n\ntype Entry struct {\n\tName string\n\tAge int\n}\n"
TURNED = "package q\n\n// moved\ntype Entry struct {\n\tAge int\n\tName string\n}\n"
ONE_FIELD = "package r\n\ntype Entry struct {\n\tName string\n}\n"


def names(redundancy: Redundancy) -> dict[str, Group]:
    return {group.name: group for group in redundancy.groups if group.kind == "name"}


def test_shapes_and_who_has_them(redundant: Redundant) -> None:
    files = {"a/a.go": TWO_FIELDS, "b/b.go": ONE_FIELD, "c/c.go": TURNED}
    group = names(redundant(files))["type Entry"]
    assert [(shape.form, shape.members) for shape in group.shapes] == [
        ("struct", ("Age int", "Name string")),
        ("struct", ("Name string",)),
    ]
    assert [[site.path for site in shape.sites] for shape in group.shapes] == [
        ["a/a.go", "c/c.go"],
        ["b/b.go"],
    ]
    assert [(site.line, site.end) for site in group.sites] == [(3, 6), (3, 5), (4, 7)]


def test_cost_rises_with_lines_managers_and_drift(redundant: Redundant) -> None:
    files = {"a/a.go": TWO_FIELDS, "b/b.go": ONE_FIELD, "c/c.go": TURNED}
    cost = names(redundant(files))["type Entry"].cost
    assert (cost.lines, cost.managers, cost.drift) == (4 + 1, 3, round(1 / 3, 4))
    assert cost.value == round((5 + 5 * 2) * (1 + 1 / 3), 1)
    alike = names(redundant({"b/b.go": TURNED}))["type Entry"].cost
    assert (alike.drift, alike.value) == (0.0, 8 + 5 * 2)


def test_types_with_nothing_in_common_but_their_name_save_no_lines(redundant: Redundant) -> None:
    other = ONE_FIELD.replace("Name string", "Port int\n\tHost string")
    assert names(redundant({"b/b.go": ONE_FIELD, "d/d.go": other}))["type Entry"].cost.lines == 0
    changed = ONE_FIELD.replace("string", "[]byte")
    assert names(redundant({"d/d.go": changed}))["type Entry"].cost.lines == 1


def test_functions_that_read_otherwise_save_no_lines(redundant: Redundant) -> None:
    same = "func Load(path string) error {\n\treturn open(path)\n}\n"
    other = same.replace("open", "fetch")
    files = {"a/a.go": f"package a\n{same}", "b/b.go": f"package b\n\n{same}"}
    assert names(redundant(files))["func Load"].cost.lines == 3
    files["b/b.go"] = f"package b\n{other}"
    assert names(redundant(files))["func Load"].cost.lines == 0


def test_functions_are_told_apart_by_the_types_of_their_parameters(redundant: Redundant) -> None:
    group = names(
        redundant(
            {
                "a/a.go": "package a\nfunc Load(path string) error { return nil }\n",
                "b/b.go": "package b\nfunc Load(file string) error { panic(1) }\n",
                "c/c.go": "package c\nfunc Load(path string, deep bool) error { return nil }\n",
            }
        )
    )["func Load"]
    assert [shape.members for shape in group.shapes] == [
        ("(string) error",),
        ("(string, bool) error",),
    ]


def test_methods_entry_points_unexported_names_and_tests_are_no_shared_names(
    redundant: Redundant,
) -> None:
    source = (
        "package main\ntype T{0} int\nfunc main() {{}}\nfunc help() {{}}\nfunc (t T{0}) Do() {{}}\n"
    )
    test = "package main\ntype Fixture struct{}\n"
    files = {f"{name}/m.go": source.format(name) for name in "ab"}
    files |= {f"{name}/m_test.go": test for name in "ab"}
    assert names(redundant(files)) == {}


def test_ids_survive_line_moves_and_other_members(redundant: Redundant) -> None:
    before = names(redundant({"a/a.go": TWO_FIELDS, "b/b.go": ONE_FIELD}))["type Entry"]
    moved = TWO_FIELDS.replace("type", "\n\n\ntype")
    after = names(redundant({"a/a.go": moved, "c/c.go": TURNED}))["type Entry"]
    assert before.id == after.id
    assert before.sites != after.sites


def test_mocks_are_told_apart(redundant: Redundant) -> None:
    group = names(
        redundant(
            {"a/a.go": "package a\ntype MockStore int\n"}
            | {"b/b.go": "package b\ntype MockStore int\n"}
        )
    )["type MockStore"]
    assert group.role == "mock"
