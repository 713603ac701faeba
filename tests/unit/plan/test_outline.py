import pytest

from backend.plan.outline import Section, phases_of, read_outline


def outline(text: str) -> tuple[list[Section], list[float | None]]:
    lines = text.splitlines()
    sections, whole = read_outline(list(enumerate(lines, start=1)), len(lines))
    return sections, [declared.percent for declared in whole]


@pytest.mark.parametrize(
    ("line", "percent"),
    [
        ("*Version 1.0 - 2025-06-13 - Progression globale : 0%*", 0.0),
        ("**Progression globale**: 80% - *En cours*", 80.0),
        ("Progression globale\xa0:\xa072,5 %", 72.5),
        ("*Version 1.0 - Progression globale : 3 / 12*", 25.0),
        ("Progression globale : N/A", None),
        ("Overall progress: 40%", 40.0),
    ],
)
def test_progress_of_the_whole_plan(line: str, percent: float | None) -> None:
    assert outline(f"# Plan\n\n## Phase 1 : A\n{line}")[1] == [percent]


@pytest.mark.parametrize(
    "line",
    [
        "Mettre à jour la progression (65% → 100% terminé)",
        "go run main.go -progression 50",
        'Progression := flag.Int("progression", 0)',
        "Progression globale : 150%",
        "Progression globale : 1 / 0x",
    ],
)
def test_what_is_no_statement_of_progress(line: str) -> None:
    whole = outline(f"# Plan\n{line}")[1]
    assert whole in ([], [None])


def test_progress_below_the_title_speaks_for_the_plan() -> None:
    assert outline("# Plan\n*Progression: 30%*\n## Phase 1\n*Progression: 50%*")[1] == [30.0]


def test_progress_below_a_highest_phase_is_the_phase_s() -> None:
    sections, whole = outline("# Phase 1 : A\nProgression: 30%\n# Phase 2 : B\nProgression: 50%")
    assert whole == []
    assert [section.declared and section.declared.percent for section in sections] == [30.0, 50.0]


def test_progress_belongs_to_the_heading_above() -> None:
    sections, _ = outline("## Phase 2: B\nProgression: 100% ✅ **TERMINÉ**\n### 2.1 C\n")
    assert sections[0].declared is not None
    assert sections[0].declared.percent == 100
    assert sections[1].declared is None


def test_progress_may_stand_in_the_heading_itself() -> None:
    sections, whole = outline("# Plan - Progression globale : 10%\n## Phase 1 (Progression : 30 %)")
    assert whole == [10.0]
    assert sections[1].declared is not None
    assert sections[1].declared.percent == 30


def test_bare_phases_and_numbers_are_headings() -> None:
    sections, _ = outline("Phase 1: A\n1.1 B\n1.1.1 C\n1.2 D\n## Objectifs")
    assert [(s.number or s.phase, s.line, s.end) for s in sections] == [
        ("1", 1, 4),
        ("1.1", 2, 3),
        ("1.1.1", 3, 3),
        ("1.2", 4, 4),
        ("", 5, 5),
    ]


def test_only_outermost_phases_count_as_phases() -> None:
    text = "# P\n## 🎯 Phase 1 : A\n### Phase 1.1 : B\n## 2. Phase 2 (x)\n### Avant Phase 3\n"
    assert [section.phase for section in phases_of(outline(text)[0])] == ["1", "2"]


def test_without_phases_the_highest_sections_stand_for_them() -> None:
    titles = [section.title for section in phases_of(outline("# P\n## A\n### B\n## C\n")[0])]
    assert titles == ["A", "C"]
