"""Text as the keyword index and the embedder see it; what is shown and what spans count stays raw."""

from __future__ import annotations

import re
import unicodedata

# PDFium puts U+FFFE (older versions U+0002) in place of a hyphen that ended a line, and drops the line break.
_LINE_END_HYPHEN = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[\ufffe\x02]\s*(?=[^\W\d_])")
_BROKEN_WORD = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐][ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff\ufffe\uffff\x00]")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


def _joined(match: re.Match[str]) -> str:
    """A word with a hyphen in it ("state-of-the-") keeps the one at its end; else the line break made that one."""
    word = match.group(1)
    follows = match.string[match.end() : match.end() + 1]
    keeps = "-" in word or "‐" in word or follows.isupper()
    return f"{word}-" if keeps else word


def searchable(text: str) -> str:
    """`text` on one line: compatibility forms unfolded (NFKC: "ﬁ" → "fi"), words broken at a line end joined, soft
    hyphens and zero-width characters removed, every run of white space or control characters one space.

    Idempotent. For matching only: offsets into the result mean nothing.
    """
    text = text.replace("\u00ad\r\n", "").replace("\u00ad\n", "")
    text = _BROKEN_WORD.sub(_joined, _LINE_END_HYPHEN.sub(_joined, text))
    text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _SPACE.sub(" ", text).strip()
