"""Measured amounts and limits with their units, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.marks import bytes_words

if TYPE_CHECKING:
    from backend.model.alerts import Unit


def amount(value: float, unit: Unit) -> str:
    """One amount: `50 ms`, `477 MiB`, `5 %`, `1,000 points/s`, `100 requests`."""
    match unit:
        case "s":
            return f"{value * 1000:g} ms"
        case "bytes":
            return bytes_words(value)
        case "%":
            return f"{value:.3g} %"
        case "points/s" | "requests":
            return f"{value:,.4g} {unit}" if value < 1000 else f"{value:,.0f} {unit}"


def between(low: float, high: float | None, unit: Unit) -> str:
    """An interval, or one amount where it is exact."""
    if high is None:
        return f"above {amount(low, unit)}"
    if low == high:
        return amount(low, unit)
    if unit == "s":
        return f"{low * 1000:g} to {high * 1000:g} ms"
    return f"{amount(low, unit)} to {amount(high, unit)}"
