import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.managers.go_bodies import statements, without_bodies
from backend.managers.go_grammar import GO
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


def shorter(source: str | bytes) -> bytes:
    (short,) = without_bodies(cut_go([source.encode() if isinstance(source, str) else source]))
    return short


def is_taken(source: bytes) -> bool:
    return not GO.parse(source).root_node.has_error


@pytest.mark.parametrize("statement", FINE)
def test_a_body_in_which_nothing_is_wrong_is_left_out(statement: str) -> None:
    source = f"package p\n\nfunc f(a int) (b []T, err error) {{\n{statement}\n}} // end\n"
    lines = "\n" * (2 + statement.count("\n"))
    assert is_taken(source.encode())
    expected = f"package p\n\nfunc f(a int) (b []T, err error) {{return{lines}}} // end\n"
    assert shorter(source) == expected.encode()


@pytest.mark.parametrize("statement", WRONG)
def test_a_body_that_is_wrong_stays(statement: str) -> None:
    source = f"package p\n\nfunc f() {{\n{statement}\n}}\n"
    assert not is_taken(source.encode())
    assert shorter(source) == source.encode()


@pytest.mark.parametrize(
    "declared",
    [
        "var x = []func(){f()}",
        'var x = map[string]func() int{"a": f}',
        "type T struct{ a int }",
        "type I interface{ f() }",
        "func f() {}",
        "func f() struct{ a int }",
        "var a, b =\n\tfunc() {},\n\t[]func(){f()}",
    ],
)
def test_braces_that_are_no_body_stay(declared: str) -> None:
    source = f"package p\n{declared}\n"
    assert shorter(source) == source.encode()


def test_only_the_body_that_is_wrong_stays() -> None:
    source = "package p\nfunc a() { b() }\nfunc b() struct{} { c( }\nfunc c() { d() }\n"
    short = shorter(source.replace("c( }", "c c }"))
    expected = "package p\nfunc a() {return}\nfunc b() struct{} { c c }\nfunc c() {return}\n"
    assert short == expected.encode()


@pytest.mark.parametrize("rest", ["func c() {\n\tif d {\n}\n", "}\nfunc c() {}\n"])
def test_bodies_before_brackets_that_do_not_pair_are_left_out(rest: str) -> None:
    expected = f"package p\nfunc a() {{return}}\n{rest}"
    assert shorter(f"package p\nfunc a() {{ b() }}\n{rest}") == expected.encode()


def test_brackets_may_be_very_deep_in_each_other() -> None:
    deep = f"func a() {{ b({'(' * 300}1{')' * 300}) }}\n"
    source = f"package p\nfunc c() {{ d() }}\n{deep}"
    assert shorter(source) == f"package p\nfunc c() {{return}}\n{deep}".encode()


@pytest.mark.parametrize("byte", [b"\0", b"\f"])
def test_bytes_that_the_grammar_may_not_take_stay(byte: bytes) -> None:
    source = b"package p\nfunc a() { b() // " + byte + b"\n" + byte + b"}\n"
    assert shorter(source) == source


def test_what_was_asked_once_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    without_bodies(cut_go([b"package p\nfunc a() { one(two) + three }\n"]))
    monkeypatch.setattr(statements, "GO", None)
    assert shorter("package p\nfunc b() { uno(due) + tre }\n") == b"package p\nfunc b() {return}\n"


def test_answers_do_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "REMEMBERED", 0)
    monkeypatch.setattr(statements, "_known", {1: False})
    assert shorter("package p\nfunc b() { c() }\n") == b"package p\nfunc b() {return}\n"
    assert 1 not in statements._known


def test_what_a_file_says_is_the_same_without_bodies() -> None:
    source = f"{WHOLE}func last() {{ a( }}\n".encode()
    assert read_go(source, shorter(source)) == read_go(source)


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
    short = shorter(source)
    assert is_taken(short) == is_taken(source)
    assert short.count(b"\n") == source.count(b"\n")


@given(st.text(TELLING, max_size=60))
@example("func ")
@example("){")
def test_any_text_is_judged_as_the_whole_file(body: str) -> None:
    source = f"package p\nfunc f() {{\n{body}\n}}\n".encode()
    assert is_taken(shorter(source)) == is_taken(source)


@given(st.lists(st.binary(max_size=60) | st.sampled_from(FINE + WRONG).map(str.encode)))
def test_files_that_are_read_together_are_read_as_each_alone(bodies: list[bytes]) -> None:
    sources = [b"package p\nfunc f() {\n%b\n}\n" % body for body in bodies]
    assert without_bodies(cut_go(sources)) == [shorter(source) for source in sources]
