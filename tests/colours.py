"""How colours are seen: contrast, and what colour-blind eyes can tell apart.

Sources: WCAG 2.2 (relative luminance, contrast ratio); Machado, Oliveira and Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, whose
matrices for severity 1.0 work on linear RGB; CIE 1976 L*a*b* with D65 white and its distance.
"""

from itertools import starmap
from math import dist
from typing import Literal

from rich.color import Color

Sight = Literal["usual", "protanopia", "deuteranopia", "tritanopia"]
Triple = tuple[float, float, float]

MACHADO: dict[Sight, tuple[Triple, Triple, Triple]] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: Color) -> Triple:
    """Linear RGB from sRGB, each part 0 to 1."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour.get_truecolor()
    )
    return red, green, blue


def luminance(colour: Color) -> float:
    """WCAG's relative luminance, 0 to 1."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color | None, other: Color | None) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    assert one is not None
    assert other is not None
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (
        sum(starmap(float.__mul__, zip(map(float, row), vector, strict=True))) for row in matrix
    )
    return first, second, third


def seen(colour: Color, sight: Sight) -> Triple:
    """Linear RGB as these eyes see it."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in _times(MACHADO[sight], linear(colour)))
    return red, green, blue


def lab(rgb: Triple) -> Triple:
    """L*a*b* of linear RGB."""
    ratios = (part / white for part, white in zip(_times(_XYZ, rgb), _WHITE, strict=True))
    x, y, z = (
        ratio ** (1 / 3) if ratio > (6 / 29) ** 3 else ratio / (3 * (6 / 29) ** 2) + 4 / 29
        for ratio in ratios
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Color, other: Color, sight: Sight) -> float:
    """CIE76 distance as these eyes see it: about 2.3 can just be told apart side by side."""
    return dist(lab(seen(one, sight)), lab(seen(other, sight)))
