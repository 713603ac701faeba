"""Whether this is a first start, what is offered then, and what comes of the choice."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from backend import config

WORLD = ("managers", "documents", "plans", "qdrant", "gateway", "watch_collections", "data")
"""Settings that say what to look at: where one is named, nothing has to be offered."""


def is_first(settings: config.Settings, resolved: tuple[config.Resolved, ...]) -> bool:
    """Whether nothing says what to look at, and nobody has chosen here before."""
    named = any(one.origin != "default" for one in resolved if one.setting.name in WORLD)
    return not named and not _remembered(settings.state).exists()


def offer(settings: config.Settings) -> tuple[dict[str, Any], bool] | None:
    """Ask what to look at.

    Returns:
        Settings as from flags, and whether it is the demo; None where the user turns back.

    Raises:
        ConfigError: The choice cannot be kept.
        SystemExit: A signal or the loss of the terminal ended the question.
    """
    from backend.first_look import first_look  # noqa: PLC0415
    from tui.first_run import DEMO, KEEP, ONCE, FirstRun  # noqa: PLC0415  (loads Textual)
    from tui.theme import load_themes  # noqa: PLC0415

    here = Path.cwd()
    seen = first_look(here, settings.qdrant)
    themes = load_themes().themes
    palette = themes.get(settings.theme) or themes["dark"]
    found = [
        ("managers", _managers(seen.managers, seen.counts, here), "--managers DIR"),
        ("plans", _plans(seen.plans, here), "--plan FILE"),
        ("Qdrant", f"{seen.qdrant} {seen.version}".strip(), "--qdrant URL"),
    ]
    app = FirstRun(found, palette, ascii_only=settings.ascii)
    chosen = app.run()
    if app.return_code:
        raise SystemExit(app.return_code)
    if chosen is None:
        return None
    flags: dict[str, Any] = {}
    if chosen in (KEEP, ONCE):
        flags = {
            "managers": tuple(map(str, seen.managers[:1])),
            "plans": tuple(map(str, seen.plans)),
            "qdrant": (seen.qdrant,) if seen.qdrant else (),
        }
    if chosen == KEEP:
        path = _keep(here, flags)
        print(f"passerelle: written: {path}", file=sys.stderr)  # noqa: T201  (narration)
    elif chosen != ONCE:
        _remember(settings.state, chosen)
    return flags, chosen == DEMO


def _managers(folders: tuple[Path, ...], counts: tuple[int, ...], here: Path) -> str:
    if not folders:
        return ""
    more = f", and {len(folders) - 1} more such folders" if len(folders) > 1 else ""
    return f"{_shown(folders[0], here)} holds {counts[0]}{more}"


def _plans(plans: tuple[Path, ...], here: Path) -> str:
    if not plans:
        return ""
    more = f" and {len(plans) - 1} more" if len(plans) > 1 else ""
    return f"{_shown(plans[0], here)}{more}"


def _shown(path: Path, here: Path) -> str:
    return str(path.relative_to(here)) if path != here else "this folder"


def _keep(here: Path, flags: dict[str, Any]) -> Path:
    """Write a settings file that is not there yet.

    Raises:
        ConfigError: It cannot be written.
    """
    path = here / "passerelle.toml"
    lines = ["# What to look at; `passerelle config` shows every setting and its origin."]
    for name, values in flags.items():
        if values:
            told = [os.path.relpath(one, here) if name != "qdrant" else one for one in values]
            lines.append(f"{name} = [{', '.join(map(_quoted, told))}]")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise config.ConfigError(f"{path}: cannot be written ({error.strerror})") from None
    return path


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = "".join(
        f"\\u{ord(char):04x}" if ord(char) < 0x20 or char in '"\\\x7f' else char for char in text
    )
    return f'"{escaped}"'


def _remembered(state: Path) -> Path:
    return state / "first-run"


def _remember(state: Path, chosen: str) -> None:
    """Note that a choice was made; where that cannot be, it is asked again."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        _remembered(state).write_text(f"{chosen}\n", encoding="utf-8")
    except OSError as error:
        told = f"passerelle: {error.filename}: cannot be written ({error.strerror})"
        print(told, file=sys.stderr)  # noqa: T201  (narration)
