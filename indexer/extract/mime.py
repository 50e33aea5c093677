"""Messages in the format of the internet (RFC 5322 and MIME), as broken as they arrive.

`policy.compat32` and own decoding of headers: the newer policies raise on headers that are merely odd, and take a
millisecond a header, which a mailbox of a hundred thousand messages has too many of.
"""

from __future__ import annotations

import codecs
import email.message
import email.parser
import email.policy
import mimetypes
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from indexer.errors import KnownError
from indexer.extract import html, tnef
from indexer.extract.mail_header import header, iso_date, words_decoded
from indexer.extract.message import Attachment, Message
from indexer.extract.source import Source
from indexer.extract.text import decode
from indexer.types import Heading

_Part = email.message.Message

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_NESTED = 60  # parts in parts; deeper ones are no mail's
_NAME_CHARACTERS = 120
_SAME = 0.6  # of one's words in the other: two texts say the same
_ANY_WORD = re.compile(r"\w+")
_LINE_START = re.compile(r"^(?P<quotes>>*)(?P<stuffed> ?)(?P<text>.*)$")
_ESCAPED = ("iso-2022", "iso2022", "hz", "utf-7", "utf7")  # encodings whose bytes all look like ASCII
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "iso8859-1", "us-ascii", "ascii"})
_UNDECODED = re.compile(rb"=(?:\r?\n|3D|20|C2=A0|E2=80)")
_FEW_UNDECODED = 4
_SIGNATURES = frozenset(
    str.split("application/pkcs7-signature application/x-pkcs7-signature application/pgp-signature "
              "application/pgp-encrypted application/pgp-keys")
)  # fmt: skip
_PACKED = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_LOOKS = frozenset({"text/css", "text/javascript", "application/javascript", "application/x-javascript"})


def parse(data: bytes, *, saved_page: bool = False) -> Message:
    """Any bytes as a message: what has no header is all body. A saved page (MHTML) has no sender, and what it
    consists of are no attachments."""
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    try:
        part = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(data)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):  # what its parser is known to raise
        part = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(data)
    return _message(part, saved_page)


def has_header(data: bytes) -> bool:
    return bool(email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(data).keys())


def _message(part: _Part, saved_page: bool = False) -> Message:
    gathered = _gather(part, 0, related=saved_page)
    values = {name: header(part, name) for name in _SHOWN}
    shown = ("Date", "Subject") if saved_page else _SHOWN
    return Message(
        tuple((name, values[name]) for name in shown if values[name]),
        values["Subject"],
        "" if saved_page else values["From"],
        iso_date(values["Date"]),
        gathered.text.strip("\n"),
        tuple(gathered.headings),
        tuple(gathered.attachments),
    )


@dataclass
class _Gathered:
    """What a part and those in it give: text with its headings, and attachments. `rich`: the text was HTML."""

    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    rich: bool = False

    def add(self, other: _Gathered) -> None:
        if other.text.strip():
            self.text = f"{self.text.rstrip()}\n\n" if self.text else ""
            self.headings += [Heading(len(self.text) + h.start, h.level, h.text) for h in other.headings]
            self.text += other.text
            self.rich = self.rich or other.rich
        self.attachments += other.attachments


def _gather(part: _Part, depth: int, *, related: bool) -> _Gathered:
    kind = part.get_content_type()
    if not part.is_multipart():
        return _leaf(part, kind, related)
    parts = [child for child in part.get_payload() if isinstance(child, email.message.Message)]
    if kind == "message/rfc822" and parts:
        inner = parts[0]
        name = _filename(part) or f"{header(inner, 'Subject')[:_NAME_CHARACTERS] or 'message'}.eml"
        return _Gathered(attachments=[Attachment(name, partial(_message, inner))])
    if kind.startswith("message/"):
        fields = ("\n".join(f"{name}: {value}" for name, value in block.items()) for block in parts)
        return _Gathered("\n\n".join(fields))
    if depth >= _NESTED:
        return _Gathered()
    related = related or kind == "multipart/related"
    children = [_gather(child, depth + 1, related=related) for child in parts]
    if kind == "multipart/alternative" and children:
        best = _best(children)
        others = [attachment for child in children if child is not best for attachment in child.attachments]
        best.attachments += others
        return best
    together = _Gathered()
    for child in children:
        together.add(child)
    return together


def _best(alternatives: list[_Gathered]) -> _Gathered:
    """Plain text, where it says what the HTML says; else the HTML, or both. A stub ("your program shows no HTML") is
    common, and so are texts that only the HTML was kept up to date of."""
    with_text = [item for item in alternatives if item.text.strip()]
    plain = next((item for item in with_text if not item.rich), None)
    rich = next((item for item in reversed(with_text) if item.rich), None)
    if plain is None or rich is None:
        return plain or rich or alternatives[0]
    said, shown = (set(_ANY_WORD.findall(item.text.casefold())) for item in (plain, rich))
    if len(said & shown) >= _SAME * len(shown):
        return plain
    if len(said & shown) >= _SAME * len(said):
        return rich
    both = _Gathered(plain.text, [], list(plain.attachments))
    both.add(rich)
    rich.attachments = []
    return both


