from collections.abc import Callable, Mapping
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from backend.managers.go_source import read_go
from backend.managers.lcom import lcom4
from backend.managers.source import Function
from backend.model.ecosystem import Ecosystem

Scanned = Callable[[Mapping[str, str | bytes]], Ecosystem]

TWO_PARTS = """package box

type Box struct{ a, b, c int }

func (x *Box) A() int { return x.a }
func (x *Box) AB() int { return x.a + x.b }
func (x *Box) C() int { return x.c } // x.a
func (x *Box) CallsC() string { log("x.b"); return x.C() }
"""


def methods(source: str) -> list[Function]:
    return list(read_go(source.encode()).functions)


def test_methods_hang_together_by_fields_and_by_calls() -> None:
    assert lcom4(methods(TWO_PARTS)) == 2
    assert lcom4(methods(TWO_PARTS + "func (x *Box) All() int { return x.b + x.c }\n")) == 1
    assert lcom4(methods(TWO_PARTS + "func (Box) Alone() {}\n")) == 3
    assert lcom4([]) == 0


def test_what_a_receiver_is_called_does_not_count() -> None:
    named = TWO_PARTS.replace("(x *Box) C()", "(box *Box) C()").replace("x.c }", "box.c }")
    assert lcom4(methods(named)) == 2


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=3), max_size=12), st.randoms())
def test_the_order_of_methods_does_not_count(own: list[frozenset[str]], random: Random) -> None:
    found = [Function(f"M{at}", at, "T", own=names) for at, names in enumerate(own)]
    mixed = random.sample(found, len(found))
    assert lcom4(found) == lcom4(mixed) <= len(found)


def test_the_managers_figure_is_weighted_by_methods_and_names_the_worst(scanned: Scanned) -> None:
    one = "package box\n\ntype One struct{ a int }\n\nfunc (o *One) A() int { return o.a }\n"
    found = scanned(
        {
            "m/box.go": TWO_PARTS,
            "m/one.go": one,
            "m/box_test.go": "package box\n\ntype T struct{}\n\nfunc (T) X() {}\nfunc (T) Y() {}\n",
        }
    )
    cohesion = found.managers[0].metrics.cohesion
    assert cohesion is not None
    assert cohesion.mean == (2 * 4 + 1 * 1) / 5
    assert (cohesion.types, cohesion.worst, cohesion.most) == (2, "Box", 2)
    assert (cohesion.evidence.path, cohesion.evidence.line) == ("m/box.go", 3)
