import pytest

from backend.plan.tasks import find_tasks


def marks(text: str) -> str:
    lines = list(enumerate(text.splitlines(), start=1))
    return "".join("x" if task.done else "o" for task in find_tasks(lines))


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("- [ ] open", "o"),
        ("- [x] done", "x"),
        ("* [X] done", "x"),
        ("  + [ ] nested", "o"),
        ("\t- [ ] tab", "o"),
        ("> - [x] quoted", "x"),
        ("3. [x] numbered", "x"),
        ("## [ ] 1. Cadrage", "o"),
        ("[ ] bare", "o"),
        ("☐ glyph", "o"),
        ("- ☐ bullet and glyph", "o"),
        ("☑ glyph", "x"),
        ("- [1] Phase 1: contents", ""),
        ("- [0] marker", ""),
        ("- [x](https://example.org) a link", ""),
        ("text with - [ ] inside", ""),
        ("✅ prose", ""),
        ("- ✅ prose", ""),
    ],
)
def test_forms(line: str, mark: str) -> None:
    assert marks(line) == mark


def test_a_check_mark_is_a_task_beside_open_boxes_of_its_kind() -> None:
    assert marks("☐ open\n✅ done\n- ✅ prose") == "ox"
    assert marks("- ☐ open\n- ✅ done\n✅ prose") == "ox"


def test_a_task_knows_its_line_indent_and_id() -> None:
    lines = [(7, "    - [x] **4.1.2** Créer le bus"), (8, "☐ Micro-étape 4.1.2.1: suite")]
    first, second = find_tasks(lines)
    assert (first.line, first.indent, first.id) == (7, 4, "4.1.2")
    assert (second.line, second.indent, second.id) == (8, None, "4.1.2.1")
