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
