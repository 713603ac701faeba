import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.managers.go_grammar import GO
from backend.managers.go_outline import Outline, outlines, statements
from backend.managers.go_source import read_go
from backend.managers.go_tokens import cut_go

FINE = [
    "a()",
    "x := f(1, 'c', \"text\\n\", `raw\nlines`)",
    "a, b = b, a // swapped",
    "if err := f(); err != nil {\n\treturn err\n} else if ok {\n} else {\n\tpanic(err)\n}",
    "for i := 0; i < 10; i++ {\n\tcontinue\n}",
    'for _, row := range []struct{ name string }{{"a"}, {name: "b"}} {\n\tf(row)\n}',
    "for range 3 {\n}",
    "switch x := y.(type) {\ncase nil, []int:\n\tf()\ndefault:\n}",
    "switch {\ncase a < b, c:\n\tfallthrough\ncase d: f()\n}",
    "select {\ncase v, ok := <-c:\n\tf(v, ok)\ncase d <- 1:\ndefault:\n}",
    "go func(n int, rest ...string) (int, error) {\n\treturn n, nil\n}(1)",
    "defer func() { recover() }()",
    'm := map[string][]int{"a": {1, 2}, "b": nil}',
    "p := &pkg.T{\n\tName: f(x)[1:n],\n\tInner: &T{},\n}",
    'var (\n\ta int\n\tb = []byte("x")\n)',
    "const (\n\tc = iota\n\td\n)",
    'var t struct {\n\tA int `json:"a"`\n\tB string\n}',
    "s := make([]int, 0, 8)\n\tn := new(T)",
    "f(args...)",
    "x.(fmt.Stringer).String()",
    "x = *p.q[i] << 2 &^ y",
    "loop:\n\tfor {\n\t\tbreak loop\n\t}",
    "c <- <-d",
    "g := [...]int{0x1F, 017, 1.5}",
    "h.On(func() error { return nil }).\n\t\tThen(k)",
    "return",
]

WRONG = [
    "a(",
    "x := := 1",
    "x := 1 2",
    "if x {",
    "else {\n}",
    "for a; b {\n}",
    "switch {\nf()\n}",
    "case 1:",
    "f(,)",
    "f(a,, b)",
    "x := T{a b}",
    "x := (1, 2)",
    "x := a[1, 2, 3]",
    "var ( a int )",
    "x := func(1 + 2) {}",
    "x := map[1 + ]int{}",
    "x := 'ab'",
    'x := "\\xg"',
    'x := "open',
    "x := 1abc",
    "x := a ? b : c",
    "x := “a”",
    "x := a\n\t[",
    "f)(",
    "f(]",
    "a.1",
    "return return",
    "<<<<<<< HEAD\na()\n=======\nb()\n>>>>>>> other",
]

WHOLE = "package p\n\n" + "\n".join(
    f"func (r *T) f{number}(a int) error {{\n\t{statement}\n}}\n"
    for number, statement in enumerate(FINE)
)

TOKEN = re.compile(r'"[^"\n]*"|`[^`]*`|\w+|[^\w\s]|\n')
TOKENS = [found.span() for found in TOKEN.finditer(WHOLE)]
PUT = [
    *("()", "[]", "{}", "(", ")", "[", "]", "{", "}", ",", ";", ":", ".", "...", "<-", "=", ":="),
    *(" if ", " else ", " case ", " default: ", " struct ", " func ", " map ", " range ", " var "),
    *("\n", "\\", "'", '"', "`", "/*", "*/", "//", " a ", " 1 ", " é ", "\0", "#"),
]
TELLING = "ab1 .,;:=<-*&(){}[]\"'`/\\\n\tfunc if for"


def outline(source: str | bytes) -> Outline:
    (one,) = outlines(cut_go([source.encode() if isinstance(source, str) else source]))
    return one


def rest(source: str | bytes) -> bytes:
    return outline(source).rest


def is_taken(source: bytes) -> bool:
    return not GO.parse(source).root_node.has_error


@pytest.mark.parametrize("statement", FINE)
def test_a_function_in_which_nothing_is_wrong_is_left_out(statement: str) -> None:
    source = f"package p\n\nfunc f(a int) (b []T, err error) {{\n{statement}\n}} // end\n"
    lines = "\n" * (2 + statement.count("\n"))
    assert is_taken(source.encode())
    assert rest(source) == f"package p\n\n{lines} // end\n".encode()
    (function,) = outline(source).functions
    assert (function,) == read_go(source.encode()).functions


@pytest.mark.parametrize("statement", WRONG)
def test_a_function_with_something_wrong_stays(statement: str) -> None:
    source = f"package p\n\nfunc f() {{\n{statement}\n}}\n"
    assert not is_taken(source.encode())
    assert outline(source) == Outline(source.encode())


@pytest.mark.parametrize(
    "header",
    [
        "func f[T any]()",
        "func f(g func(int) error)",
        "func (b *Box[T]) f()",
        "func f() chan int",
        "func f() struct{ a int }",
        "var f = func()",
        "var f =\n\tfunc()",
    ],
)
def test_of_functions_that_are_not_plain_the_body_is_left_out(header: str) -> None:
    lined = "\n" not in header and header.startswith("var")
    source = f"package p\n{header} {{\n\ta()\n}}\n"
    kept = source if lined else f"package p\n{header} {{return\n\n}}\n"
    assert outline(source) == Outline(kept.encode())


