"""What the help says: short sections of paragraphs and lists. Knows no widgets.

Paragraphs are rich text of our own. A {name} in one stands for a link to what `LINKS` has under that name.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.ui.library_words import SIGNS
from desktop_app.ui.translation import later
from indexer.types import DocumentState


@dataclass(frozen=True)
class Link:
    """`words` as the link shows them, and the keys of the window's action that it does. `view` says that the action
    shows something in the window itself, which the help would cover."""

    words: str
    keys: str
    view: bool = False


@dataclass(frozen=True)
class Items:
    """A list: what something is called, and what is to be known of it. Those that are `written` are typed like that by
    a person, and are no words to translate."""

    rows: tuple[tuple[str, str], ...]
    written: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    parts: tuple[str | Items, ...]


LINKS = {
    "add": Link(later("Add folder"), "Ctrl+O", view=True),
    "search": Link(later("Search"), "Ctrl+K", view=True),
    "check": Link(later("Check a text"), "Ctrl+T", view=True),
    "documents": Link(later("Documents"), "Ctrl+D", view=True),
    "models": Link(later("Models"), "Ctrl+M"),
    "settings": Link(later("Settings"), "Ctrl+,"),
    "costs": Link(later("What answers cost"), "Ctrl+Shift+U"),
    "privacy": Link(later("Privacy"), "Ctrl+Shift+P"),
    "shortcuts": Link(later("Keyboard shortcuts"), "F1"),
}


def _state(state: DocumentState, what_to_do: str) -> tuple[str, str]:
    return SIGNS[state].word, what_to_do


SECTIONS = (
    Section(
        later("Bring documents in"),
        (
            later(
                "Drop files or folders on the library at the left, paste them, or choose {add}. Files are read "
                "where they lie and never changed. A folder is watched: what comes, changes or goes in it is noticed."
            ),
            later(
                "Where what you drop will not stay, as on a stick, <i>Keep copies of what is dropped</i> in the "
                "settings copies it into a folder of your documents first, and reads the copies."
            ),
            later(
                "What is dropped on a conversation is added too, and that conversation then asks nothing else. Text is "
                "found by its words first, then by its meaning; the foot of the library says how far that is, and has "
                "<i>Pause</i>."
            ),
            later(
                "Footnote reads PDF, Word, Excel and PowerPoint files, OpenDocument, mail, e-books, web pages, "
                "notebooks, source code and text. Pictures and scanned pages need text recognition, which is "
                "installed once: choose one of them in {documents}."
            ),
        ),
    ),
    Section(
        later("Ask"),
        (
            later(
                "Write a question in the box of a conversation and press Enter. The best sentences of your documents "
                "appear at once; the model then writes an answer from them. Esc stops it."
            ),
            later(
                "A question may follow from the one before (“and in 2022?”). <i>Searched for</i> below it says how it "
                "was understood; the pencil beside it changes that."
            ),
            later(
                "A question about everything (“Which contracts mention a deposit?”, “How many invoices from 2023?”) "
                "reads every document that it may, and says how many it read. Figures are calculated from the tables "
                "of your documents, where they give what is needed, and shown as a formula."
            ),
            later("{search} finds passages without asking the model; <code>word*</code> finds what begins so."),
        ),
    ),
    Section(
        later("Limit what is asked"),
        (
            later("In a question or a search. The box offers what can stand there as you type:"),
            Items(
                (
                    ("@lease", later("documents with this in their name or title")),
                    ("in:contracts", later('a folder or a collection; in:"My folder" where its name has spaces')),
                    ("type:pdf", later("a kind of file")),
                    ("after:2024", later("from that year, month (2024-03) or day on")),
                    ("before:2024-03", later("what is older than that")),
                ),
                written=True,
            ),
            later(
                "Dates are those that a document gives itself, else those of its file. Several limits of one kind "
                "widen, of different kinds narrow. The button in the question’s box limits the whole conversation: to "
                "folders, files or a collection."
            ),
        ),
    ),
    Section(
        later("Read footnotes and verdicts"),
        (
            later(
                "The number behind a sentence is its footnote. Rest on it to read the passage; click it, or reach it "
                "with Tab and press Enter, to see the passage marked in its document."
            ),
            later(
                "Every sentence is checked after it was written: its numbers, dates, names, quotations and negations "
                "have to stand in the passages, and its words have to fit them. Footnotes are placed by this check, "
                "not by the model."
            ),
            Items(
                (
                    (later("✓ supported"), later("The sentence has its footnotes and no mark.")),
                    (later("◐ partly supported"), later("Underlined with dashes: something in it was not found.")),
                    (
                        later("○ not supported"),
                        later("Underlined with a wave. Rest on it to read what was not found; don’t rely on it."),
                    ),
                    (
                        later("A dotted line below a number"),
                        later("The file has changed since the answer, or is gone."),
                    ),
                )
            ),
            later(
                "The check can be wrong, too: where it matters, read the passage. {check} does the same for a text of "
                "yours."
            ),
        ),
    ),
    Section(
        later("When there is no answer"),
        (
            later(
                "Footnote declines where nothing in your documents speaks to a question, where they don’t seem to "
                "state what was asked, and where the model’s answer was not borne out. Whatever passages "
                "were found then stand in its place."
            ),
            later(
                "What may help: the words that the document uses, a wider limit, and a look at {documents} for what "
                "was not read. A question that is answered beside the point may deserve to be declined as well: read "
                "the passage."
            ),
        ),
    ),
    Section(
        later("Where a document stands"),
        (
            Items(
                (
                    _state(DocumentState.PENDING, later("It is read soon. Nothing to do.")),
                    _state(
                        DocumentState.KEYWORD_READY,
                        later("Its words are found already, its meaning soon. Nothing to do."),
                    ),
                    _state(
                        DocumentState.INDEXED,
                        later("It is found by its words and its meaning. A warning sign: a part of it is missing."),
                    ),
                    _state(
                        DocumentState.FAILED,
                        later("Choose it to see why, and what helps: a password, reading it again, leaving it out."),
                    ),
                    _state(
                        DocumentState.SKIPPED,
                        later("It is empty, too large, or of a kind that can’t be read. Choose it to see what helps."),
                    ),
                    _state(
                        DocumentState.OFFLINE,
                        later("Its drive is not connected. It still answers; connect the drive to open it."),
                    ),
                )
            ),
            later("{documents} lists them all, with what is wrong and what to do."),
        ),
    ),
    Section(
        later("What leaves this computer"),
        (
            later(
                "Nothing of your documents, questions and answers. They are read, searched and answered here. The "
                "network is used to fetch models and text recognition, when you ask for that. A website that an "
                "answer links to opens in your browser only after you agreed."
            ),
            later(
                "One thing is yours to change: the setting <code>vectors</code> can keep the vectors of your documents "
                "at an address of your own instead."
            ),
            later(
                "{privacy} shows what runs, what it is connected to, and where everything lies; there it can all be "
                "deleted. Your own files always stay."
            ),
        ),
    ),
    Section(
        later("Models"),
        (
            later(
                "One model writes answers, another one searches by meaning. Both run on this computer. {models} says "
                "which suit its memory, fetches them, and lets a download be paused and resumed."
            ),
            later(
                "A larger model writes better and slower. Without one, passages are found and shown all the same. "
                "{settings} say how long you accept to wait for an answer’s first word."
            ),
        ),
    ),
    Section(
        later("What answers cost"),
        (
            later(
                "{costs} counts the tokens, seconds and watt-hours of answers. Energy is measured where this computer "
                "tells it, else estimated, and called so. Beside it stands what the same tokens would cost in a "
                "cloud, at the price in the settings. Nobody charges you anything."
            ),
        ),
    ),
    Section(
        later("Keys"),
        (later("Everything can be done by keyboard. {shortcuts} lists the keys."),),
    ),
)
