"""Copies: by a program that is there, by the terminal, and by a file where neither is sure."""

from pathlib import Path

import platformdirs

from tui.clipboard import LONGEST, Told, copy, program


def tool(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def kept() -> Path:
    return platformdirs.user_state_path("passerelle") / "copied.txt"


async def test_a_program_that_is_there_takes_it(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    tool(tmp_path, "xclip", f'/bin/cat > "{taken}"')
    sent: list[str] = []
    environment = {"DISPLAY": ":0", "PATH": str(tmp_path), "TERM": "xterm-256color"}
    assert program(environment) == (str(tmp_path / "xclip"), "-selection", "clipboard")
    assert await copy("Zürich ≠ 漢", sent.append, environment) == Told("copied by xclip")
    assert taken.read_text() == "Zürich ≠ 漢"
    assert sent == ["Zürich ≠ 漢"]
    assert not kept().exists()


async def test_a_program_that_fails_leaves_it_to_terminal_and_file(tmp_path: Path) -> None:
    tool(tmp_path, "wl-copy", "exit 1")
    sent: list[str] = []
    environment = {"WAYLAND_DISPLAY": "w", "PATH": str(tmp_path), "TERM": "xterm"}
    told = await copy("text", sent.append, environment)
    assert told == ("copied if the terminal takes it, else in", kept())
    assert (sent, kept().read_text()) == (["text"], "text")
    assert kept().stat().st_mode & 0o777 == 0o600


async def test_a_console_without_a_clipboard_gets_a_file(tmp_path: Path) -> None:
    sent: list[str] = []
    environment = {"TERM": "linux", "PATH": str(tmp_path)}
    assert await copy("one", sent.append, environment) == (
        "no clipboard here, in",
        kept(),
    )
    await copy("two", sent.append, environment)
    assert (sent, kept().read_text()) == ([], "two")


async def test_what_is_too_long_for_a_terminal_is_not_sent(tmp_path: Path) -> None:
    sent: list[str] = []
    await copy("x" * (LONGEST + 1), sent.append, {"TERM": "xterm", "PATH": str(tmp_path)})
    assert sent == []
    assert len(kept().read_text()) == LONGEST + 1


async def test_lone_surrogates_are_copied_as_something(tmp_path: Path) -> None:
    told = await copy("a\udcffb", lambda _: None, {"TERM": "xterm", "PATH": str(tmp_path)})
    assert told.kept == kept()
    assert kept().read_text() == "a?b"
