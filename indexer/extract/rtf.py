"""Rich text (RTF), read by an own reader.

striprtf was tried first: of ten odd files it lost the text of one and failed on another, and it shows hidden text,
leaves out notes, headers and headings, and gives lone surrogates for characters beyond the Basic Multilingual Plane.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from indexer.extract import rtf_words
from indexer.extract.rtf_text import Writer
from indexer.extract.source import TABLE_LEVEL, Reading, Source, corrupt, single_page, stated_title
from indexer.types import Heading

VERSION = 1

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.DOTALL
)
_BRACE = re.compile(rb"[{}\\]")
_BINARY = re.compile(rb"bin(\d{1,10}) ?")

_HEADING_STYLE = re.compile(r"(?:heading|überschrift|titre|titolo|rubrik|kop|encabezado|título)\s?([1-9])\b", re.I)


def extract(source: Source) -> Reading:
    """The text as it is shown, table rows on a line each; headers, footers, notes and comments stand at the end.
    Hidden and deleted text is left out. Raises KnownError(CORRUPT) where it is no rich text."""
    data = source.read()
    start = data.find(b"{\\rtf")
    if not 0 <= start < 1024:
        raise corrupt(source.path, "it is no rich text")
    reader = _Reader(data)
    reader.run(start)
    text, headings = reader.finished()
    title = reader.title or next((h.text for h in headings if h.level == 1 and h.text), "")
    return Reading(title, reader.author, reader.created, "rtf", 1, single_page(text, headings))


def text_of(data: bytes) -> str:
    """The text of a rich text that lies in another document."""
    reader = _Reader(data)
    reader.run(0)
    return reader.finished()[0]


def code_page(number: int) -> str:
    """The encoding of a code page of Windows; that of Western Europe for an unknown one."""
    name = rtf_words.CODE_PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


@dataclass(frozen=True)
class _State:
    """What holds inside a group. `into` names where text goes: "" for the page, "-" for nowhere, else the field or
    the place aside; `style` and `outline` are the paragraph's."""

    into: str = ""
    hidden: bool = False
    deleted: bool = False
    muted: bool = False
    font: int = -1
    east: int = -1
    in_east: bool = False
    after_unicode: int = 1
    in_table: bool = False
    style: int = -1
    outline: int = 0


