from pathlib import Path

import pytest

from backend.config.files import read_file
from backend.config.settings import ConfigError
from backend.managers.workspaces import PNPM, members
from backend.yaml_text import NotYaml, read_yaml
from tui.theme import BadTheme, parse_theme

NEVER = ["a: 2001-99-99", "a: !!timestamp x", "a: !!int x", "a: " + "[" * 5000]
"""What the parser itself fails at in other ways than by its own error."""


def test_values_are_plain() -> None:
    assert read_yaml("a: [1, yes, b]") == {"a": [1, True, "b"]}
    assert read_yaml(b"") is None


def test_the_line_is_told_where_it_is_known() -> None:
    with pytest.raises(NotYaml, match="not valid YAML") as caught:
        read_yaml("a: 1\nb: [\n")
    assert caught.value.line == 3


@pytest.mark.parametrize("text", NEVER)
def test_what_no_value_can_be_made_of_is_told_by_whoever_reads_it(
    text: str, tmp_path: Path
) -> None:
    with pytest.raises(NotYaml):
        read_yaml(text)
    with pytest.raises(BadTheme, match="this is no YAML"):
        parse_theme("mine", text)
    settings = tmp_path / "passerelle.yaml"
    settings.write_text(text)
    with pytest.raises(ConfigError, match=r"passerelle\.yaml:1: not valid YAML"):
        read_file(settings)
    (tmp_path / PNPM).write_text(text)
    assert members(tmp_path) == {}
