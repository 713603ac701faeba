import gc
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.config import SETTINGS, load
from tui import cli
from tui.__main__ import main


def test_help_lists_every_command_and_each_exists() -> None:
    shown = CliRunner().invoke(cli.cli, ["--help"]).output
    for name in cli.COMMANDS:
        assert f"\n  {name} " in shown
        result = CliRunner().invoke(cli.cli, [name, "--help"])
        assert result.exit_code == 0, name
        assert "Usage:" in result.output


def test_an_unknown_command_is_a_usage_error() -> None:
    result = CliRunner().invoke(cli.cli, ["scna"])
    assert result.exit_code == 2
    assert "No such command 'scna'" in result.output


def test_a_flag_before_a_command_is_not_lost_in_silence() -> None:
    for flag in ("--qdrant", "--plan", "--watch-collection"):
        result = CliRunner().invoke(cli.cli, [flag, "http://x", "watch"])
        assert result.exit_code == 2
        assert f"put {flag} after watch" in result.output
        result = CliRunner().invoke(cli.cli, [flag, "http://x", "config"])
        assert result.exit_code == 2
        assert f"config has no {flag}" in result.output


def test_config_prints_every_setting_with_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDRANT_API_KEY", "s3cret")
    result = CliRunner().invoke(cli.cli, ["config"])
    assert result.exit_code == 0
    for setting in SETTINGS:
        assert setting.name in result.output
    assert "QDRANT_API_KEY" in result.output
    assert "s3cret" not in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["scan"], 2, "no folder: name ROOT"),
        (["config", "--nonsense"], 2, "No such option"),
        (["watch", "--once", "--qdrant", "nowhere"], 2, "expected an address"),
    ],
)
def test_bad_usage_exits_with_2_and_no_traceback(
    arguments: list[str],
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["passerelle", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    shown = capsys.readouterr().err
    assert words in shown
    assert "Traceback" not in shown


def test_ctrl_c_while_the_command_line_is_imported_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "tui.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "tui.cli")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


def test_no_garbage_is_searched_for_where_the_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "main", lambda: sys.exit(0))
    with pytest.raises(SystemExit):
        main()
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert frozen


def test_the_dashboard_needs_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.argv", ["passerelle", "--state", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "passerelle watch" in capsys.readouterr().err


def test_a_key_that_is_asked_for_is_used_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: dict[str, object] = {}
    monkeypatch.setattr("tui.commands.dashboard.show", lambda flags: seen.update(flags) or 0)
    result = CliRunner().invoke(
        cli.cli, ["--ask-api-key", "--state", str(tmp_path)], input="s3cret\n"
    )
    assert result.exit_code == 0
    assert load(seen)[0].api_key == "s3cret"
    assert "s3cret" not in result.output


def test_config_lists_keys_with_their_origin_and_what_cannot_be_had(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "passerelle.toml"
    file.write_text('[keys]\ntheme = "F2"\nqiut = "Q"\n', encoding="utf-8")
    monkeypatch.setenv("CONFIG_PATH", str(file))
    result = CliRunner().invoke(cli.cli, ["config", "--keys"])
    assert result.exit_code == 2
    assert f"{file}:3: there is no action 'qiut'" in result.stderr
    lines = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines()}
    assert lines["theme"] == [f"{file}:2", "F2"]
    assert lines["help"] == ["default", "?", "F1"]
    told = json.loads(CliRunner().invoke(cli.cli, ["config", "--format", "json"]).stdout)
    assert {"name": "theme", "value": "F2", "origin": f"{file}:2"}.items() <= next(
        one for one in told["keys"] if one["name"] == "theme"
    ).items()
