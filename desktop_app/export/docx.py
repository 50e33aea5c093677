"""A conversation as a Word document (Office Open XML) with real footnotes, written part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from desktop_app.export.blocks import Block, Kind, Run, Runs, blocks
from desktop_app.export.conversation import Exported, Note, Turn
from desktop_app.export.words import Words

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WHEN = (1980, 1, 1, 0, 0, 0)  # of the parts in the archive: the same document is the same bytes
_PARTS = ("document", "styles", "numbering", "footnotes", "settings")
_LEVELS = 4
_FIRST_LISTS = 2  # numbering 1 is that of bullets; each numbered list has one of its own, so that it begins anew

_STYLES = (
    # id, name, the style it is based on, paragraph properties, run properties
    ("Title", "Title", "Normal", '<w:spacing w:after="120"/>', '<w:b/><w:sz w:val="36"/>'),
    ("Heading1", "heading 1", "Normal", '<w:keepNext/><w:spacing w:before="480" w:after="120"/>'
     '<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="28"/>'),
    ("Heading2", "heading 2", "Normal", '<w:keepNext/><w:spacing w:before="240" w:after="80"/>'
     '<w:outlineLvl w:val="1"/>', '<w:b/><w:sz w:val="24"/>'),
    ("About", "About", "Normal", '<w:spacing w:after="120"/>', '<w:color w:val="5F594F"/><w:sz w:val="18"/>'),
    ("Code", "Code", "Normal", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
     '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:sz w:val="20"/>'),
    ("FootnoteText", "footnote text", "Normal", '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>',
     '<w:sz w:val="18"/>'),
)  # fmt: skip


def as_docx(conversation: Exported) -> bytes:
    """The file's bytes."""
    writer = _Body(conversation)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(*((name, f"{name}.xml") for name in _PARTS[1:])),
        "word/document.xml": writer.document(),
        "word/footnotes.xml": writer.footnotes(),
        "word/numbering.xml": _numbering(writer.lists),
        "word/styles.xml": _styles(),
        "word/settings.xml": _element("settings", _footnote_separators("footnotePr")),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), _HEAD + text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


class _Body:
    """The text of the document; counts its numbered lists, and which notes were cited."""

    def __init__(self, conversation: Exported) -> None:
        self._conversation, self._words = conversation, conversation.words
        self._cited: set[int] = set()
        self.lists: list[int] = []  # the number each numbered list begins with

    def document(self) -> str:
        about = _paragraph("About", _text(self._words.exported))
        lines = [_paragraph("Title", _text(self._conversation.title)), about]
        for turn in self._conversation.turns:
            lines += self._turn(turn)
        page = (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" '
            'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
        )
        return _element("document", f"<w:body>{''.join(lines)}{page}</w:body>")

    def footnotes(self) -> str:
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for kind, number in (("separator", -1), ("continuationSeparator", 0))
        )
        notes = "".join(_footnote(note, self._words) for turn in self._conversation.turns for note in turn.notes)
        return _element("footnotes", separators + notes)

    def _turn(self, turn: Turn) -> Iterator[str]:
        yield _paragraph("Heading1", _text(turn.question))
        before: Block | None = None
        for block in blocks(turn.text):
            yield self._block(block, before)
            before = block
        about = ". ".join(part for part in (turn.found, turn.written) if part)
        if about:
            yield _paragraph("About", _text(f"{about}."))
        if turn.nearest:
            yield _paragraph("About", _text(self._words.nearest))
            yield from (_paragraph("About", _source(note, self._words)) for note in turn.nearest)

    def _block(self, block: Block, before: Block | None) -> str:
        runs = self._runs(block.runs)
        match block.kind:
            case Kind.HEADING:
                return _paragraph("Heading2", runs)
            case Kind.CODE:
                return _paragraph("Code", runs)
            case Kind.TABLE:
                return self._table(block)
            case Kind.BULLET:
                return _paragraph("Normal", runs, _in_list(1, block.level))
            case Kind.NUMBER:
                if not self.lists or not (before and (before.kind is Kind.NUMBER or before.level)):
                    self.lists.append(block.number)
                return _paragraph("Normal", runs, _in_list(_FIRST_LISTS + len(self.lists) - 1, block.level))
            case Kind.TEXT:
                return _paragraph("Normal", runs)

    def _table(self, block: Block) -> str:
        columns = max(len(row) for row in block.rows)
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B9B0A0"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        rows = []
        for number, row in enumerate(block.rows):
            cells = [*row, *[()] * (columns - len(row))]
            bold = number == 0
            inside = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{_paragraph("Normal", self._runs(cell, bold))}'
                "</w:tc>"
                for cell in cells
            )
            rows.append(f"<w:tr>{inside}</w:tr>")
        grid = "<w:gridCol/>" * columns
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{_paragraph('Normal', '')}"
        )

    def _runs(self, runs: Runs, bold: bool = False) -> str:
        return "".join(self._run(run, bold) for run in runs)

    def _run(self, run: Run, bold: bool) -> str:
        if run.verdict:
            return _text(f" [{run.verdict}]", '<w:color w:val="B3261E"/><w:sz w:val="18"/>')
        if not run.note:
            fonts = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>' if run.code else ""
            return _text(run.text, fonts + "<w:b/>" * (run.bold or bold) + "<w:i/>" * run.italic)
        if run.note in self._cited:  # a footnote can be referred to once; after that only its number is written
            return _text(str(run.note), '<w:rStyle w:val="FootnoteReference"/>')
        self._cited.add(run.note)
        return (
            f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{run.note}"/></w:r>'
        )


def _footnote(note: Note, words: Words) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    return f'<w:footnote w:id="{note.number}">{_paragraph("FootnoteText", mark + _source(note, words))}</w:footnote>'


def _source(note: Note, words: Words) -> str:
    return _text(f" {words.quoted(note.quote)} ") + _text(note.citation, "<w:b/>") + _text(f" {note.path}")


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _in_list(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _text(text: str, properties: str = "") -> str:
    dress = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{dress}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _element(name: str, inside: str) -> str:
    return f'<w:{name} xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}">{inside}</w:{name}>'


def _footnote_separators(name: str) -> str:
    return f'<w:{name}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:{name}>'


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{"document.main" if name == "document" else name}'
        '+xml"/>'
        for name in _PARTS
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _styles() -> str:
    normal = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/>'
        '<w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="300" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    others = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        for key, name, base, paragraph, run in _STYLES
    )
    return _element("styles", normal + others)


def _numbering(lists: list[int]) -> str:
    """Numbering 1 is that of bullets; the others are of one kind, each beginning where its list does."""

    def levels(kind: str) -> str:
        return "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{"•" if kind == "bullet" else f"%{level + 1}."}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            for level in range(_LEVELS)
        )

    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{levels(kind)}</w:abstractNum>'
        for number, kind in enumerate(("bullet", "decimal"), 1)
    )
    uses = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>' + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{first}"/></w:lvlOverride></w:num>'
        for number, first in enumerate(lists, _FIRST_LISTS)
    )
    return _element("numbering", kinds + uses)
