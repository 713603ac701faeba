import json
from pathlib import Path

from click.testing import CliRunner

from tui.commands.plan import command


def test_json_follows_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("*Progression globale : 0%*\n## Phase 1\nProgression: 100%\n- [x] a\n")
    result = CliRunner().invoke(command, [str(path), "--format", "json"])
    assert result.exit_code == 0
    (plan,) = json.loads(result.stdout)["plans"]
    assert plan["path"] == str(path)
    assert (plan["declared_percent"], plan["counted_percent"]) == (0.0, 100.0)
    assert (plan["done"], plan["total"]) == (1, 1)
    assert plan["phases"][0]["title"] == "Phase 1"
    assert plan["contradictions"][0]["claim"] == "0 %"


def test_boxes_outside_the_phases_make_up_the_rest_of_the_total(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Plan\n- [x] before\n- [ ] before\n## Phase 1\n- [x] a\n\n# Annexe\n- [ ] b\n"
    )
    (plan,) = json.loads(CliRunner().invoke(command, [str(path), "--format", "json"]).stdout)[
        "plans"
    ]
    assert (plan["outside_done"], plan["outside_total"]) == (1, 3)
    assert sum(phase["total"] for phase in plan["phases"]) + 3 == plan["total"]
    lines = CliRunner().invoke(command, [str(path)]).stdout.splitlines()
    (outside,) = [line for line in lines if line.endswith("outside any phase")]
    assert "1/3" in outside


def test_a_plan_whose_boxes_all_stand_in_phases_has_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Plan\n## Phase 1\n- [x] a\n")
    assert "outside" not in CliRunner().invoke(command, [str(path)]).stdout


def test_a_plan_without_boxes_is_told_what_a_box_is(tmp_path: Path) -> None:
    path = tmp_path / "empty.md"
    path.write_text("")
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 0
    assert "no boxes found; a task is a line such as `- [ ] task`" in result.stdout


def test_a_missing_file_is_a_usage_error_and_the_rest_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("- [x] a\n")
    result = CliRunner().invoke(command, [str(path), str(tmp_path / "gone.md")])
    assert result.exit_code == 2
    assert "1/1" in result.stdout
    assert "gone.md: no such file or folder" in result.stderr
    assert "gone.md" not in result.stdout


def test_control_characters_are_shown_and_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# \x1b]0;title\x07\n- [x] a\n")
    result = CliRunner().invoke(command, [str(path)])
    assert "\x1b" not in result.stdout
    assert "\\x1b]0;title" in result.stdout