@dataclass
class _Reader:
    """Walks the tokens once; what is skipped costs no more than finding its end."""

    data: bytes
    title: str = ""
    author: str = ""
    created: str = ""
    _state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _page: Writer = field(default_factory=Writer)
    _aside: dict[str, Writer] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _charset: str = "cp1252"
    _fonts: dict[int, int] = field(default_factory=dict)
    _levels: dict[int, int] = field(default_factory=dict)
    _skip: int = 0  # characters after a \u that stand for it where it is not understood
    _at_start: bool = False  # of a group: only there \* marks it
    _starred: bool = False

    def run(self, position: int) -> None:
        while (match := _TOKEN.match(self.data, position)) is not None:
            position = match.end()
            word, number, code, symbol, brace, text = match.groups()
            if brace is None and symbol is None and (word or text or code):
                self._at_start = False
            if text is not None:
                self._literal(text)
            elif code is not None:
                self._literal(bytes.fromhex(code.decode("ascii")))
            elif brace is not None:
                if brace == b"{":
                    self._open()
                elif not self._close():
                    return
            elif symbol is not None:
                self._symbol(symbol)
            elif word is not None:
                name, value = word.decode("ascii"), int(number) if number is not None else None
                if name == "bin":
                    position += max(0, value or 0)
                elif self._skips_group(name):
                    position = self._end_of_group(position)
                else:
                    self._word(name, value)
        self._flush()

    def _skips_group(self, name: str) -> bool:
        unknown = self._starred and name not in rtf_words.KNOWN
        self._starred = False
        return unknown or name in rtf_words.SKIPPED

    def _end_of_group(self, position: int) -> int:
        """Before the brace that closes the group that is open at `position`."""
        depth = 0
        while (match := _BRACE.search(self.data, position)) is not None:
            position = match.end()
            if match[0] == b"\\":
                count = _BINARY.match(self.data, position)
                position = count.end() + int(count[1]) if count else position + 1
            elif match[0] == b"{":
                depth += 1
            elif depth == 0:
                return match.start()
            else:
                depth -= 1
        return len(self.data)

    def _open(self) -> None:
        self._flush()
        self._skip, self._at_start, self._starred = 0, True, False
        self._stack.append(self._state)

    def _close(self) -> bool:
        """False at the end of the document."""
        self._flush()
        self._skip, self._starred = 0, False
        ended = self._state.into
        if ended == "style" and self._state.style >= 0:
            self._end_style()
        if self._stack:
            self._state = self._stack.pop()
        if ended in rtf_words.ASIDE and ended != self._state.into:
            self._aside[ended].paragraph()
        return bool(self._stack)

    def _end_style(self) -> None:
        name = self._names.pop("style", "").strip(" ;").lower()
        match = _HEADING_STYLE.match(name)
        level = self._state.outline or (int(match[1]) if match else 1 if name == "title" else 0)
        self._levels[self._state.style] = level

    def _literal(self, data: bytes) -> None:
        if self._skip:
            left = data[self._skip :]
            self._skip -= len(data) - len(left)
            data = left
        if self._state.into != "-":
            self._bytes += data

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred, self._at_start = self._at_start, False
        elif symbol in (b"\n", b"\r"):
            self._word("par", None)
        elif self._skip:
            self._skip -= 1
        elif shown := rtf_words.SYMBOLS.get(symbol):
            self._flush()
            self._text(shown)

    def _flush(self) -> None:
        """Decode the bytes so far in the encoding of their font, or else in that of the document."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        charset = self._encoding()
        try:
            text = data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            text = data.decode(self._charset, "replace")
        self._text(text)

    def _encoding(self) -> str:
        east = rtf_words.CHARSETS.get(self._fonts.get(self._state.east, 0), "")
        if self._state.in_east and east in rtf_words.DOUBLE:
            return east
        return rtf_words.CHARSETS.get(self._fonts.get(self._state.font, 0), self._charset)

    def _text(self, text: str) -> None:
        state = self._state
        if state.into == "-" or state.hidden or state.deleted or state.muted:
            return
        if state.into == "" or state.into in rtf_words.ASIDE:
            if self._fonts.get(state.font) == rtf_words.SYMBOL:
                text = text.replace("·", "•")
            self._writer().text(text, state.in_table, self._level())
        elif state.into in ("title", "author"):
            setattr(self, state.into, " ".join((getattr(self, state.into) + text).split()))
        else:
            self._names[state.into] = self._names.get(state.into, "") + text

    def _level(self) -> int:
        return self._state.outline or self._levels.get(self._state.style, 0)

    def _writer(self) -> Writer:
        return self._page if not self._state.into else self._aside[self._state.into]

    def _word(self, name: str, value: int | None) -> None:
        if name == "u" and value is not None:
            self._flush()
            self._text(chr(value % 0x10000))
            self._skip = self._state.after_unicode
            return
        if self._skip:
            self._skip -= 1
            return
        if name in ("f", "dbch", "loch", "hich", "plain", "v", "deleted") or name in rtf_words.BREAKS:
            self._flush()
        if name in rtf_words.CHARACTERS:
            self._flush()
            self._text(rtf_words.CHARACTERS[name])
        elif name in rtf_words.BREAKS or name in ("cell", "row", "nestcell", "nestrow"):
            self._structure(name)
        elif not self._character(name, value) and not self._paragraph(name, value):
            self._destination(name, value)

    def _structure(self, name: str) -> None:
        self._flush()
        if self._state.into and self._state.into not in rtf_words.ASIDE:
            return
        writer = self._writer()
        if name == "cell":
            writer.cell()
        elif name == "row":
            writer.row()
        elif name in ("nestcell", "nestrow"):
            writer.text(" ", True, 0)
        elif name == "par" or not self._state.in_table:
            writer.line_end(self._state.in_table, self._level() if name == "par" else 0)

    def _character(self, name: str, value: int | None) -> bool:
        on = value != 0
        match name:
            case "f":
                self._state = replace(self._state, font=value or 0, in_east=False)
            case "af" if self._state.in_east:
                self._state = replace(self._state, east=value or 0)
            case "dbch" | "loch" | "hich":
                self._state = replace(self._state, in_east=name == "dbch")
            case "plain":
                self._state = replace(self._state, hidden=False, deleted=False)
            case "v":
                self._state = replace(self._state, hidden=on)
            case "deleted":
                self._state = replace(self._state, deleted=on)
            case "uc":
                self._state = replace(self._state, after_unicode=min(max(value or 0, 0), 16))
            case _:
                return False
        return True

    def _paragraph(self, name: str, value: int | None) -> bool:
        match name:
            case "pard":
                self._state = replace(self._state, in_table=False, style=-1, outline=0)
            case "intbl":
                self._state = replace(self._state, in_table=value != 0)
            case "s":
                self._state = replace(self._state, style=value or 0)
            case "outlinelevel":
                known = value is not None and 0 <= value < TABLE_LEVEL - 1
                self._state = replace(self._state, outline=(value or 0) + 1 if known else 0)
            case _:
                return False
        return True

    def _destination(self, name: str, value: int | None) -> None:
        if name in ("mac", "pc", "pca"):
            self._charset = rtf_words.DOCUMENT_CHARSETS[name]
        elif name == "ansicpg" and value:
            self._charset = code_page(value)
        elif name == "fcharset":
            self._fonts[self._state.font] = value or 0
        elif name in ("fonttbl", "info"):
            self._state = replace(self._state, into="-")
        elif name in ("upr", "ud"):  # the same twice: for programs that know no Unicode, then in it
            self._state = replace(self._state, muted=name == "upr")
        elif name == "stylesheet":
            self._state = replace(self._state, into="style")
        elif name in ("title", "author", "creatim"):
            into = "created" if name == "creatim" else name
            self._state = replace(self._state, into="-" if getattr(self, into) else into)
        elif name in ("yr", "mo", "dy") and self._state.into == "created":
            self.created += f"{'-' if self.created else ''}{value or 0:02}"
        elif name in rtf_words.ASIDE and self._state.into != "-":
            self._aside.setdefault(name, Writer())
            self._state = replace(self._state, into=name, in_table=False, style=-1, outline=0)

    def finished(self) -> tuple[str, tuple[Heading, ...]]:
        """The page, then what stands aside, under no heading."""
        text, headings = self._page.finished()
        found = list(headings)
        for writer in self._aside.values():
            aside, _ = writer.finished()
            if aside.strip() and aside not in text:
                found.append(Heading(len(text), 1, ""))
                text = f"{text}\n\n{aside}"
        self.title = stated_title(self.title)
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", self.created):
            self.created = ""
        return text, tuple(found)