@pytest.mark.parametrize(
    "declared",
    [
        "var x = []func(){f()}",
        'var x = map[string]func() int{"a": f}',
        "type I interface{ f() }",
        "type T map[string]struct{ a int }",
        "type T struct {\n\ta, b int\n}",
        "type T struct {\n\ta := b\n}",
        "func f()",
        "type func struct {\n}",
    ],
)
def test_other_declarations_stay(declared: str) -> None:
    source = f"package p\n{declared}\n"
    assert outline(source) == Outline(source.encode())


@pytest.mark.parametrize(
    "declared",
    [
        "var a, b =\n\tfunc() {},\n\t[]func(){f()}",
        "func f() {} var x int",
        "var x\nfunc f() {}\nint",
        "type T\nfunc f() {}\nint",
        "func 1f() {}",
        "func if() {}",
    ],
)
def test_what_may_be_something_else_is_not_left_out(declared: str) -> None:
    source = f"package p\n{declared}\n"
    assert not outline(source).is_partial
    assert is_taken(rest(source)) == is_taken(source.encode())


def test_structs_are_left_out() -> None:
    source = 'package p\ntype A struct {\n\ta int `json:"a"`\n}\n\n// B is.\ntype B struct{}\n'
    found = outline(source)
    assert found.rest == b"package p\n\n\n\n\n// B is.\n\n"
    assert found.types == read_go(source.encode()).types
    assert found.begins == 2


def test_only_bodies_are_left_out_where_one_is_wrong() -> None:
    source = "package p\nfunc a() { b() }\nfunc b() struct{} { c c }\nfunc c() { d() }\n"
    expected = "package p\nfunc a() {return}\nfunc b() struct{} { c c }\nfunc c() {return}\n"
    assert outline(source) == Outline(expected.encode())


@pytest.mark.parametrize("end", ["func c() {\n\tif d {\n}\n", "}\nfunc c() {}\n"])
def test_bodies_before_brackets_that_do_not_pair_are_left_out(end: str) -> None:
    expected = f"package p\nfunc a() {{return}}\n{end}"
    assert outline(f"package p\nfunc a() {{ b() }}\n{end}") == Outline(expected.encode())


def test_brackets_may_be_very_deep_in_each_other() -> None:
    deep = f"func a() {{ b({'(' * 300}1{')' * 300}) }}\n"
    expected = f"package p\nfunc c() {{return}}\n{deep}"
    assert rest(f"package p\nfunc c() {{ d() }}\n{deep}") == expected.encode()


@pytest.mark.parametrize("byte", [b"\0", b"\f"])
def test_bytes_that_the_grammar_may_not_take_stay(byte: bytes) -> None:
    source = b"package p\nfunc a() { b() // " + byte + b"\n" + byte + b"}\n"
    assert rest(source) == source


def test_what_was_asked_once_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    outline("package p\nfunc a() { one(two) % three }\n")
    monkeypatch.setattr(statements, "GO", None)
    assert rest("package p\nfunc b() { uno(due) / tre }\n") == b"package p\n\n"


def test_answers_do_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "REMEMBERED", 0)
    monkeypatch.setattr(statements, "_known", {1: False})
    assert rest("package p\nfunc b() { c() }\n") == b"package p\n\n"
    assert 1 not in statements._known


@pytest.mark.parametrize(
    "end", ["", "func last() { a( }\n", 'import "late"\n', "package q\n", "x := 1\n", "type T\n"]
)
def test_a_file_says_the_same_by_its_outline(end: str) -> None:
    source = f"{WHOLE}type S struct {{\n\ta int\n}}\nvar v int\n{end}".encode()
    assert read_go(source, outline(source)) == read_go(source)


@given(
    st.sampled_from(TOKENS),
    st.sampled_from(TOKENS),
    st.sampled_from(["left out", "instead", "before", *PUT]),
)
def test_damage_is_seen_as_in_the_whole_file(
    at: tuple[int, int], other: tuple[int, int], damage: str
) -> None:
    first, last = at
    piece = WHOLE[slice(*other)]
    match damage:
        case "left out":
            put = ""
        case "instead":
            put = piece
        case "before":
            put = f"{piece} {WHOLE[first:last]}"
        case _:
            put = damage + WHOLE[first:last]
    source = (WHOLE[:first] + put + WHOLE[last:]).encode()
    found = outline(source)
    assert found.rest.count(b"\n") == source.count(b"\n")
    assert is_taken(found.rest) == is_taken(source)
    if is_taken(source):
        assert read_go(source, found) == read_go(source)


@given(st.text(TELLING, max_size=60))
@example("func ")
@example("){")
def test_any_text_is_judged_as_the_whole_file(body: str) -> None:
    source = f"package p\nfunc f() {{\n{body}\n}}\n".encode()
    assert is_taken(rest(source)) == is_taken(source)


@given(st.lists(st.binary(max_size=60) | st.sampled_from(FINE + WRONG).map(str.encode)))
def test_files_that_are_read_together_are_read_as_each_alone(bodies: list[bytes]) -> None:
    sources = [b"package p\nfunc f() {\n%b\n}\n" % body for body in bodies]
    assert outlines(cut_go(sources)) == [outline(source) for source in sources]
