"""Text of documents as it is shown: what extraction leaves in for exact offsets is taken out for the eye."""

from __future__ import annotations

import re

_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen at the end of a line, whose line break it has taken out
_SOFT_HYPHEN = "\u00ad"
_LONGEST = 360  # characters of a quotation that is only to be recognised
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # those that are no white space
_BREAKS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")


def readable(quote: str) -> str:
    """A quotation on one line: words broken over lines joined, control characters gone."""
    joined = quote.replace(_HYPHEN, "").replace(_SOFT_HYPHEN, "")
    return " ".join(_CONTROLS.sub("", joined).split())


def shortened(text: str, longest: int = _LONGEST) -> str:
    """`text` on one line, cut at a word with an ellipsis where it is too long."""
    line = readable(text)
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(",;:–—- ") + "…"


def with_plain_breaks(text: str) -> str:
    """Text for a text widget: every kind of line break as "\\n", and nothing that the widget would take for one."""
    return _BREAKS.sub("\n", text).replace(_HYPHEN, _SOFT_HYPHEN).replace("\ufdd0", " ").replace("\ufdd1", " ")


def position_in_widget(text: str, offset: int) -> int:
    """Where character `offset` of `text` stands in a text widget that was given `with_plain_breaks(text)`; widgets
    count UTF-16 units."""
    return len(with_plain_breaks(text[:offset]).encode("utf-16-le", "surrogatepass")) // 2


def same_words(one: str, other: str) -> bool:
    """Whether two pieces of text say the same, whatever their spacing, line breaks and hyphenation."""
    return _letters(one) == _letters(other)


def find_words(text: str, quote: str, near: int = 0) -> tuple[int, int] | None:
    """(start, length) of the place in `text` that says `quote`, spacing apart; the one nearest to `near`."""
    letters = [(index, char) for index, char in enumerate(text) if char.isalnum()]
    haystack, needle = "".join(char for _, char in letters), _letters(quote)
    if not needle:
        return None
    best: tuple[int, int] | None = None
    at = haystack.find(needle)
    while at >= 0:
        start, end = letters[at][0], letters[at + len(needle) - 1][0] + 1
        if best is None or abs(start - near) < abs(best[0] - near):
            best = (start, end - start)
        at = haystack.find(needle, at + 1)
    return best


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
