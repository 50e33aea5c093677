"""Lines of recognized text, wherever they stand on the page → one text, as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_COLUMN_LINES = 4  # fewer lines beside others are no column
_COLUMN_CHARACTERS = 18  # shorter lines on the median are the cells of a table, which is read row by row
_SPANNING_SHARE = 0.34  # with more lines across it, a gap is no gutter between columns
_SAME_ROW = 0.5  # of the lower line's height must overlap
_PARAGRAPH_GAP = 0.7  # of a line's height


@dataclass(frozen=True)
class Line:
    """A line of text and the box around it, in pixels from the upper left corner of the upright page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


def text_of(lines: Sequence[Line]) -> str:
    """All lines: columns of prose one after the other, what stands beside one another elsewhere on one line, and a
    blank line where there is a wide gap."""
    return "\n\n".join(_rows(block) for block in _blocks(sorted(lines, key=lambda line: line.top)))


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """The lines in groups of one column each, in the order of reading. Lines across both columns (a title, a wide
    table) end a pair of columns and begin the next."""
    gutter = _gutter(lines)
    if gutter is None:
        return [lines] if lines else []
    blocks: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    for line in lines:
        if line.left < gutter < line.right:
            blocks += _blocks(left) + _blocks(right)
            left, right = [], []
            across.append(line)
            continue
        if across:
            blocks.append(across)
            across = []
        (left if line.right <= gutter else right).append(line)
    return blocks + _blocks(left) + _blocks(right) + ([across] if across else [])


def _gutter(lines: list[Line]) -> float | None:
    """Where two columns of prose meet, None where there is only one. `lines` from top to bottom."""
    if len(lines) < 2 * _COLUMN_LINES:
        return None
    step = median(line.height for line in lines)
    best: tuple[int, float] | None = None
    for place in sorted({round(line.left / step) * step for line in lines}):
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        across = len(lines) - len(left) - len(right)
        if across > _SPANNING_SHARE * len(lines) or not (_is_column(left) and _is_column(right)):
            continue
        if min(left[-1].bottom, right[-1].bottom) <= max(left[0].top, right[0].top):
            continue  # one stands below the other
        if best is None or across < best[0]:
            best = across, place
    return best[1] if best else None


def _is_column(lines: list[Line]) -> bool:
    return len(lines) >= _COLUMN_LINES and median(len(line.text) for line in lines) >= _COLUMN_CHARACTERS


def _rows(lines: list[Line]) -> str:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _is_beside(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    parts: list[str] = []
    below: float | None = None
    for row in rows:
        top, height = min(line.top for line in row), median(line.height for line in row)
        if below is not None:
            parts.append("\n\n" if top - below > _PARAGRAPH_GAP * height else "\n")
        parts.append(" ".join(line.text for line in sorted(row, key=lambda line: line.left)))
        below = max(line.bottom for line in row)
    return "".join(parts)


def _is_beside(first: Line, line: Line) -> bool:
    overlap = min(first.bottom, line.bottom) - max(first.top, line.top)
    return overlap > _SAME_ROW * min(first.height, line.height)
