"""The header lines of messages, decoded as far as they can be."""

from __future__ import annotations

import base64
import binascii
import email.message
import email.parser
import email.policy
import email.utils
import re
from itertools import groupby

_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_WORDS = re.compile(rf"(?:{_WORD.pattern})(?:\s*{_WORD.pattern})*")


def iso_date(value: str) -> str:
    """The day of a Date header, empty where it says none."""
    try:
        return email.utils.parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, AttributeError, OverflowError):
        return ""


def header(part: email.message.Message, name: str) -> str:
    """The first header of this name on one line, decoded as far as it can be."""
    raw = next((value for key, value in part.raw_items() if key.lower() == name.lower()), "")
    return " ".join(words_decoded(str(raw)).replace("\x00", " ").split())


def header_of(block: str, name: str) -> str:
    """The same of the header lines of a message that are kept as text."""
    return header(email.parser.HeaderParser(policy=email.policy.compat32).parsestr(block), name)


def _plain(raw: str) -> str:
    """Undeclared bytes beyond ASCII, which the parser keeps as surrogates, as text."""
    if raw.isascii():
        return raw
    return _decoded(raw.encode("utf-8", "surrogateescape"), "utf-8")


def words_decoded(value: str) -> str:
    """A header as the parser gives it, with its RFC 2047 encoded words decoded: those that follow one another
    together, as a character may be cut between two."""

    def run(match: re.Match[str]) -> str:
        words = _WORD.findall(match[0])
        try:
            return "".join(
                _decoded(b"".join(_word_bytes(how, text) for _, how, text in group), charset)
                for charset, group in groupby(words, key=lambda word: word[0].lower())
            )
        except (binascii.Error, ValueError):
            return match[0]

    value = _plain(value)
    return _WORDS.sub(run, value) if "=?" in value else value


def _word_bytes(how: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if how in "qQ":
        return binascii.a2b_qp(data, header=True)
    decoded = base64.b64decode(data + b"=" * (-len(data) % 4))
    if data.strip() and not decoded:
        raise ValueError("no base64")
    return decoded


def _decoded(data: bytes, charset: str) -> str:
    for encoding in (charset, "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")
