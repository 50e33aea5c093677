"""A passage's text as the model reads it: running text without the line breaks of its page, all else line by line.

A language model tells a row of a table, a line of code and an entry of a list by their lines, so only lines that are
surely wrapped prose are joined.
"""

from __future__ import annotations

import re
import textwrap

from indexer.normalise import joined_lines

# Formats whose lines are their own: joined, they would mean something else.
_LINES_MATTER = frozenset({"code", "notebook", "markdown", "spreadsheet", "presentation"})
_INDENTED = frozenset({"code", "notebook"})
_TAB = 4
_LEAST_WRAPPED = 36  # characters; a line is only broken because it is full
_SPACES = re.compile(r"[ \t\u00a0]+")
_BLANK_LINES = re.compile(r"[ \t]*\r?\n(?:[ \t\u00a0]*\r?\n)+")
_RUNS_ON = re.compile(r"[^\W\d_][,;’'\-–—\"”)]?$")  # ends with a word
_NUMBER = re.compile(r"\d[\d.,]*")
_MOST_NUMBERS = 0.25  # of a line's words; more of them make it a row of a table


def readable(text: str, kind: str) -> str:
    """`text` of a document of this `kind`, for the prompt."""
    text = text.replace("\r\n", "\n") if kind in _INDENTED else joined_lines(text)
    text = _BLANK_LINES.sub("\n", text)
    if kind in _INDENTED:
        return textwrap.dedent(text.expandtabs(_TAB)).strip()
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    if kind not in _LINES_MATTER:
        lines = _unwrapped(lines)
    return "\n".join(lines).strip()


def _unwrapped(lines: list[str]) -> list[str]:
    """Joined where a sentence goes on in the next line."""
    joined: list[str] = []
    last = ""  # the line as it stood on the page
    for line in lines:
        if joined and _goes_on(last, line):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
        last = line
    return joined


def _goes_on(line: str, after: str) -> bool:
    full = len(line) >= _LEAST_WRAPPED and _RUNS_ON.search(line) is not None
    return full and after[:1].islower() and not _is_row(line) and not _is_row(after)


def _is_row(line: str) -> bool:
    words = line.split()
    return " | " in line or len(_NUMBER.findall(line)) > max(_MOST_NUMBERS * len(words), 1)
