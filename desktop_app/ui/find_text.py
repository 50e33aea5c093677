"""Where words stand in a text, as a person who searches a document means them."""

from __future__ import annotations

import re

_BREAK = "[\u00ad\ufffe]?"  # a hyphen at the end of a line, which is no part of the word
_MOST = 2_000  # occurrences; nobody goes through more


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """(start, length) of each occurrence of `words`, whatever its case, spacing and line breaks."""
    parts = words.split()
    if not parts:
        return []
    pattern = r"\s+".join(_BREAK.join(re.escape(char) for char in part) for part in parts)
    found: list[tuple[int, int]] = []
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found.append((match.start(), match.end() - match.start()))
        if len(found) == _MOST:
            break
    return found
