from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.config import SETTINGS
from tui import cli


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
    result = CliRunner().invoke(cli.cli, ["--qdrant", "http://x", "config"])
    assert result.exit_code == 2
    assert "put --qdrant after config" in result.output


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
        (["scan"], 2, "Missing argument"),
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


def test_the_dashboard_needs_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.argv", ["passerelle", "--state", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "passerelle watch" in capsys.readouterr().err
