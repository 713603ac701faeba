import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.model.plan import Plan
from backend.plan.document import read_document
from backend.plan.reader import describe, read_plan, read_plans
from backend.plan.text import decode

FRAGMENTS = st.sampled_from(
    ["- [ ] a", "- [x] 1.2 b", "☐ c", "✅ d", "```go", "```", "e```yaml", "## Phase 1: f", "# g",
     "Progression: 100%", "*Progression globale : 3 / 0*", "  ", "---", "title: h", "1.1 i",
     "**Statut:** TERMINÉ", "- Phase 1 ✅ 100%", "â˜ j", "Ã©", "\ufffd"]
)  # fmt: skip


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def adds_up(plan: Plan) -> bool:
    """Whether nothing has more done than there is, nor a phase more than the plan."""
    counted = [(phase.done, phase.total) for phase in plan.phases] + [(plan.done, plan.total)]
    return all(0 <= done <= total <= plan.total for done, total in counted)


def survives(plan: Plan) -> bool:
    """Whether it comes back from JSON as it was."""
    return Plan.model_validate_json(plan.model_dump_json()) == plan


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_plan(data: bytes) -> None:
    plan = describe("p", read_document(decode(data).text))
    assert adds_up(plan)
    assert survives(plan)


@given(st.lists(FRAGMENTS | st.text(max_size=20)), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_lines_are_a_plan(lines: list[str], end: str) -> None:
    plan = describe("p", read_document(end.join(lines)))
    assert adds_up(plan)
    assert survives(plan)


def test_counts_phases_and_percentages(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "plan.md",
        "---\ntitle: 'Migration'\n---\n# Autre\n*Progression globale : 50%*\r\n"
        "## Phase 1 : A\n*Progression: 100%*\n- [x] a\n- [x] b\n```go\n- [ ] code\n```\n"
        "## Phase 2 : B\n- [ ] c\n",
    )
    plan = read_plan(path)
    assert isinstance(plan, Plan)
    assert (plan.title, plan.declared_percent, plan.counted_percent) == ("Migration", 50.0, 200 / 3)
    assert [(p.title, p.declared_percent, p.done, p.total, p.line) for p in plan.phases] == [
        ("Phase 1 : A", 100.0, 2, 2, 6),
        ("Phase 2 : B", None, 0, 1, 13),
    ]


def test_an_empty_plan_says_nothing_rather_than_zero(tmp_path: Path) -> None:
    (plan,) = read_plans([written(tmp_path, "plan.md", "")]).plans
    assert (plan.declared_percent, plan.counted_percent, plan.total) == (None, None, 0)


def test_what_is_no_text_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0- [x] a")
    plans = read_plans([tmp_path / "picture.md"])
    assert plans.plans == ()
    assert [trouble.reason for trouble in plans.unreadable] == ["is no text: it holds NUL bytes"]


def test_line_numbers_are_those_of_an_editor(tmp_path: Path) -> None:
    text = "a\x0cb\u2028c\x85\n## Phase 1\n- [ ] a\n"
    (plan,) = read_plans([written(tmp_path, "plan.md", text)]).plans
    assert plan.phases[0].line == 2


def test_folders_are_searched_and_files_taken_as_named(tmp_path: Path) -> None:
    (tmp_path / "deep" / ".git").mkdir(parents=True)
    one = written(tmp_path / "deep", "plan-dev-v1.md", "- [ ] a")
    written(tmp_path / "deep", "notes.md", "- [ ] a")
    written(tmp_path / "deep" / ".git", "plan-dev-v2.md", "- [ ] a")
    two = written(tmp_path, "other.txt", "- [ ] a")
    plans = read_plans([tmp_path, two, one])
    assert [plan.path for plan in plans.plans] == [str(one), str(two)]
    assert plans.unreadable == ()


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    good = written(tmp_path, "good.md", "- [x] a")
    plans = read_plans([tmp_path / "missing.md", tmp_path / "empty", good])
    assert [plan.done for plan in plans.plans] == [1]
    assert [(Path(t.path).name, t.reason) for t in plans.unreadable] == [
        ("missing.md", "no such file or folder"),
        ("empty", "holds no plan-dev-v*.md file"),
    ]


@pytest.mark.skipif(os.name != "posix", reason="names of bytes are a matter of POSIX")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/plan-dev-v\xff.md"))
    path.write_text("- [x] a")
    (plan,) = read_plans([tmp_path]).plans
    assert plan.path.endswith("plan-dev-v?.md")
    assert survives(plan)
