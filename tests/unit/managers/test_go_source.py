import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.managers.go_source import GoSource, read_go

WHOLE = b"""package cache // the cache

import (
	"fmt"
	store "example.org/app/storage"
	_ `example.org/app/driver`
)
import "os"

type Cache struct {
	Base
	*store.Pool
	hits, misses int `json:"n"`
	Owner        *errors.ErrorManager
}

type Reader interface {
	Read(ctx context.Context, key string) ([]byte, error)
	io.Closer
}

type (
	Level int
	Text  = string
)

func New[T any](size int) *Cache { return build(size) }

func (c *Cache) Get(key string) (string, error) {
	return c.lookup(key), nil
}

func (List[T]) Len() int { return 0 }
"""


def shape(definition: str) -> tuple[str, ...]:
    return read_go(f"package p\ntype T {definition}\n".encode()).types[0].shape()


def kinds(source: bytes) -> list[tuple[str, int]]:
    return [(trouble.kind, trouble.line) for trouble in read_go(source).troubles]


def test_package_and_imports_with_their_lines() -> None:
    go = read_go(WHOLE)
    assert go.package == "cache"
    assert [(item.path, item.line) for item in go.imports] == [
        ("fmt", 4),
        ("example.org/app/storage", 5),
        ("example.org/app/driver", 6),
        ("os", 8),
    ]
    assert go.imports[1].text == 'store "example.org/app/storage"'
    assert go.troubles == ()


def test_functions_with_receiver_and_signature() -> None:
    new, get, length = read_go(WHOLE).functions
    assert (new.name, new.receiver, new.signature) == ("New", "", "(size int) *Cache")
    assert (get.receiver, get.line, get.signature) == ("Cache", 29, "(key string) (string, error)")
    assert (length.receiver, length.name) == ("List", "Len")


def test_types_with_their_members() -> None:
    cache, reader, level, text = read_go(WHOLE).types
    assert [(member.name, member.type) for member in cache.members] == [
        ("Base", "Base"),
        ("Pool", "*store.Pool"),
        ("hits", "int"),
        ("misses", "int"),
        ("Owner", "*errors.ErrorManager"),
    ]
    assert [(member.name, member.type) for member in reader.members] == [
        ("Read", "(context.Context, string) []byte, error"),
        ("io.Closer", "embedded"),
    ]
    assert (level.form, level.definition, text.definition) == ("other", "int", "string")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("struct{ a int; b string }", "struct { b string\n a int }", True),
        ("struct{ a int }", "struct{ a int64 }", False),
        ("interface{ F(a int) error }", "interface{ F(n int) error }", True),
        ("interface{ F(a int) error }", "interface{ F(int, int) error }", False),
        ("interface{ F(a, b int) }", "interface{ F(int, int) }", True),
        ("interface{ F(a ...int) }", "interface{ F([]int) }", False),
        ("struct{}", "interface{}", False),
        ("map[string] int", "map[string] int", True),
    ],
)
def test_shapes(one: str, other: str, same: bool) -> None:
    shapes = [
        read_go(f"package p\ntype T {text}\n".encode()).types[0].shape() for text in (one, other)
    ]
    assert (shapes[0] == shapes[1]) is same


def test_a_broken_file_keeps_what_can_be_read() -> None:
    source = WHOLE.replace(b"func New", b"<assistant>sure!</assistant>\nfunc New")
    go = read_go(source)
    assert len(go.imports) == 4
    assert "Get" in {function.name for function in go.functions}
    assert [trouble.kind for trouble in go.troubles] == ["syntax"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(b"", [("empty-file", 0)], id="empty"),
        pytest.param(b" \n\t\n", [("empty-file", 0)], id="blank"),
        pytest.param(b"// only a comment\n", [("no-package", 0)], id="no clause"),
        pytest.param(b"package p\nfunc f( {\n", [("syntax", 2)], id="syntax"),
        pytest.param(b"n// p\npackage p\n", [("syntax", 1)], id="a word before the package"),
        pytest.param(b"package p\n\nx := 1\n", [("syntax", 3)], id="statement outside functions"),
        pytest.param(
            b"package p\nfunc f() {\n}\n\treturn\n}\n", [("syntax", 4)], id="a brace too early"
        ),
        pytest.param(
            b"package p\nfunc f() string {\n\treturn `a\n\\`<b>` + `c`\n}\n",
            [("syntax", 4)],
            id="behind a long text",
        ),
        pytest.param(b'package p\nvar x = 1\nimport "os"\n', [("syntax", 3)], id="late import"),
        pytest.param(b"package p\npackage q\n", [("syntax", 2)], id="two package clauses"),
        pytest.param(
            b"package p\n<<<<<<< HEAD\nvar a int\n=======\nvar a string\n>>>>>>> main\n",
            [("conflict", 2)],
            id="conflict",
        ),
        pytest.param(b'package p\nimport "./x"\n', [("import-path", 2)], id="relative"),
        pytest.param(b'package p\nimport "d:/work/x"\n', [("import-path", 2)], id="drive"),
        pytest.param(b"package p\n", [], id="fine"),
    ],
)
def test_troubles(source: bytes, expected: list[tuple[str, int]]) -> None:
    assert kinds(source) == expected


@pytest.mark.parametrize(
    "line",
    ["\tx := new(len(s) + 1)", "\treturn &T{make(n - 1)}", "}\nfunc (r *Rand) N[T ~int](n T) T {"],
)
def test_what_go_has_and_the_grammar_has_not(line: str) -> None:
    go = read_go(f"package p\nfunc f() {{\n{line}\n}}\nfunc g(x int) {{}}\n".encode())
    assert (go.troubles, go.functions[-1].name, go.functions[-1].shape) == ((), "g", "(int)")
    broken = read_go(f"package p\nfunc f() {{\n{line}\n}}\nfunc g( {{\n".encode())
    assert [(one.kind, one.line) for one in broken.troubles] == [
        ("syntax", 4 + line.count("\n") + 1)
    ]


FRAGMENTS = st.sampled_from(
    b"package p\n|import (|'a/b'|\"a/b\"|func (|) f(|type T struct {|}|`|\xff".split(b"|")
)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.lists(FRAGMENTS, max_size=12).map(b"".join))
def test_any_bytes_give_an_answer(source: bytes) -> None:
    go = read_go(source)
    assert isinstance(go, GoSource)
    lines = source.count(b"\n") + 1
    assert all(0 <= trouble.line <= lines for trouble in go.troubles)
    assert go.package or go.troubles


def test_functions_have_an_end_and_a_shape() -> None:
    source = (
        "package p\n\nfunc (b *Box) Put(a, c int, more ...string) (int, error) {\n\treturn 1\n}\n"
    )
    (function,) = read_go(source.encode()).functions
    assert (function.line, function.end) == (3, 5)
    assert function.shape == "(int, int, ...string) int, error"
