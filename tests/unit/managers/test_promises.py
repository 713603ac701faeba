from collections.abc import Callable, Mapping
from pathlib import Path

from backend.managers.promises import promises
from backend.managers.survey import survey

Write = Callable[[Mapping[str, str | bytes]], Path]

SHARED = """package interfaces
type Closer interface { Close() error }
type Validator interface {
	Closer
	ValidateAll(ctx context.Context, names ...string) (bool, error)
}
type Foreign interface { io.Reader; Validate() }
"""
KEPT = """package a
type Real struct{}
func (r *Real) Close() error { return nil }
func (r *Real) ValidateAll(c context.Context, some ...string) (bool, error) { return true, nil }
func (r *Real) Validate() {}
"""
BROKEN = KEPT.replace("...string", "...int")


def kept(write_tree: Write, files: Mapping[str, str]) -> dict[str, list[str]]:
    root = write_tree({f"managers/{name}": text for name, text in files.items()})
    found = promises(survey([root]).read)
    return {name: [one.evidence.text for one in some] for name, some in found.items()}


def test_an_interface_is_kept_by_names_and_shapes_of_all_its_methods(write_tree: Write) -> None:
    found = kept(
        write_tree,
        {"interfaces/i.go": SHARED, "a-manager/a.go": KEPT, "b-manager/b.go": BROKEN},
    )
    assert found == {
        "a-manager": [
            "Real.Close implements Closer of interfaces",
            "Real.ValidateAll implements Validator of interfaces",
        ],
        "b-manager": ["Real.Close implements Closer of interfaces"],
    }


def test_ones_own_interface_and_tests_promise_nothing_to_anybody(write_tree: Write) -> None:
    own = KEPT + "type Validator interface { Validate() }\n"
    found = kept(write_tree, {"a-manager/a.go": own, "b-manager/b_test.go": KEPT})
    assert found == {"a-manager": [], "b-manager": []}


def test_an_interface_that_embeds_itself_ends(write_tree: Write) -> None:
    loop = "package i\ntype A interface { B; Run() }\ntype B interface { A }\n"
    assert kept(write_tree, {"interfaces/i.go": loop, "a-manager/a.go": KEPT}) == {"a-manager": []}
