"""The families of formats as a person calls them, with an icon, and what their pages are. Knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.ui.translation import later, tr, trn


@dataclass(frozen=True)
class Kind:
    """`icon` is a name in `assets/icons`; `page` is what one of its pages is called. `word` is English in `KINDS`;
    `kind` gives it in the reader's language."""

    word: str
    icon: str = "document"
    page: str = "page"


KINDS: dict[str, Kind] = {
    "pdf": Kind(later("PDF")),
    "scan": Kind(later("Scanned PDF"), "scan"),
    "docx": Kind(later("Word"), "lines"),
    "word": Kind(later("Word 97–2003"), "lines"),
    "powerpoint": Kind(later("PowerPoint 97–2003"), "slides", "slide"),
    "iwork": Kind(later("iWork"), "lines"),
    "opendocument": Kind(later("OpenDocument"), "lines"),
    "rtf": Kind(later("Rich text"), "lines"),
    "old-office": Kind(later("Old Office"), "lines"),
    "presentation": Kind(later("Presentation"), "slides", "slide"),
    "spreadsheet": Kind(later("Spreadsheet"), "table", "sheet"),
    "book": Kind(later("E-book"), "book", "chapter"),
    "mail": Kind(later("Mail"), "mail", "part"),
    "notebook": Kind(later("Notebook"), "notebook", "cell"),
    "image": Kind(later("Picture"), "picture"),
    "html": Kind(later("Web page"), "web"),
    "markdown": Kind(later("Markdown"), "lines"),
    "text": Kind(later("Text"), "lines"),
    "data": Kind(later("Data"), "table"),
    "code": Kind(later("Source code"), "code"),
    "page-layout": Kind(later("Page layout")),
    "archive": Kind(later("Archive", note="a kind of file"), "folder"),
}


def kind(name: str) -> Kind:
    """How a document's kind is shown; one that came with a newer indexer keeps its own name."""
    known = KINDS.get(name)
    if known is None:
        return Kind(name.replace("-", " ").capitalize() or tr("Document"))
    return Kind(tr(known.word, note="a kind of file"), known.icon, known.page)


def pages_of(kind_name: str, pages: int) -> str:
    """How long a document of this kind is: "12 pages", "1 slide"."""
    match kind(kind_name).page:
        case "slide":
            return trn("{n} slide", "{n} slides", pages)
        case "sheet":
            return trn("{n} sheet", "{n} sheets", pages)
        case "chapter":
            return trn("{n} chapter", "{n} chapters", pages)
        case "part":
            return trn("{n} part", "{n} parts", pages)
        case "cell":
            return trn("{n} cell", "{n} cells", pages)
        case _:
            return trn("{n} page", "{n} pages", pages)
