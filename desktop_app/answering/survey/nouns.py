"""What people call documents: by their format ("spreadsheets"), by what they are ("invoices"), or just "files"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.answering.text import stem


@dataclass(frozen=True)
class Noun:
    """Documents of some kinds or suffixes, or that one of the words `named` names; all of them empty: any document.
    `word` is how the answer calls them, in the singular."""

    word: str = "document"
    kinds: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


_ANY = ("document", "file", "doc", "dokument", "datei", "unterlage")
_FORMATS: tuple[tuple[str, Noun], ...] = (
    ("pdf", Noun("PDF", (), (".pdf",))),
    ("word", Noun("Word document", ("docx",), (".docx", ".docm", ".doc"))),
    ("docx", Noun("Word document", ("docx",), (".docx", ".docm"))),
    ("excel", Noun("Excel file", (), (".xlsx", ".xlsm", ".xlsb", ".xls"))),
    ("xlsx", Noun("Excel file", (), (".xlsx",))),
    ("spreadsheet", Noun("spreadsheet", ("spreadsheet",), (".ods",))),
    ("workbook", Noun("spreadsheet", ("spreadsheet",), (".ods",))),
    ("tabelle", Noun("spreadsheet", ("spreadsheet",), (".ods", ".csv", ".tsv"))),
    ("csv", Noun("CSV file", (), (".csv", ".tsv"))),
    ("powerpoint", Noun("presentation", ("presentation",), (".odp",))),
    ("presentation", Noun("presentation", ("presentation",), (".odp",))),
    ("präsentation", Noun("presentation", ("presentation",), (".odp",))),
    ("email", Noun("e-mail", ("mail",), ())),
    ("e-mail", Noun("e-mail", ("mail",), ())),
    ("mail", Noun("e-mail", ("mail",), ())),
    ("image", Noun("image", ("image",), (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp"))),
    ("picture", Noun("image", ("image",), (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp"))),
    ("scan", Noun("scan", ("scan",), ())),
    ("markdown", Noun("Markdown file", ("markdown",), ())),
    ("html", Noun("web page", ("html",), ())),
    ("webpage", Noun("web page", ("html",), ())),
    ("text", Noun("text file", (), (".txt",))),
    ("txt", Noun("text file", (), (".txt",))),
    ("notebook", Noun("notebook", ("notebook",), ())),
    ("e-book", Noun("e-book", ("book",), ())),
    ("ebook", Noun("e-book", ("book",), ())),
    ("code", Noun("code file", ("code",), ())),
    ("python", Noun("Python file", (), (".py",))),
)
# What a document is, its name or its opening says, in one of these words.
_TYPES: tuple[tuple[str, ...], ...] = (
    ("contract", "agreement"), ("agreement", "contract"), ("invoice", "bill"), ("bill", "invoice"), ("receipt",),
    ("letter",), ("report",), ("minutes",), ("recipe",), ("policy",), ("manual", "handbook"), ("handbook", "manual"),
    ("certificate",), ("statement",), ("offer", "quotation"), ("quotation", "offer", "quote"), ("quote", "quotation"),
    ("proposal",), ("form",), ("application",), ("cv", "resume"), ("resume", "cv"), ("lease", "rental agreement"),
    ("note",), ("memo", "memorandum"), ("paper", "article"), ("article", "paper"), ("guide",), ("audit",), ("plan",),
    ("vertrag", "vereinbarung"), ("rechnung",), ("brief",), ("bericht",), ("protokoll",), ("rezept",), ("angebot",),
    ("quittung",), ("notiz",),
)  # fmt: skip
_PLURALS = {
    "dateien": "datei", "dokumente": "dokument", "dokumenten": "dokument", "unterlagen": "unterlage",
    "verträge": "vertrag", "verträgen": "vertrag", "rechnungen": "rechnung", "briefe": "brief", "briefen": "brief",
    "berichte": "bericht", "berichten": "bericht", "protokolle": "protokoll", "protokollen": "protokoll",
    "rezepte": "rezept", "rezepten": "rezept", "angebote": "angebot", "angeboten": "angebot", "tabellen": "tabelle",
    "quittungen": "quittung", "notizen": "notiz", "präsentationen": "präsentation", "meeting minutes": "minutes",
    "policies": "policy", "résumés": "resume", "cvs": "cv",
}  # fmt: skip

_BY_STEM: dict[str, Noun] = {
    **{stem(words[0]): Noun(words[0], named=words) for words in _TYPES},
    **{stem(word): noun for word, noun in _FORMATS},
    **{stem(word): Noun() for word in _ANY},
}
_SUFFIX = re.compile(r"\.[a-z0-9]{2,5}")


def noun_of(word: str) -> Noun | None:
    """The documents that a single word (or a suffix such as ".txt") stands for; None for any other word."""
    word = word.casefold().strip("'\"“”„")
    if _SUFFIX.fullmatch(word):
        return Noun(f"{word} file", suffixes=(word,))
    return _BY_STEM.get(stem(_PLURALS.get(word, word)))


def is_generic(noun: Noun) -> bool:
    """Whether any document is meant."""
    return noun == Noun()


def is_plural(word: str) -> bool:
    word = word.casefold().rstrip(",;:")
    return word in _PLURALS or (word.endswith("s") and not word.endswith("ss"))
