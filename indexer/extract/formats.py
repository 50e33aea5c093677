"""Which family of formats a file belongs to: by its name (cheap, for the scan) and by its first bytes (true)."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from indexer.extract.source import Source

# Families with a reader.
PDF, DOCX, HTML, MARKDOWN, TEXT, CODE = "pdf", "docx", "html", "markdown", "text", "code"
IMAGE, SCAN = "image", "scan"  # a PDF whose text was recognized: its words are not where PDFium counts them
PRESENTATION, SPREADSHEET, OPENDOCUMENT = "presentation", "spreadsheet", "opendocument"
MAIL, RTF, BOOK, NOTEBOOK = "mail", "rtf", "book", "notebook"
WORD, POWERPOINT = "word", "powerpoint"  # of Office 97–2003
IWORK = "iwork"
READABLE = frozenset({PDF, DOCX, HTML, MARKDOWN, TEXT, CODE, PRESENTATION, SPREADSHEET, OPENDOCUMENT})
READABLE |= {IMAGE, MAIL, RTF, BOOK, NOTEBOOK, WORD, POWERPOINT, IWORK}
# Each shows what it is: what only has such a name, and is text, is a text.
PACKAGES = READABLE - {HTML, MARKDOWN, TEXT, CODE, NOTEBOOK}

# Families that a person would expect to be read, with what they are called and what helps until there is a reader.
UNREAD = {
    "old-office": ("a document of an old Office version", "Save it as DOCX or PDF and add that."),
    "page-layout": ("a document of another application", "Save it as PDF and add that."),
    "archive": ("an archive", "Unpack it and add the folder."),
}

_SUFFIXES = {
    PDF: "pdf",
    DOCX: "docx docm dotx dotm",
    HTML: "html htm xhtml shtml",
    MARKDOWN: "md markdown mdown mkd mdx rmd qmd",
    TEXT: "txt text log csv tsv json jsonl ndjson xml yaml yml toml ini cfg conf properties rst adoc asciidoc tex "
    "ltx bib org textile srt vtt nfo diff patch po pod rdoc wiki mediawiki texi texinfo",
    CODE: "py pyi pyw js mjs cjs jsx ts tsx java kt kts scala groovy c h cc cpp cxx hh hpp hxx cs go rs swift rb php "
    "pl pm lua r jl sh bash zsh fish ps1 bat cmd sql hs ml mli ex exs erl clj cljs dart vue svelte css scss less "
    "m mm f f90 f95 pas vb asm s proto graphql tf gradle cmake mk nix zig v sol",
    IMAGE: "png jpg jpeg jpe tif tiff bmp gif webp heic heif",
    PRESENTATION: "pptx pptm ppsx ppsm potx",
    SPREADSHEET: "xlsx xlsm xlsb xltx xltm xls xlt",
    OPENDOCUMENT: "odt ods odp odg ott ots otp otg fodt fods fodp fodg",
    WORD: "doc dot",
    POWERPOINT: "ppt pps pot",
    "old-office": "wpd wps",
    RTF: "rtf",
    MAIL: "eml emlx msg mbox mht mhtml",
    BOOK: "epub mobi azw azw3 fb2 chm",
    NOTEBOOK: "ipynb",
    "archive": "zip 7z rar tar tgz tbz2 txz gz",
    IWORK: "pages numbers key",
    "page-layout": "one xps oxps hwp hwpx djvu ps vsdx pub",
}
_BY_SUFFIX = {f".{suffix}": family for family, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_BY_NAME = {"makefile": CODE, "dockerfile": CODE, "jenkinsfile": CODE, "rakefile": CODE, "gemfile": CODE}
# "Letter to Mr. Smith", "minutes.2024": what follows the dot is no suffix.
_NO_SUFFIX = re.compile(r"\.(\d*|.*\s.*)", re.DOTALL)


def kind_of(path: Path) -> str | None:
    """The family of formats that the name of `path` promises; None for what is never read (programs, films,
    hidden files). Doesn't touch the file. A family outside `READABLE` gets a row that says why not."""
    name = path.name.lower()
    if name.startswith((".", "~$")) or name.endswith("~"):
        return None
    suffix = path.suffix.lower()
    if family := _BY_SUFFIX.get(suffix):
        return family
    if _NO_SUFFIX.fullmatch(suffix) or not suffix:
        return _BY_NAME.get(name, TEXT)
    return None


