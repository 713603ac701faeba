"""What panes ask of the application: a request, a question, a file, the clipboard, an editor."""

from __future__ import annotations

import os
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from tui.widgets.text import crop, words

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.request import Request
    from tui.panes.asking import Choose, Copied, Edit, Exported, Said, Typed, Wanted
    from tui.widgets.canvas import Look


class Errands(App[None]):
    """Runs them, and says what came of each."""

    look: Look

    @abstractmethod
    def now(self) -> datetime:
        """The time, with its zone."""

    @abstractmethod
    def _say(self, text: str, path: Path | None = None) -> None:
        """Answer the user, in a line that stands for a while."""

    @abstractmethod
    def _ask(self, request: Request) -> bool:
        """Whether it could be asked; else why not is told."""

    async def on_wanted(self, wanted: Wanted) -> None:
        """Ask the backend, after the user has confirmed what would be destroyed."""
        asked = wanted.confirm
        if asked is None:
            self._ask(wanted.request)
            return
        from tui.screens.confirm import ConfirmScreen  # noqa: PLC0415 (first paint does not need it)

        def answered(sure: bool | None) -> None:
            if sure:
                self._ask(wanted.request)

        await self.push_screen(
            ConfirmScreen(self.look, asked.title, asked.details, asked.name), answered
        )

    async def on_typed(self, typed: Typed) -> None:
        """Ask for a line."""
        from tui.screens.prompt import PromptScreen  # noqa: PLC0415 (first paint does not need it)

        def answered(text: str | None) -> None:
            if text is not None:
                typed.answer(text)

        await self.push_screen(PromptScreen(self.look, typed.question), answered)

    def on_exported(self, exported: Exported) -> None:
        """Write it where nothing else is, readable by its owner, and say where."""
        from tui.exports.files import write_export  # noqa: PLC0415 (first paint does not need it)

        try:
            self._say("written:", write_export(exported.name, exported.text, self.now()))
        except OSError as error:
            self._say(f"cannot be written, {error.strerror}:", Path(str(error.filename)))

    def on_said(self, said: Said) -> None:
        """Tell it for a while."""
        self._say(said.text)

    async def on_copied(self, copied: Copied) -> None:
        """Hand it to the clipboard, and say what came of that."""
        from tui.clipboard import copy  # noqa: PLC0415 (first paint does not need it)

        told = await copy(copied.text, self.copy_to_clipboard, os.environ)
        self._say(f"{crop(copied.what, 30)}  {told.said}", told.kept)

    def on_edit(self, edit: Edit) -> None:
        """Leave the terminal to the user's editor, and come back."""
        import subprocess  # noqa: PLC0415 (first paint does not need it)

        from textual.app import SuspendNotSupported  # noqa: PLC0415 (as above)

        from tui.editor import editor_command  # noqa: PLC0415 (as above)

        path, given = Path(edit.folder) / edit.path, Path(edit.path)
        if not path.is_file() and given.is_file():
            path = given  # a document that was named, not one that was found below the folder
        if not path.is_file():
            self._say("not on this machine:", path)
            return
        try:
            command = editor_command(path, edit.line, os.environ)
            with self.suspend():
                code = subprocess.run(command, check=False).returncode
        except SuspendNotSupported:
            self._say("this terminal cannot be left to an editor")
        except (OSError, ValueError) as error:
            self._say(f"no editor: {error}; set EDITOR")
        else:
            if code:
                self._say(f"{command[0]} ended with exit code {code}")

    async def on_choose(self, choose: Choose) -> None:
        """Ask for one of a few."""
        from tui.screens.choice import ChoiceScreen  # noqa: PLC0415 (first paint does not need it)

        def answered(chosen: str | None) -> None:
            if chosen is not None:
                choose.answer(chosen)

        question = [words(f" {choose.question}", "title"), ()]
        await self.push_screen(ChoiceScreen(self.look, question, choose.choices), answered)