def _leaf(part: _Part, kind: str, related: bool) -> _Gathered:
    name = _filename(part)
    attached = _disposition(part) == "attachment"
    if kind in _SIGNATURES:
        return _Gathered()
    if kind in _PACKED or name.lower() == "winmail.dat":
        return _Gathered(attachments=list(_unpacked(part, name)))
    if related and kind.startswith("image/") and "Content-ID" in part:
        return _Gathered()
    if related and not attached and (kind.startswith("image/") or kind in _LOOKS or "Content-Location" in part):
        if kind not in ("text/html", "text/plain", "application/xhtml+xml"):
            return _Gathered()
        name = ""
    if not attached and not name and kind in ("text/html", "application/xhtml+xml"):
        return _rich(part)
    # A multipart without its boundary is one lump of text.
    if not attached and not name and kind.startswith(("text/", "multipart/")):
        return _Gathered(_plain_text(part)) if kind != "text/x-amp-html" else _Gathered()
    suffix = mimetypes.guess_extension(kind) or ""
    return _Gathered(attachments=[Attachment(name or f"unnamed{suffix}", partial(_content, part))])


def _unpacked(part: _Part, name: str) -> Iterator[Attachment]:
    """What is packed as Outlook does, or else the pack itself."""
    data = _content(part)
    if not tnef.is_packed(data):
        yield Attachment(name or "unnamed", lambda: data)
        return
    for inner, content in tnef.attachments(data):
        yield Attachment(_file_name(inner), partial(bytes, content))


def _disposition(part: _Part) -> str:
    return header(part, "Content-Disposition").partition(";")[0].strip().lower()


def _filename(part: _Part) -> str:
    try:
        name = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError, AttributeError):  # broken RFC 2231 parameters
        name = ""
    return _file_name(words_decoded(str(name)))


def _file_name(name: str) -> str:
    """A name on one line, without folders and not too long."""
    name = " ".join(name.replace("\x00", " ").split())
    name = name.replace("\\", "/").rpartition("/")[2]
    if len(name) > _NAME_CHARACTERS:
        suffix = PurePosixPath(name).suffix[:20]
        name = f"{name[: _NAME_CHARACTERS - len(suffix)]}{suffix}"
    return name


def _content(part: _Part) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    if isinstance(data, bytes):
        return data
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _charset(part: _Part) -> str:
    try:
        charset = (part.get_content_charset() or "").lower()
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return "cp1252" if charset in _LATIN else charset  # as browsers do: what says Latin-1 is Windows'


def _body_bytes(part: _Part) -> bytes:
    """The content; decoded once more where a sender forgot to say that it is quoted-printable."""
    data = _content(part)
    if "Content-Transfer-Encoding" not in part and len(_UNDECODED.findall(data[: 1 << 16])) >= _FEW_UNDECODED:
        return quopri.decodestring(data)
    return data


def _parameter(part: _Part, name: str) -> str:
    try:
        return str(part.get_param(name, "")).lower()
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def text_of(data: bytes, charset: str) -> str:
    """The bytes of a body, declared to be in `charset`, as text."""
    if charset.startswith(_ESCAPED):
        try:
            return data.decode(charset, "replace")
        except LookupError:
            pass
    try:
        return decode(Source.within("message", data), charset)
    except KnownError:  # control characters: here it is a body nevertheless
        return data.decode("utf-8", "replace").replace("\x00", "")


def _plain_text(part: _Part) -> str:
    text = text_of(_body_bytes(part), _charset(part)).replace("\r\n", "\n").replace("\r", "\n")
    if _parameter(part, "format") == "flowed":
        return _flowed(text, delete_space=_parameter(part, "delsp") == "yes")
    return text


def _flowed(text: str, *, delete_space: bool) -> str:
    """RFC 3676: a line that ends with a space goes on in the next one of the same quotation."""
    lines: list[str] = []
    open_quotes: str | None = None
    for line in text.split("\n"):
        match = _LINE_START.match(line)
        quotes, body = (match["quotes"], match["text"]) if match else ("", line)
        if open_quotes == quotes and body != "-- ":
            lines[-1] += body
        else:
            lines.append(f"{quotes} {body}" if quotes else body)
        flows = body.endswith(" ") and body != "-- "
        if flows and delete_space:
            lines[-1] = lines[-1][:-1]
        open_quotes = quotes if flows else None
    return "\n".join(lines)


def _rich(part: _Part) -> _Gathered:
    data = _body_bytes(part)
    text = text_of(data, _charset(part) or html.declared_charset(data[:4096]))
    found, headings = html.text_of(text)
    return _Gathered(found, list(headings), rich=True)
