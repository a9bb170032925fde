"""Two small plots as SVG, written by hand: lines with dots, a decade a grid line."""

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 360, 72, 120, 44, 48
COLORS = ("#a61b1b", "#1f5c99", "#5a5a5a")


def drawn(
    title: str, across: str, up: str, sizes: Sequence[int], lines: Mapping[str, Sequence[float]], *, log: bool
) -> str:
    """`sizes` from left to right by decades; upwards by decades too, or evenly from 0."""
    most = max(max(values) for values in lines.values())
    least = min(min(values) for values in lines.values())
    low, high = (
        (math.floor(math.log10(least)), math.ceil(math.log10(most))) if log else (0, math.ceil(most * 1.2 / 500) * 500)
    )
    first, last = math.log10(sizes[0]), max(math.log10(sizes[-1]), math.log10(sizes[0]) + 0.1)

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        at = math.log10(value) if log else value
        return HEIGHT - BOTTOM - (at - low) / max(high - low, 1e-9) * (HEIGHT - TOP - BOTTOM)

    steps = [10.0**n for n in range(int(low), int(high) + 1)] if log else [high * n / 5 for n in range(6)]
    parts = [_text(LEFT, 24, title, 16, "start")]
    parts += [f'<path d="M{LEFT},{y(step):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>' for step in steps]
    parts += [_text(LEFT - 8, y(step) + 4, f"{step:,.0f}" if step >= 1 else f"{step:g}", 12, "end") for step in steps]
    parts += [_text(x(size), HEIGHT - BOTTOM + 18, f"{size:,}", 12, "middle") for size in sizes]
    parts += [
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, across, 12, "middle"),
        _text(LEFT - 8, TOP - 10, up, 12, "end"),
    ]
    for color, values in zip(COLORS, lines.values(), strict=False):
        spots = [(x(size), y(value)) for size, value in zip(sizes, values, strict=True)]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in spots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{color}"/>' for a, b in spots]
    if len(lines) > 1:
        ends = sorted(
            (y(values[-1]), name, color) for color, (name, values) in zip(COLORS, lines.items(), strict=False)
        )
        at = 0.0
        for end, name, color in ends:
            at = max(end + 4, at + 16)  # one below the other, never one on the other
            parts.append(_text(x(sizes[-1]) + 10, at, name, 13, "start", color))
    font = "Noto Sans CJK SC, Microsoft YaHei, SimHei, sans-serif"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{font}">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', *parts, "</svg>", ""])


def _text(x: float, y: float, text: str, size: int, anchor: str, color: str = "#222") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{color}">{escape(text)}</text>'
    )