_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF87a", IMAGE),
    (b"GIF89a", IMAGE),
    (b"II*\x00", IMAGE),
    (b"MM\x00*", IMAGE),
    (b"{\\rtf", RTF),
    (b"ITSF", BOOK),
    (b"TPZ", BOOK),
    (b"\xffWPC", "old-office"),
    (b"%!PS", "page-layout"),
    (b"AT&TFORM", "page-layout"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "page-layout"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# The names of the streams; documents have those of the workbooks that are embedded in them beside their own.
_STREAMS = {
    "WordDocument": WORD,
    "PowerPoint Document": POWERPOINT,
    "Workbook": SPREADSHEET,
    "Book": SPREADSHEET,
}
_HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
# Any header line, for a file whose name promises a message; several that only messages start with, for others.
_HEADER = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:\d+[ \t]*\r?\n)?>?(?:From [^\n]*\n|[!-9;-~]{1,76}:)")
_MESSAGE = re.compile(
    rb"\A(?:From [^\n]*\d\d:\d\d[^\n]*\n)?"
    rb"(?:(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|X-[\w-]+|From|To|Subject|Date):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
_FLAT_OPENDOCUMENT = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<[?!].*)?<office:document\s", re.DOTALL)
_PDF_OBJECT = re.compile(rb"\d+ \d+ obj\b|\bendobj\b|\bstartxref\b")

ENCRYPTED_OFFICE = "encrypted-office"


def sniff(source: Source) -> str | None:
    """The family that the first bytes of a file show, whatever its name says; `ENCRYPTED_OFFICE` for a modern Office
    document behind a password. None where they show nothing: perhaps text, perhaps not."""
    start = source.start
    promised = _promised(source)
    if (promised == MAIL and _HEADER.match(start)) or (promised is None and _MESSAGE.match(start)):
        return MAIL
    if start.startswith(b"PK\x03\x04"):
        return _inside_zip(source)
    if b"%PDF-" in start[:1024]:
        return PDF
    if start.startswith(_OLE):
        return _inside_ole(source)
    if start[60:68] == b"BOOKMOBI" or (b"<FictionBook" in start and promised in (None, BOOK)):
        return BOOK
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return IMAGE
    if start[4:8] == b"ftyp" and start[8:12] in (b"heic", b"heix", b"mif1", b"heif"):
        return IMAGE
    if start.startswith(b"BM") and start[6:10] == bytes(4):  # two letters alone also start words
        return IMAGE
    for magic, family in _MAGIC:
        if start.startswith(magic):
            return family
    if _HTML_START.search(start):
        return HTML
    if _FLAT_OPENDOCUMENT.search(start):
        return OPENDOCUMENT
    if promised == PDF and _PDF_OBJECT.search(start):
        return PDF
    return None


def _promised(source: Source) -> str | None:
    return _BY_SUFFIX.get(source.path.suffix.lower())


def _inside_zip(source: Source) -> str:
    try:
        with zipfile.ZipFile(source.content()) as archive:
            names = set(archive.namelist()[:20_000])
            mime = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        promised = _promised(source)
        return promised if promised not in (None, TEXT, MARKDOWN, CODE, HTML, PDF) else "archive"
    is_book = _promised(source) == BOOK and "META-INF/container.xml" in names
    if b"epub" in mime or is_book:
        return BOOK
    if b"opendocument" in mime or {"content.xml", "META-INF/manifest.xml"} <= names:
        return OPENDOCUMENT
    for folder, family in (("word/", DOCX), ("ppt/", PRESENTATION), ("xl/", SPREADSHEET)):
        if any(name.startswith(folder) for name in names):
            return family
    promised = _promised(source)
    return promised if promised in (IWORK, "page-layout") else "archive"


def _inside_ole(source: Source) -> str:
    """An OLE container is an old Office document, an Outlook message, or a modern one encrypted."""
    promised = _promised(source)
    if promised in (MAIL, "page-layout"):
        return promised
    with source.open() as file:
        data = file.read(1 << 22)
    if _OUTLOOK in data:
        return MAIL
    if _ENCRYPTED_PACKAGE in data:
        return ENCRYPTED_OFFICE
    if promised == SPREADSHEET:
        return SPREADSHEET
    return next((family for name, family in _STREAMS.items() if f"{name}\0".encode("utf-16-le") in data), "old-office")
