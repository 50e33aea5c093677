"""The families of formats as a person calls them, with an icon, and what their pages are. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`icon` is a name in `assets/icons`; `page` is what one of its pages is called."""

    word: str
    icon: str = "document"
    page: str = "page"


KINDS: dict[str, Kind] = {
    "pdf": Kind("PDF"),
    "scan": Kind("Scanned PDF", "scan"),
    "docx": Kind("Word", "lines"),
    "word": Kind("Word 97–2003", "lines"),
    "powerpoint": Kind("PowerPoint 97–2003", "slides", "slide"),
    "iwork": Kind("iWork", "lines"),
    "opendocument": Kind("OpenDocument", "lines"),
    "rtf": Kind("Rich text", "lines"),
    "old-office": Kind("Old Office", "lines"),
    "presentation": Kind("Presentation", "slides", "slide"),
    "spreadsheet": Kind("Spreadsheet", "table", "sheet"),
    "book": Kind("E-book", "book", "chapter"),
    "mail": Kind("Mail", "mail", "part"),
    "notebook": Kind("Notebook", "notebook", "cell"),
    "image": Kind("Picture", "picture"),
    "html": Kind("Web page", "web"),
    "markdown": Kind("Markdown", "lines"),
    "text": Kind("Text", "lines"),
    "data": Kind("Data", "table"),
    "code": Kind("Source code", "code"),
    "page-layout": Kind("Page layout"),
    "archive": Kind("Archive", "folder"),
}


def kind(name: str) -> Kind:
    """How a document's kind is shown; one that came with a newer indexer keeps its own name."""
    return KINDS.get(name) or Kind(name.replace("-", " ").capitalize() or "Document")
