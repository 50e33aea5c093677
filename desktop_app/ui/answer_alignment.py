"""Where a stretch of an answer's Markdown stands in the rendered text.

The checker gives sentences as offsets into the raw Markdown; the window needs their places in the rendered document.
Nothing is inserted into the Markdown for that, so marking a sentence can't change how it is parsed. Instead letters
and digits of both texts are matched in order: rendering only ever leaves some out (list numbers, addresses, fence
names) and decodes entities.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from dataclasses import dataclass

_LEFT_OUT = re.compile(
    r"""
      ^[ \t]*(?:>[ \t]*)*\d{1,9}[.)](?=[ \t])     # the number of a list item
    | ^[ \t]*(?:`{3,}|~{3,})[^\n]*                # a fence and its language
    | ^[ ]{0,3}\[[^\]\n]+\]:[^\n]*                # a definition of a link
    | (?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)  # the address of a link or picture
    """,
    re.MULTILINE | re.VERBOSE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_GRAMS = (12, 6, 3)
_REACH = 600


@dataclass(frozen=True)
class Alignment:
    """`raw[i]` and `rendered[i]` are the offsets of the same letter in both texts, both ascending."""

    raw: tuple[int, ...]
    rendered: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The rendered offsets of the first letter in raw[start:end] and behind the last one; None where nothing
        of it was rendered."""
        first = bisect_left(self.raw, start)
        behind = bisect_left(self.raw, end)
        if first >= behind:
            return None
        return self.rendered[first], self.rendered[behind - 1] + 1


def align(raw: str, rendered: str) -> Alignment:
    """Match the letters and digits of `rendered` to those of the Markdown `raw` that it was rendered from."""
    letters, offsets = _letters_of_markdown(raw)
    raw_offsets: list[int] = []
    rendered_offsets: list[int] = []
    wanted = [(index, char) for index, char in enumerate(rendered) if char.isalnum()]
    wanted_text = "".join(char for _, char in wanted)
    at, in_step = 0, True
    for position, (index, char) in enumerate(wanted):
        if not (in_step and at < len(letters) and letters[at] == char):
            found = _resume(letters, at, wanted_text, position)
            in_step = found >= 0
            if not in_step:  # a letter that only the rendering has
                continue
            at = found
        raw_offsets.append(offsets[at])
        rendered_offsets.append(index)
        at += 1
    return Alignment(tuple(raw_offsets), tuple(rendered_offsets))


def _resume(letters: str, at: int, wanted: str, position: int) -> int:
    """The next place in `letters` where `wanted` goes on; the longest look-ahead that fits decides."""
    for gram in _GRAMS:
        piece = wanted[position : position + gram]
        found = letters.find(piece, at, at + _REACH + gram)
        if found >= 0:
            return found
    return -1


def _letters_of_markdown(raw: str) -> tuple[str, list[int]]:
    """Letters and digits that may be rendered, with their offsets in `raw`."""
    hidden = bytearray(len(raw))
    for match in _LEFT_OUT.finditer(raw):
        hidden[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    decoded: dict[int, str] = {}
    for match in _ENTITY.finditer(raw):
        text = html.unescape(match[0])
        if text != match[0] and not hidden[match.start()]:
            hidden[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
            decoded[match.start()] = text
    letters: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(raw):
        for shown in decoded.get(index, ()) if hidden[index] else char:
            if shown.isalnum():
                letters.append(shown)
                offsets.append(index)
    return "".join(letters), offsets
