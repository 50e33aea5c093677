"""What a click on a link in an answer may do.

An answer is text that a model wrote after reading strangers' documents, so a link in it is a suggestion by nobody
in particular. Footnotes open, `https` addresses open after the person has seen where they lead, nothing else does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QUrl

_CITE = re.compile(r"cite:([1-9][0-9]{0,3})")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
LONGEST_ADDRESS = 2000


@dataclass(frozen=True)
class Footnote:
    """Opens the source with this number."""

    n: int


@dataclass(frozen=True)
class Website:
    """Opens in the browser once the person agrees; `host` is what they are asked about (in ASCII, so that letters
    of other alphabets can't pose as a known name)."""

    address: str
    host: str


@dataclass(frozen=True)
class Refused:
    """Never opens; `reason` says why, to a programmer: an answer shows such a link as plain words."""

    reason: str


Link = Footnote | Website | Refused


def footnote_address(n: int) -> str:
    """The address of footnote `n`, as `classify` reads it."""
    return f"cite:{n}"


def classify(address: str) -> Link:
    """Sort a link's address; total: any string has an answer."""
    footnote = _CITE.fullmatch(address)
    if footnote:
        return Footnote(int(footnote[1]))
    if len(address) > LONGEST_ADDRESS or _INVISIBLE.search(address):
        return Refused("This link is malformed and was not opened.")
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() != "https":
        return Refused("Only footnotes and https links open from an answer.")
    if url.userInfo():
        return Refused("This link hides a name before its host and was not opened.")
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    if not host:
        return Refused("This link names no host and was not opened.")
    return Website(url.toString(QUrl.ComponentFormattingOption.FullyEncoded), host)
