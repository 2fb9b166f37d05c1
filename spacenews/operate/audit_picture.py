"""Coverage by month as a picture: SVG for a file, one sign a month for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from math import ceil, log10
from xml.sax.saxutils import escape

from spacenews.model.counted import counted
from spacenews.operate.audit_months import Month

BLOCKS = "▁▂▃▄▅▆▇█"
PLAIN = "123456789"
_WIDTH, _HEIGHT = 800, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 74, 50
_PLOT_WIDTH, _PLOT_HEIGHT = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_LINES = 5  # at most so many steps of the scale
_YEAR_LABEL = 34  # pixels that the number of a year takes
_YEAR = 12
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.title{font-size:16px;font-weight:600}.soft{fill:#555}"
    ".held{fill:#2b6ca3}.missing{fill:url(#hatch)}.low{fill:#8a4b00}.line{stroke:#ddd}.axis{stroke:#666}"
)
# Hatched, so that it is told from the rest without seeing colors.
_HATCH = (
    '<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="4" height="4" fill="#fff"/><rect width="2.4" height="4" fill="#c0392b"/></pattern>'
)


def draw_lines(months: Sequence[Month], signs: str = BLOCKS) -> Iterator[str]:
    """Give a line a year: its months as signs of rising height, `.` for none, then what is held, missing and low.

    Args:
        months: In order, without gaps.
        signs: From the least to the most; `PLAIN` where only ASCII can be shown.
    """
    most = max((each.archived + each.missing for each in months), default=0)
    for year, members in groupby(months, key=lambda each: each.month[:4]):
        by_month = {int(each.month[5:]): each for each in members}
        row = "".join(_sign(by_month.get(number), most, signs) for number in range(1, _YEAR + 1))
        held = sum(each.archived for each in by_month.values())
        missing = sum(each.missing for each in by_month.values())
        low = ", ".join(each.month for each in by_month.values() if each.reason)
        notes = [f"{held:>6} held", f"{missing} missing" if missing else "", f"low: {low}" if low else ""]
        yield f"{year}  {row}  {', '.join(note for note in notes if note)}"


def draw_svg(months: Sequence[Month], title: str, at: datetime) -> str:
    """Return coverage by month as SVG, 800 pixels wide: a bar a month, what is missing hatched on top of it.

    Args:
        months: In order, without gaps.
        title: What is shown, as text.
        at: When it was found out.
    """
    held, missing = sum(each.archived for each in months), sum(each.missing for each in months)
    low = [each for each in months if each.reason]
    reach = f"{months[0].month} to {months[-1].month}" if months else "no dated article"
    worth = counted(len(low), "month")
    summary = f"{reach}: {held:,} archived, {missing:,} known and missing, {worth} worth a look"
    step, top = _scale(max((each.archived + each.missing for each in months), default=0))
    described = "; ".join([summary, *(f"{each.month}: {each.reason}" for each in low)])
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(described)}</desc>',
        f"<style>{_STYLE}</style><defs>{_HATCH}</defs>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text class="title" x="{_LEFT}" y="24">{escape(title)}</text>',
        f'<text class="soft" x="{_LEFT}" y="42">{escape(summary)} (as of {at:%Y-%m-%d})</text>',
        *_legend(),
        *_grid(step, top),
        *_bars(months, top),
        *_years(months),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _sign(month: Month | None, most: int, signs: str) -> str:
    if month is None:
        return " "
    known = month.archived + month.missing
    return signs[ceil(known * len(signs) / most) - 1] if known else "."


def _scale(most: int) -> tuple[int, int]:
    """Return a round step of the scale, and its upper end: a multiple of the step, not below `most`."""
    least = max(1, most) / _LINES
    size = 10 ** max(0, int(log10(least)) if least >= 1 else 0)
    step = next(size * factor for factor in (1, 2, 5, 10, 20) if size * factor >= least)
    return step, max(step, ceil(most / step) * step)


def _legend() -> Iterator[str]:
    for x, name, text in ((0, "held", "archived"), (100, "missing", "known and missing")):
        yield f'<rect class="{name}" x="{_LEFT + x}" y="53" width="12" height="12"/>'
        yield f'<text x="{_LEFT + x + 18}" y="63">{text}</text>'
    yield f'<path class="low" d="{_triangle(_LEFT + 256, 54)}"/>'
    yield f'<text x="{_LEFT + 268}" y="63">fewer than the months around suggest</text>'


def _grid(step: int, top: int) -> Iterator[str]:
    for value in range(0, top + 1, step):
        y = _y(value, top)
        yield f'<line class="{"line" if value else "axis"}" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text class="soft" x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{value:,}</text>'


def _bars(months: Sequence[Month], top: int) -> Iterator[str]:
    pitch = _PLOT_WIDTH / max(_YEAR, len(months))
    width = pitch * 0.8
    for number, month in enumerate(months):
        x, known = _LEFT + number * pitch + pitch * 0.1, month.archived + month.missing
        words = f"{month.month}: {month.archived} archived, {month.missing} missing"
        yield f"<g><title>{escape('; '.join(filter(None, (words, month.reason))))}</title>"
        if month.archived:
            yield _bar("held", x, width, _y(month.archived, top), _y(0, top))
        if month.missing:
            yield _bar("missing", x, width, _y(known, top), _y(month.archived, top))
        if month.reason:
            yield f'<path class="low" d="{_triangle(x + width / 2, _y(known, top) - 12)}"/>'
        yield "</g>"


def _bar(name: str, x: float, width: float, top: float, bottom: float) -> str:
    return f'<rect class="{name}" x="{x:.2f}" y="{top}" width="{width:.2f}" height="{bottom - top:.1f}"/>'


def _years(months: Sequence[Month]) -> Iterator[str]:
    pitch = _PLOT_WIDTH / max(_YEAR, len(months))
    every = ceil(_YEAR_LABEL / (pitch * _YEAR))
    y = _HEIGHT - _BOTTOM
    for number, month in enumerate(months):
        x = _LEFT + number * pitch
        if number and not month.month.endswith("-01"):
            continue
        yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{y}" y2="{y + 5}"/>'
        # The first and the last year may be too short for their number.
        room = (_YEAR + 1 - int(month.month[5:]) if not number else len(months) - number) * pitch
        if int(month.month[:4]) % every == 0 and room + _RIGHT * bool(number) >= _YEAR_LABEL:
            yield f'<text class="soft" x="{x + 2:.1f}" y="{y + 17}">{month.month[:4]}</text>'
    yield f'<text class="soft" x="{_LEFT}" y="{_HEIGHT - 12}">Articles by month of publication</text>'


def _y(value: int, top: int) -> float:
    return round(_TOP + _PLOT_HEIGHT * (1 - value / top), 1)


def _triangle(x: float, y: float) -> str:
    """Return a mark of 10 by 9 pixels that points down, its upper middle at x and y."""
    return f"M{x - 5:.1f} {y}h10l-5 9z"
