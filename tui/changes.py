"""The cells that changed, and no others, on their way to the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.control import Control
from textual._compositor import ChopsUpdate

if TYPE_CHECKING:
    from rich.console import Console


class Changes(ChopsUpdate):
    """A part of a frame; Textual's own begins at the left end of whatever widget changed."""

    def render_segments(self, console: Console) -> str:
        """What to send: each run of cells after a move to its beginning."""
        sent = []
        for y, start, end in self.spans:
            beside = zip(self.chops[y].items(), self.chop_ends[y], strict=False)
            for (left, strip), right in beside:
                if strip is None or left >= end or right <= start:
                    continue
                first = max(left, start)
                sent.append(Control.move_to(first, y).segment.text)
                sent.append(strip.crop(first - left, min(right, end) - left).render(console))
        return "".join(sent)
