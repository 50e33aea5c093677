"""Plain text in any encoding; also how every other text format is decoded."""

from __future__ import annotations

import codecs
import csv
import re

from charset_normalizer import from_bytes

from indexer.extract.markup import MARKUP
from indexer.extract.source import TABLE_LEVEL, Reading, Source, heading, single_page, unsupported
from indexer.places import delimiter_of
from indexer.types import Heading

VERSION = 2

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
# The encodings that people's files are in; what else the detector knows makes it take one of these for another.
_LIKELY = [
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
]
# Western European text is the commonest of all, and the detector takes it for Central European. What it consists of
# beyond ASCII, and pairs that are other letters in Czech and Hungarian and occur together in no Western language.
_WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœ€‘’‚“”„–—…•«»§°©®™¿¡·ªº´£½\xa0")
_NOT_WESTERN = (frozenset("øì"), frozenset("õû"))
_FEW_BROKEN = 0.005  # this share of undecodable bytes is damage in a UTF-8 file, more is another encoding
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 26, 27}) + b"\x7f"
_MANY_CONTROL = 0.02


def extract(source: Source) -> Reading:
    """The text as it stands, line ends included. Headings of reStructuredText, AsciiDoc, Org and LaTeX; the header
    line of a CSV stands above its rows."""
    text = decode(source)
    suffix = source.path.suffix.lower()
    headings: tuple[Heading, ...] = ()
    if suffix in (".csv", ".tsv"):
        headings = _table_header(text, suffix)
    elif find := MARKUP.get(suffix):
        headings = tuple(find(text))
    title = headings[0].text if headings and headings[0].level == 1 else ""
    return Reading(title, "", "", "text", 1, single_page(text, headings))


def decode(source: Source, declared: str = "") -> str:
    """The bytes of a file as text; a byte order mark is left out. `declared` is the encoding that the file itself
    claims, tried before guessing. Raises KnownError(UNSUPPORTED) where it is no text."""
    data = source.read()
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if wide := _wide_encoding(data[:_SAMPLE]):
        return data.decode(wide, "replace")
    sample = data[:_SAMPLE]
    if data.count(b"\x00") or len(sample.translate(None, _CONTROL)) < len(sample) * (1 - _MANY_CONTROL):
        raise unsupported(
            source.path,
            "holds no text that can be read",
            "If it is a document, check that its name ends as its format does.",
        )
    for encoding in ("utf-8", declared):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") < _FEW_BROKEN * len(text):
        return text
    return data.decode(_guessed(sample), "replace")


def _guessed(sample: bytes) -> str:
    """The likeliest encoding of one byte a character, or of East Asia."""
    beyond = {character for character in sample.decode("cp1252", "replace") if character > "\x7f"}
    if beyond <= _WESTERN and not any(pair <= beyond for pair in _NOT_WESTERN):
        return "cp1252"
    guess = from_bytes(sample[: 1 << 15], cp_isolation=_LIKELY).best()
    return guess.encoding if guess is not None else "cp1252"


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without a mark: in text that is mostly of one script, every other byte is nearly always zero."""
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.05 else ""


def _table_header(text: str, suffix: str) -> tuple[Heading, ...]:
    """The first line as the header of the rows below, where it looks like one: several cells, no number."""
    end = text.find("\n")
    line = text[: end if end >= 0 else len(text)].rstrip("\r")
    if end < 0 or len(line) > 4000:
        return ()
    delimiter = delimiter_of(suffix, line)
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])] if delimiter else []
    if len(cells) < 2 or any(re.fullmatch(r"[-+]?[\d.,]+%?", cell) for cell in cells):
        return ()
    return (heading(end + 1, TABLE_LEVEL, " | ".join(cell for cell in cells if cell)),)
