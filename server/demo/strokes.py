"""Signatures that look written: loops along a rising line, and a flourish under it."""

import math

from server.demo.chance import Chance

PAD_WIDTH, PAD_HEIGHT = 600, 200
_STEPS = 46


def sign(chance: Chance) -> list[list[int]]:
    """Return strokes ``x, y, x, y, …`` in whole pixels of the pad."""
    left, right = chance.uniform(60, 130), chance.uniform(380, 520)
    middle, height = chance.uniform(85, 115), chance.uniform(22, 46)
    loops, lean = chance.uniform(4.5, 8.0), chance.uniform(10, 24)
    written = []
    for step in range(_STEPS):
        part = step / (_STEPS - 1)
        angle = part * loops * math.tau
        fading = 1.0 - 0.65 * part  # large initials, small ends
        x = left + (right - left) * part + lean * math.cos(angle)
        y = middle - 18 * part - height * fading * math.sin(angle)
        written += _point(x, y)
    return [written, _flourish(chance, left, right, middle + height)]


def _flourish(chance: Chance, left: float, right: float, under: float) -> list[int]:
    bow, points = chance.uniform(-14, 14), 9
    line: list[int] = []
    for step in range(points):
        part = step / (points - 1)
        line += _point(right - (right - left) * 0.8 * part, under + bow * math.sin(part * math.pi))
    return line


def _point(x: float, y: float) -> list[int]:
    return [min(max(round(x), 0), PAD_WIDTH), min(max(round(y), 0), PAD_HEIGHT)]
