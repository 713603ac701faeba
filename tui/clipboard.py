"""Copies out of the screen: by the terminal, by a program that is there, and by a file.

A terminal does not say whether it takes what OSC 52 hands it, and over SSH it is often the only
way to the user's clipboard. So it is always asked, what is surely there is used besides, and where
nothing is sure a file keeps the text.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import platformdirs

LONGEST = 74_994
"""Bytes that fit the 100,000 characters which terminals take from OSC 52."""

_TIMEOUT = 2.0
_WITHOUT = ("linux", "dumb", "vt")
"""Beginnings of TERM for terminals that have no clipboard."""


def program(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The command that fills the clipboard of this session; empty where there is none."""
    candidates: list[tuple[str, tuple[str, ...]]] = [
        ("WAYLAND_DISPLAY", ("wl-copy",)),
        ("DISPLAY", ("xclip", "-selection", "clipboard")),
        ("DISPLAY", ("xsel", "--clipboard", "--input")),
        # tmux keeps the text, and hands it on to the terminal around it.
        ("TMUX", ("tmux", "load-buffer", "-w", "-")),
        ("HOME", ("pbcopy",)),
    ]
    for variable, command in candidates:
        found = shutil.which(command[0], path=environment.get("PATH"))
        if environment.get(variable) and found:
            return (found, *command[1:])
    return ()


class Told(NamedTuple):
    """What came of a copy, and the file that has the text where nothing else surely has."""

    said: str
    kept: Path | None = None


async def copy(text: str, send: Callable[[str], None], environment: Mapping[str, str]) -> Told:
    """Copy a text, and say what came of it.

    Args:
        text: Any.
        send: Hands a text to the terminal by OSC 52.
        environment: Of this process.
    """
    fits = len(text.encode("utf-8", "replace")) <= LONGEST
    asks = fits and not environment.get("TERM", "").startswith(_WITHOUT)
    if asks:
        send(text)
    command = program(environment)
    if command and await _fed(command, text):
        return Told(f"copied by {Path(command[0]).name}")
    try:
        path = _keep(text)
    except OSError as error:
        lost = f"and no file of it: {error.strerror}"
        return Told(f"sent to the terminal {lost}" if asks else f"no clipboard here {lost}")
    said = "copied if the terminal takes it, else in" if asks else "no clipboard here, in"
    return Told(said, path)


async def _fed(command: tuple[str, ...], text: str) -> bool:
    """Whether a program took the text in time."""
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=quiet, stderr=quiet
        )
    except OSError:
        return False
    try:
        await asyncio.wait_for(process.communicate(text.encode("utf-8", "replace")), _TIMEOUT)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        return False
    return process.returncode == 0


def _keep(text: str) -> Path:
    """Write a text where its owner alone reads it; the one before is replaced.

    Raises:
        OSError: It cannot be written.
    """
    folder = platformdirs.user_state_path("passerelle")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "copied.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    return path
