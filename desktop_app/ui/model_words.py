"""What a model is, needs and is doing, in the reader's language. Knows no widgets.

The catalogue and what fetches models write English sentences, for the command line too; here they are told in the
window's language. One that isn't known here is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from desktop_app.ui.translation import later, tr
from indexer.errors import ErrorCode, Problem

if TYPE_CHECKING:
    from desktop_app.models.store import ModelRow

GIB = 1 << 30

# The notes of the catalogue and of a file that a person brought, for `note`.
NOTES = (
    later("English, 384 dimensions. Small and quick; the default."),
    later("English, 384 dimensions, reads long passages; better search than the default, about twice the work."),
    later("For documents in several languages, 384 dimensions."),
    later("Recommended from 8 GB of memory."),
    later("For machines with less than 8 GB of memory; quick, and plainer in its answers."),
    later(
        "The best answers of this list where a model hub can be reached; about a third of the speed of the 1.5B model."
    ),
    later("Needs a model hub."),
    later("Needs a model hub; several languages."),
    later("For Footnote's own tests: too weak for real answers."),
    later("English; the quickest. Not used yet."),
    later("English; better and slower. Not used yet."),
    later("English, long passages. Not used yet."),
    later("Many languages; slow without a graphics card. Not used yet."),
    later("You brought this file."),
    later("You brought this file. It names no chat template, so answers may be odd."),
)
_NO_LICENCE = later("unknown")

_FITS = (
    (
        re.compile(r"Fits: it needs (?P<needs>[\d.]+) GB of this machine's (?P<has>[\d.]+) GB\."),
        later("Fits: it needs {needs} GB of this machine's {has} GB."),
    ),
    (
        re.compile(
            r"Tight: it needs (?P<needs>[\d.]+) GB of this machine's (?P<has>[\d.]+) GB; "
            r"other programs may slow down\."
        ),
        later("Tight: it needs {needs} GB of this machine's {has} GB; other programs may slow down."),
    ),
    (
        re.compile(r"Too big: it needs (?P<needs>[\d.]+) GB of memory, this machine has (?P<has>[\d.]+) GB\."),
        later("Too big: it needs {needs} GB of memory, this machine has {has} GB."),
    ),
)

# The more special first: "Downloading part 3 of 22" names no file.
_STAGES = (
    (re.compile(r"Starting"), later("Starting")),
    (
        re.compile(r"Waiting for another Footnote that is fetching it"),
        later("Waiting for another Footnote that is fetching it"),
    ),
    (re.compile(r"Asking the model hub"), later("Asking the model hub")),
    (re.compile(r"Downloading part (?P<part>\d+) of (?P<all>\d+)"), later("Downloading part {part} of {all}")),
    (re.compile(r"Downloading (?P<name>.+)"), later("Downloading {name}")),
    (re.compile(r"Unpacking and checking"), later("Unpacking and checking")),
    (re.compile(r"Copying (?P<name>.+)"), later("Copying {name}")),
    (re.compile(r"Preparing it for this processor"), later("Preparing it for this processor")),
    (re.compile(r"Checking"), later("Checking")),
    (re.compile(r"Checking (?P<name>.+)"), later("Checking {name}")),
)


def fits(row: ModelRow) -> str:
    """Whether it suits this machine's memory, in a sentence."""
    for pattern, words in _FITS:
        if found := pattern.fullmatch(row.fits):
            amounts = {name: QLocale().toString(float(amount), "f", 1) for name, amount in found.groupdict().items()}
            return tr(words, **amounts)
    return row.fits


def trouble(row: ModelRow) -> Problem | None:
    """What is wrong with its files: the catalogue tells of them in one English text."""
    return Problem(ErrorCode.MODEL_DAMAGED, row.problem, "") if row.problem else None


def note(row: ModelRow) -> str:
    """What is good to know of it; empty where there is nothing."""
    return tr(row.note) if row.note else ""


def licence(row: ModelRow) -> str:
    """Licences have their names; only a licence that isn't named has words."""
    return tr(_NO_LICENCE) if row.licence == _NO_LICENCE else row.licence


def stage(said: str) -> str:
    """What is going on with a fetch."""
    for pattern, words in _STAGES:
        if found := pattern.fullmatch(said):
            return tr(words).format(**found.groupdict())
    return said


def size(count: int) -> str:
    """The size of a file, in decimal units as download pages give it: "91 MB", "1.1 GB"."""
    if count >= 1e9:
        return tr("{size} GB", size=QLocale().toString(count / 1e9, "f", 1))
    return tr("{size} MB", size=QLocale().toString(count / 1e6, "f", 0))


def memory(row: ModelRow) -> str:
    """What it takes, in the binary gigabytes that memory is sold in: "8.0 GB of memory"."""
    return tr("{amount} GB of memory", amount=QLocale().toString(row.ram_bytes / GIB, "f", 1))
