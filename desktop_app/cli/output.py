"""How the command line speaks: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from indexer.errors import Problem
from indexer.normalise import joined_lines

if TYPE_CHECKING:
    from tqdm import tqdm

_LINE_SEPARATORS = "\x85\u2028\u2029"


def print_json(value: Any) -> None:
    """One JSON object on one line of stdout."""
    line = json.dumps(value, ensure_ascii=False)
    for separator in _LINE_SEPARATORS:  # within a string; many readers would end the line there
        line = line.replace(separator, f"\\u{ord(separator):04x}")
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_line(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def print_problem(problem: Problem, *, debug: bool) -> None:
    """One line on stderr; its detail, often a traceback, with `--debug`."""
    sys.stderr.write(f"footnote: {' '.join(str(problem).split())}\n")
    if debug and problem.detail:
        sys.stderr.write(problem.detail.rstrip() + "\n")


def print_note(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def print_prompt(text: str) -> None:
    """A question on stderr, to be answered on the same line."""
    sys.stderr.write(text)
    sys.stderr.flush()


def width() -> int:
    return min(100, max(40, shutil.get_terminal_size((88, 24)).columns))


def wrapped(text: str, indent: str = "") -> str:
    """`text` folded to the width of the terminal; white space is folded too, and words that a page broke over its
    lines are whole."""
    line = " ".join(joined_lines(text).split())
    return textwrap.fill(line, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def shortened(text: str, length: int) -> str:
    return textwrap.shorten(joined_lines(text), length, placeholder=" …")


def styled(text: str, *codes: int) -> str:
    """`text` in ANSI style on a terminal that wants it, else as it is."""
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return text
    return f"\033[{';'.join(map(str, codes))}m{text}\033[0m"


BOLD, DIM, GREEN, YELLOW, RED = 1, 2, 32, 33, 31


@contextmanager
def progress_bar(unit: str, *, scaled: bool = False) -> Iterator[tqdm[Any]]:
    """A bar on stderr; set `total`, `n` and the description as they become known, then `refresh`."""
    from tqdm import tqdm  # half of the time that the other commands and the window would take to load

    with tqdm(
        total=0, unit=unit, unit_scale=scaled, unit_divisor=1000, file=sys.stderr, leave=False, dynamic_ncols=True,
        disable=None,
    ) as bar:  # fmt: skip
        yield bar


def in_bytes(count: float) -> str:
    """12.3 MB, in powers of 1,000 as file managers show them."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            break
        count /= 1000
    return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"


def in_seconds(seconds: float) -> str:
    """0.4 s, 12 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
