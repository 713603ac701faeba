"""Bars out of eighth blocks: the finest a terminal cell can be divided without colour."""

from collections.abc import Sequence

_ACROSS = " ▏▎▍▌▋▊▉█"
_UP = "▁▂▃▄▅▆▇█"


def bar(share: float, cells: int) -> str:
    """A horizontal bar of at most so many cells for a share from 0 to 1, unpadded.

    A share above zero always leaves a trace, so that few is never drawn as none.
    """
    share = min(1.0, max(0.0, share))
    eighths = round(share * cells * 8)
    if share > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_ACROSS[rest] if rest else "")


def sparkline(values: Sequence[float], cells: int) -> str:
    """The last values as one row of bars, scaled to the highest of those shown.

    A blank stands for zero.
    """
    shown = values[-cells:] if cells > 0 else []
    top = max(shown, default=0.0)
    if top <= 0:
        return " " * len(shown)
    return "".join(" " if value <= 0 else _UP[min(7, int(value / top * 7.999))] for value in shown)


def chart(values: Sequence[float], cells: int, rows: int) -> list[str]:
    """The last values as bars several rows high, the top row first; a blank stands for zero."""
    shown = values[-cells:] if cells > 0 else []
    top = max(shown, default=0.0)
    eighths = [
        0 if value <= 0 or top <= 0 else max(1, round(value / top * rows * 8)) for value in shown
    ]
    return [
        "".join((" " + _UP)[min(8, max(0, height - 8 * row))] for height in eighths)
        for row in reversed(range(rows))
    ]


def gauge(share: float, cells: int) -> str:
    """A scale with ends and a pointer at a share from 0 to 1: `├──▮─────┤`; none at zero."""
    inner = max(1, cells - 2)
    if share <= 0:
        return "├" + "─" * inner + "┤"
    place = min(inner - 1, int(min(1.0, max(0.0, share)) * inner))
    return "├" + "─" * place + "▮" + "─" * (inner - place - 1) + "┤"


def pips(filled: int, total: int) -> str:
    """So many of a total: `▮▮▮▯▯`."""
    filled = min(max(0, filled), total)
    return "▮" * filled + "▯" * (total - filled)
