import pytest

from backend.managers import go_source
from backend.managers.go_outline.plain import plain_fields, plain_function, plain_struct
from backend.managers.go_source import read_go
from backend.managers.source import Function, Member, Type

PLAIN = [
    "func f() {}",
    "func f(a int) string { return x }",
    "func (b *Box) Get(a, b string, rest ...pkg.T) (n int, err error) {}",
    "func (Box) f(int, []*pkg.T, map[string]interface{}) {}",
    "func (_ Box) f(\n\ta int,\n\tb [4]byte,\n) []byte {}",
    "func (b Box) f(interface{}, struct{}) (int) {}",
]
OTHERS = [
    "func f()",
    "func f() struct{} {}",
    "func f() map[string]interface{} {}",
    "func f() chan int {}",
    "func f(c chan int, d int) {}",
    "func f(g func(int) error) {}",
    "func f(a int, // b) {\n\tc int) {}",
    "func f(a int /* b */) {}",
    "func (b *Box[T]) f(a T) {}",
    "func f[T any](a T) {}",
    "func f(a pkg.Map[string, int]) {}",
    "func  f() {}",
]
STRUCTS = [
    "struct{}",
    "struct {}",
    'struct {\n\tA int\n\tB []string `json:"b"` // why\n\n\t// more\n\tm map[string]interface{}\n}',
    "struct {\n\t*pkg.Embedded\n\tOther\n\tmu sync.Mutex\r\n}",
]
OTHER_STRUCTS = [
    "struct { a int }",
    "struct {\n\ta, b int\n}",
    "struct {\n\tf func(int) error\n}",
    "struct {\n\tinner struct {\n\t\ta int\n\t}\n}",
    'struct {\n\ta int "tag"\n}',
    "struct {\n\t/* a\n\tb */\n}",
    "struct {\n\ta chan int\n}",
]


def by_nodes(source: str, monkeypatch: pytest.MonkeyPatch) -> go_source.GoSource:
    monkeypatch.setattr(go_source, "plain_function", lambda *_: None)
    monkeypatch.setattr(go_source, "plain_fields", lambda *_: None)
    return read_go(source.encode())


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_function_is_what_its_nodes_say(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plain_function(text, 3, 3 + text.count("\n"))
    assert (found,) == by_nodes(f"package p\n\n{text}\n", monkeypatch).functions


@pytest.mark.parametrize("text", OTHERS)
def test_other_functions_are_left_to_nodes(text: str) -> None:
    assert plain_function(text, 1, 1) is None


@pytest.mark.parametrize("text", STRUCTS)
def test_plain_fields_are_what_their_nodes_say(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (kind,) = by_nodes(f"package p\n\ntype T {text}\n", monkeypatch).types
    assert plain_fields(text, 3) == kind.members


@pytest.mark.parametrize("text", OTHER_STRUCTS)
def test_other_fields_are_left_to_nodes(text: str) -> None:
    assert plain_fields(text, 1) is None


def test_a_file_is_read_both_ways() -> None:
    source = "package p\n" + "\n".join((*PLAIN, *OTHERS)) + "\n"
    functions = read_go(source.encode()).functions
    assert len(functions) == len(PLAIN) + len(OTHERS)
    assert functions[2] == Function(
        "Get",
        4,
        "Box",
        "(a, b string, rest ...pkg.T) (n int, err error)",
        4,
        "(string, string, ...pkg.T) int, error",
        "b",
    )
    assert functions[3].owner == ""


def test_fields_with_and_without_names() -> None:
    assert plain_fields(STRUCTS[3], 7) == (
        Member("Embedded", "*pkg.Embedded", 8, embedded=True),
        Member("Other", "Other", 9, embedded=True),
        Member("mu", "sync.Mutex", 10),
    )


def test_a_struct_has_its_name() -> None:
    assert plain_struct("type Box struct{}", 4) == Type("Box", "struct", 4)
    assert plain_struct("type Box struct { a int }", 4) is None
