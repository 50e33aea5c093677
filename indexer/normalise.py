"""Text as the keyword index and the embedder see it; what is shown and what spans count stays raw."""

from __future__ import annotations

import re
import unicodedata

# PDFium puts U+FFFE (older versions U+0002) in place of a hyphen that ended a line, and drops the line break.
# The letter before is looked at after the hyphen: to look for hyphens only is many times faster.
_LINE_END_HYPHEN = re.compile(
    r"[\ufffe\x02\-‐](?<=[^\W\d_].)(?:(?<=[\ufffe\x02])\s*|(?<=[-‐])[ \t]*\r?\n[ \t]*)(?=[^\W\d_])"
)
_WORD_PARTS = 40  # characters before a line's end in which a hyphen shows that the word has some of its own
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff\ufffe\uffff\x00]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _joined(match: re.Match[str]) -> str:
    """A word with a hyphen in it ("state-of-the-") keeps the one at its end; else the line break made that one."""
    words = match.string[max(0, match.start() - _WORD_PARTS) : match.start()].split()
    follows = match.string[match.end()]
    return "-" if "-" in words[-1] or "‐" in words[-1] or follows.isupper() else ""


def joined_lines(text: str) -> str:
    """`text` with words whole that were broken at a line end, PDFium's other hyphens as such and no soft ones; lines
    stay lines, each ended by a line feed."""
    text = _LINE_END_HYPHEN.sub(_joined, text.replace("\r\n", "\n").replace("\u00ad\n", ""))
    return text.replace("\ufffe", "-").replace("\u00ad", "")


def searchable(text: str) -> str:
    """`text` on one line: compatibility forms unfolded (NFKC: "ﬁ" → "fi"), words broken at a line end joined, soft
    hyphens and zero-width characters removed, every run of white space or control characters one space.

    Idempotent. For matching only: offsets into the result mean nothing.
    """
    text = text.replace("\u00ad\r\n", "").replace("\u00ad\n", "")
    text = _LINE_END_HYPHEN.sub(_joined, text)
    text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_CONTROL.sub(" ", text).split())
