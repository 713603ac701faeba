"""The user's editor, opened at a line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

_BY_COLON = ("code", "codium", "subl", "hx", "helix", "zed", "micro")
"""Editors that want the line behind the file's name."""

_GOTO = ("code", "codium")
"""Those of them that want to be told so."""


def editor_command(path: Path, line: int, environ: Mapping[str, str]) -> list[str]:
    """The command that opens a file at a line: $VISUAL, else $EDITOR, else vi.

    Raises:
        ValueError: The variable is no command line.
    """
    chosen = environ.get("VISUAL") or environ.get("EDITOR") or "vi"
    words = shlex.split(chosen)
    if not words:
        raise ValueError("EDITOR names no command")
    name = Path(words[0]).name
    if name in _BY_COLON:
        flags = ["--goto", "--wait"] if name in _GOTO else []
        return [*words, *flags, f"{path}:{line}"]
    return [*words, f"+{line}", str(path)]
