"""Word 97–2003 documents (DOC): paragraphs, headings and tables, then notes, comments, headers and text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.extract import ole
from indexer.extract.flow import Flow
from indexer.extract.source import Reading, Source, corrupt, locked, single_page
from indexer.extract.word_pieces import Pieces, is_encrypted, read_pieces, table_stream
from indexer.places import CELL_SEPARATOR

VERSION = 1

_WHAT = "Word document"
_HEADINGS = range(1, 10)  # the numbers of the styles "heading 1" to "heading 9" in every file
_MACROS = 3  # the part that holds no text for readers
_CELL, _FIELD, _RESULT, _FIELD_END = "\x07", "\x13", "\x14", "\x15"
_ENDS = re.compile("[\r\x07\x0c]")
_SHOWN = str.maketrans({"\x0b": "\n", "\x1e": "\u2011", "\x1f": "", "\xa0": " "})
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_EQUATION = re.compile(r"\s*EQ\b\s*(.*)", re.DOTALL)  # what such a field shows stands in its instruction alone


def extract(source: Source) -> Reading:
    """Hidden and deleted text and the instructions of fields are left out. Raises KnownError(CORRUPT or
    ENCRYPTED)."""
    with ole.opened(source, _WHAT) as container:
        document = container.stream("WordDocument")
        if document is None:
            raise corrupt(source.path, f"it is no complete {_WHAT}", "there is no stream WordDocument")
        if is_encrypted(document):
            raise locked(source.path)
        pieces = read_pieces(document, container.stream(table_stream(document)))
        writer = _Writer(pieces)
        for number, (start, end) in enumerate(pieces.parts):
            if number != _MACROS:
                writer.part(start, end)
        text, headings = writer.finished()
        title, author, created = container.properties()
    title = title or next((h.text for h in headings if h.level == 1 and h.text), "")
    return Reading(title, author, created, "word", 1, single_page(text, headings))


class _Writer(Flow):
    """Puts paragraphs together, and those of a table's cells to rows."""

    def __init__(self, pieces: Pieces) -> None:
        super().__init__()
        self._pieces = pieces
        self._rows: list[str] = []
        self._cells: list[str] = []
        self._cell: list[str] = []

    def part(self, start: int, end: int) -> None:
        """The main text, or what belongs to it, under no heading of the text before."""
        if end > start and not self.empty:
            self.end_sections()
        for first, last in self._paragraphs(start, end):
            self._paragraph(first, last)
        self._end_table()

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """(start, end) of each, its mark being the character at `end`."""
        for match in _ENDS.finditer(self._pieces.text, start, end):
            yield start, match.start()
            start = match.end()
        if start < end:
            yield start, end

    def _paragraph(self, start: int, end: int) -> None:
        pieces = self._pieces
        mark = pieces.text[end : end + 1]
        form = pieces.paragraphs.at(pieces.places[min(end, len(pieces.places) - 1)])
        text = self._shown(start, end)
        if mark == _CELL and (form.row_end or not (text or form.in_table or self._cell)):
            self._rows.append(CELL_SEPARATOR.join(self._cells))
            self._cells, self._cell = [], []
        elif mark == _CELL:
            self._cells.append(" ".join(" ".join([*self._cell, text]).split()))
            self._cell = []
        elif form.in_table:
            self._cell.append(text)
        else:
            self._end_table()
            self.paragraph(text.strip(), form.style if form.style in _HEADINGS else 0)

    def _end_table(self) -> None:
        if self._cells or self._cell:
            self._rows.append(CELL_SEPARATOR.join([*self._cells, *filter(None, [" ".join(self._cell).strip()])]))
        if self._rows:
            self.table(self._rows)
        self._rows, self._cells, self._cell = [], [], []

    def _shown(self, start: int, end: int) -> str:
        """What a reader sees of the characters from `start` to `end`."""
        pieces = self._pieces
        text = pieces.text[start:end]
        if pieces.characters.any_unseen:
            places = pieces.places[start:end]
            text = "".join(
                character
                for character, place in zip(text, places, strict=True)
                if not pieces.characters.at(place).unseen
            )
        text = _without_instructions(text).translate(_SHOWN)
        text = _SURROGATES.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
        return _LONE.sub("\ufffd", _UNPRINTED.sub("", text))


def _without_instructions(text: str) -> str:
    """Of fields only the result; one may lie in the instruction or in the result of another, and a field may go on in
    the next paragraph."""
    open_fields: list[list[str]] = [[]]  # what is kept of each, the outermost being the paragraph
    in_result = [True]
    for piece in re.split(f"([{_FIELD}{_RESULT}{_FIELD_END}])", text):
        if piece == _FIELD:
            open_fields.append([])
            in_result.append(False)
        elif piece == _RESULT:
            if not in_result[-1]:
                in_result[-1] = True
                open_fields[-1] = []
        elif piece == _FIELD_END:
            if len(open_fields) > 1:
                _close(open_fields, in_result)
        else:
            open_fields[-1].append(piece)
    while len(open_fields) > 1:
        _close(open_fields, in_result)
    return "".join(open_fields[0])


def _close(open_fields: list[list[str]], in_result: list[bool]) -> None:
    said = "".join(open_fields.pop())
    if not in_result.pop():
        equation = _EQUATION.match(said)
        said = equation[1] if equation else ""
    open_fields[-1].append(said)
