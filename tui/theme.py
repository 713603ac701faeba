"""Themes: semantic roles and their styles, read from YAML; a bad one is reported, never fatal."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, Protocol

from platformdirs import user_config_path
from rich.color import Color, ColorType
from rich.errors import StyleSyntaxError
from rich.style import Style

from backend.yaml_text import NotYaml, read_yaml

ROLES = (
    "surface",
    "text",
    "dim",
    "rule",
    "title",
    "accent",
    "fine",
    "look",
    "act",
    "unknown",
    "stale",
    "bar",
    "track",
    "selected",
    "strong",
)
"""What a theme gives a style to.

surface: the background everything stands on (`on COLOUR`); text, dim: ordinary and secondary
words; rule: lines between panes; title: pane names; accent: what has the focus; fine, look,
act, unknown, stale: the five marks; bar, track: filled and empty part of a bar; selected: the
row or cell under the cursor; strong: figures that matter.
"""


class Source(Protocol):
    """A file that may be part of a package."""

    @property
    def name(self) -> str:
        """Its last part."""
        ...

    def read_text(self, encoding: str | None = None) -> str:
        """All of it."""
        ...


class BadTheme(Exception):  # noqa: N818  (it names what it is about)
    """A theme file that cannot be used, and why."""


@dataclass(frozen=True)
class Palette:
    """A theme ready for drawing.

    Attributes:
        ansi: Whether the terminal's own 16 colours are used, unconverted.
        styles: One style a role, each complete with the surface's background.
    """

    name: str
    dark: bool
    ansi: bool
    styles: Mapping[str, Style]
    _mixed: dict[str, Style] = field(default_factory=dict, compare=False, repr=False)

    def style(self, roles: str) -> Style:
        """The style of one role, or of several separated by spaces, the later ones on top."""
        found = self._mixed.get(roles)
        if found is None:
            found = self.styles["surface"] + self.styles["text"]
            for role in roles.split():
                found += self.styles[role]
            self._mixed[roles] = found
        return found

    def plain(self) -> "Palette":
        """The same without any colour: quiet roles are dim, what is selected is reversed."""
        styles = {role: style.without_color for role, style in self.styles.items()}
        quiet = {role: styles[role] + Style(dim=True) for role in ("dim", "rule", "track")}
        chosen = {"selected": styles["selected"] + Style(reverse=True)}
        return replace(self, styles={**styles, **quiet, **chosen}, _mixed={})

    def background(self) -> str:
        """The surface's colour, in Textual's words."""
        return _textual_colour(self.styles["surface"].bgcolor, "ansi_default")

    def foreground(self) -> str:
        """The text's colour, in Textual's words."""
        return _textual_colour(self.styles["text"].color, "ansi_default")

    def colour(self, role: str) -> str:
        """The colour of a role's text, in Textual's words."""
        return _textual_colour(self.styles[role].color, self.foreground())


def _textual_colour(colour: Color | None, default: str) -> str:
    if colour is None or colour.is_default:
        return default
    if colour.type is ColorType.STANDARD:
        return f"ansi_{colour.name}"
    return colour.get_truecolor().hex


def parse_theme(name: str, text: str) -> Palette:
    """Read one theme.

    Args:
        name: What it is called where the file does not say.
        text: YAML: `name`, `dark`, `ansi` and `roles`, a Rich style for each of `ROLES`.

    Raises:
        BadTheme: With the place and what was expected there.
    """
    try:
        document = read_yaml(text)
    except NotYaml as error:
        where = f"line {error.line}: " if error.line else ""
        raise BadTheme(f"{where}this is no YAML") from None
    if not isinstance(document, dict) or not isinstance(document.get("roles"), dict):
        raise BadTheme("expected a mapping with `name`, `dark` and `roles`")
    roles = document["roles"]
    missing = [role for role in ROLES if role not in roles]
    if missing:
        raise BadTheme(f"`roles` lacks {', '.join(missing)}")
    surplus = [str(role) for role in roles if role not in ROLES]
    if surplus:
        raise BadTheme(f"`roles` knows no {', '.join(surplus)}")
    styles = {"bold": Style(bold=True), "underline": Style(underline=True)}
    for role in ROLES:
        try:
            styles[role] = Style.parse(str(roles[role]))
        except StyleSyntaxError:
            raise BadTheme(f"`roles.{role}`: {roles[role]!r} is no style") from None
    return Palette(
        name=str(document.get("name", name)),
        dark=document.get("dark", True) is True,
        ansi=document.get("ansi", False) is True,
        styles=styles,
    )


class Themes(NamedTuple):
    """The themes found, by name, and what was wrong with those that cannot be used."""

    themes: Mapping[str, Palette]
    problems: tuple[str, ...] = ()


def shipped(name: str) -> Palette:
    """One theme of the package, by its file's name without `.yaml`."""
    return parse_theme(name, files("themes").joinpath(f"{name}.yaml").read_text("utf-8"))


def user_folder() -> Path:
    """Where a user's own themes are looked for."""
    return user_config_path("passerelle") / "themes"


def stamp() -> tuple[tuple[str, int], ...]:
    """The user's own theme files and when each was written; another after every change."""
    found = []
    for path in _yaml_files(user_folder()):
        with suppress(OSError):
            found.append((path.name, path.stat().st_mtime_ns))
    return tuple(found)


def load_themes() -> Themes:
    """Every theme of the package and of the user's folder, whose names win."""
    themes: dict[str, Palette] = {}
    problems: list[str] = []
    sources: list[Source] = [
        item for item in files("themes").iterdir() if item.name.endswith(".yaml")
    ]
    sources.sort(key=lambda item: item.name)
    sources.extend(_yaml_files(user_folder()))
    for source in sources:
        try:
            palette = parse_theme(source.name.removesuffix(".yaml"), source.read_text("utf-8"))
        except (BadTheme, OSError, UnicodeDecodeError) as error:
            problems.append(f"theme {source.name} left out: {error}")
        else:
            themes[palette.name] = palette
    return Themes(themes, tuple(problems))


def _yaml_files(folder: Path) -> Iterable[Path]:
    try:
        return sorted(folder.glob("*.yaml"))
    except OSError:
        return ()
