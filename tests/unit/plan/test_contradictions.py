from backend.model.plan import Contradiction
from backend.plan.document import read_document
from backend.plan.reader import describe


def contradictions(text: str) -> tuple[Contradiction, ...]:
    return describe("plan.md", read_document(text)).contradictions


def lines(item: Contradiction) -> list[int]:
    return [evidence.line for evidence in item.evidence]


def test_an_honest_plan_contradicts_nothing() -> None:
    text = "# P\n*Progression globale : 50%*\n## Phase 1\n*Progression: 50%*\n- [x] a\n- [ ] b\n"
    assert contradictions(text) == ()


def test_finished_with_an_open_box() -> None:
    boxes = "- [x] a\n" * 99 + "- [ ] last\n"
    (found,) = contradictions(f"## Phase 1: A\n*Progression: 100%*\n{boxes}")
    assert (found.claim, found.fact) == ("100 %", "99 of 100 boxes ticked (99 %)")
    assert lines(found) == [2, 102]
    assert found.evidence[1].path == "plan.md"


def test_nothing_done_with_ticked_boxes() -> None:
    (found,) = contradictions("## Phase 1: A\n*Progression: 0%*\n- [x] a\n- [ ] b\n")
    assert lines(found) == [2, 3]


def test_a_subsection_that_calls_itself_finished() -> None:
    text = "## Phase 1: A\n### 1.1 B\n*Progression: 100%*\n- [ ] a\n"
    assert [found.summary for found in contradictions(text)] == [
        "“1.1 B” declares a progress that its boxes do not show."
    ]


def test_the_whole_against_its_phases() -> None:
    text = "*Progression globale : 0%*\n## Phase 1\nProgression: 0%\n## Phase 2\nProgression: 80%\n"
    (found,) = contradictions(text)
    assert (found.claim, found.fact) == ("0 %", "2 phases declare 40 % on average")
    assert lines(found) == [1, 3, 5]


def test_an_ending_that_calls_an_open_phase_finished() -> None:
    text = (
        "## Phase 1: A\nProgression: 0%\n- [ ] a\n## Fin\n"
        "- **Phase 1:** A ✅ 100%\n**Statut:** ✅ **TERMINÉ**\n"
    )
    phase, plan = contradictions(text)
    assert (lines(phase), phase.fact) == ([5, 1], "declares 0 %, 0 of 1 boxes ticked (0 %)")
    assert (lines(plan), plan.claim) == ([6, 3], "**Statut:** ✅ **TERMINÉ**")


def test_a_verdict_of_part_of_the_work_is_no_verdict() -> None:
    text = (
        "## Phase 1: A\n- [ ] a\n## Fin\n- **Phase 1** : 98% COMPLÉTÉ\n- Phase 1 : 5 → 0 (-100%)\n"
    )
    assert contradictions(text) == ()


def test_a_verdict_inside_a_section_with_boxes_is_not_on_the_plan() -> None:
    text = "## 1\n- [x] a\n- **Statut** : [1/1] - 100% complété\n## 2\n- [ ] b\n"
    assert contradictions(text.replace("complété", "COMPLÉTÉ")) == ()


def test_a_ticked_parent_above_an_unticked_task() -> None:
    (found,) = contradictions("- [x] a\n  - [x] b\n    - [ ] c\n- [x] d\n- [ ] e\n")[:1]
    assert (lines(found), found.fact) == ([1, 3], "1 of 2 below it are not")


def test_a_heading_ends_the_list_above_it() -> None:
    assert contradictions("- [x] a\n## B\n  - [ ] b\n") == ()


def test_a_section_that_stands_twice_and_a_task_both_ways() -> None:
    text = (
        "## Phase 4: A\n4.2 Mise à jour\n☐ autre\n✅ 4.2.1 Committer\n"
        "4.2 Mise à jour\n☐ 4.2.1 Committer\n"
    )
    section, task = contradictions(text)
    assert (section.summary, lines(section)) == (
        "Section 4.2 stands 2 times and not alike.",
        [2, 5],
    )
    assert lines(task) == [4, 6]
