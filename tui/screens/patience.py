"""Frames for a slow terminal: the latest, as soon as it has taken the one before."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.screen import Screen

from tui.driver import is_behind

Result = TypeVar("Result")

_PAUSE = 1 / 30
"""Seconds until the terminal is looked at again."""


class Patient(Screen[Result], Generic[Result]):
    """Makes no frame that would have to wait.

    What has changed stays marked as such, and goes with the next frame. So what a key does is
    never queued behind old pictures, and the event loop never waits for the terminal, which takes
    signals as long as the terminal takes nothing.
    """

    _waits = False

    def _compositor_refresh(self) -> None:
        if not is_behind(self.app._driver):
            super()._compositor_refresh()
        elif not self._waits:
            self._waits = True
            self.set_timer(_PAUSE, self._try_again)

    def _try_again(self) -> None:
        self._waits = False
        self._compositor.update_widgets(self._dirty_widgets)
        self._compositor_refresh()
