"""A problem in the reader's language. Knows no widgets.

The processes write a problem's sentences in English, with its particulars. In English they are shown as they are; in
another language the same sentences where their form is known, else a pair by the problem's code, stand for them, and
the English stays within reach.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.ui.known_problems import MESSAGES, REMEDIES
from desktop_app.ui.translation import later, tr
from indexer.errors import ErrorCode, Problem
from indexer.types import Document

# {said} is what the process said, where the code alone says too little.
SENTENCES: dict[ErrorCode, tuple[str, str]] = {
    ErrorCode.MISSING: (
        later("Something is not there: {said}"),
        later("Check the spelling, and whether its drive is connected; then try again."),
    ),
    ErrorCode.LEFT_OUT: (
        later("It is left out: {said}"),
        later("Change what is left out in the settings, or copy what you need to another place."),
    ),
    ErrorCode.UNREADABLE: (
        later("The file can't be opened."),
        later("Check that you may read it and that its disk is connected."),
    ),
    ErrorCode.EMPTY: (later("The file is empty."), later("Nothing to do, unless it should have content.")),
    ErrorCode.TOO_LARGE: (
        later("The file is too large to be read."),
        later("Raise the limit in the settings, or split the file."),
    ),
    ErrorCode.ENCRYPTED: (
        later("The file is protected with a password."),
        later("Enter the password, or save a copy without one."),
    ),
    ErrorCode.CORRUPT: (
        later("The file is damaged."),
        later("Open it in the program that made it and save it again."),
    ),
    ErrorCode.UNSUPPORTED: (
        later("This kind of file, or a part of it, can't be read."),
        later("Save it in another format, such as PDF."),
    ),
    ErrorCode.NO_TEXT: (later("The file holds no text."), later("Nothing to do, unless it should have text.")),
    ErrorCode.NEEDS_OCR: (
        later("The file, or a part of it, is a picture of text that was not recognized."),
        later("Install text recognition, then read the file again."),
    ),
    ErrorCode.TIMEOUT: (later("It took too long and was given up."), later("Try again.")),
    ErrorCode.OUT_OF_MEMORY: (
        later("Reading it takes more memory than is allowed."),
        later("Split the file, or read it again when more memory is free."),
    ),
    ErrorCode.READER_DIED: (
        later("Reading the file made its reader crash."),
        later("Save the file again in its program, then read it again."),
    ),
    ErrorCode.CHANGED_WHILE_READ: (
        later("The file changed while it was read."),
        later("It is read again as soon as it stays as it is."),
    ),
    ErrorCode.DISK_FULL: (later("The disk is full."), later("Free some space, then try again.")),
    ErrorCode.LIBRARY_LOCKED: (
        later("The library is in use by another process."),
        later("Close the other Footnote, then try again."),
    ),
    ErrorCode.LIBRARY_DAMAGED: (
        later("The library's index is damaged."),
        later("Your documents are safe. See the details for the way to mend the index."),
    ),
    ErrorCode.NEWER_LIBRARY: (
        later("A newer version of Footnote made this library."),
        later("Open it with that version."),
    ),
    ErrorCode.NO_PERMISSION: (
        later("Footnote has no permission for this: {said}"),
        later("Give yourself permission, then try again."),
    ),
    ErrorCode.PROCESS_DIED: (
        later("A process of Footnote has ended unexpectedly."),
        later("Try again; if it stays, open Footnote again."),
    ),
    ErrorCode.NOT_RUNNING: (
        later("A process of Footnote is not running."),
        later("Try again; if it stays, open Footnote again."),
    ),
    ErrorCode.VERSION_MISMATCH: (
        later("Another version of Footnote is running on this library."),
        later("Close it, then try again."),
    ),
    ErrorCode.BAD_MESSAGE: (
        later("The parts of Footnote did not understand each other."),
        later("Open Footnote again."),
    ),
    ErrorCode.CANCELLED: (later("It was stopped."), later("What was done is kept; begin again to go on.")),
    ErrorCode.BAD_SETTING: (later("A setting is wrong: {said}"), later("Change it in the settings.")),
    ErrorCode.MODEL_MISSING: (
        later("The model that this takes is not installed."),
        later("Choose a model, or install one."),
    ),
    ErrorCode.MODEL_DAMAGED: (
        later("The model can't be used: its files are damaged or don't belong together."),
        later("Install it again, or choose another model."),
    ),
    ErrorCode.NO_SOURCE: (
        later("No source could deliver the model."),
        later("Check the network, or add the model from a file."),
    ),
    ErrorCode.NOT_ENOUGH_MEMORY: (
        later("There is not enough free memory for this."),
        later("Close other programs, or choose a smaller model."),
    ),
    ErrorCode.PROMPT_TOO_LONG: (
        later("The question with its passages is longer than the model can read at once."),
        later("Ask a shorter question, or start a new conversation."),
    ),
    ErrorCode.BAD_REQUEST: (later("This can't be done: {said}"), later("Change what you asked for, then try again.")),
    ErrorCode.BUG: (
        later("Footnote made a mistake."),
        later("Try again; if it stays, report it with what the details say."),
    ),
}


@dataclass(frozen=True)
class AsWritten(Problem):
    """One whose sentences are shown as they are: the window made it, in the reader's language already, or its code
    came with a newer indexer and has no sentences here."""


_COMMAND = re.compile(r"`([^`]+)`")


def command_in(action: str) -> str:
    """The command that a remedy names, between backticks; empty where it names none."""
    found = _COMMAND.search(action)
    return found[1] if found else ""


def is_translated(problem: Problem) -> bool:
    """Whether the reader's language has sentences of its own for it."""
    message, _ = SENTENCES[problem.code]
    return not isinstance(problem, AsWritten) and tr(message) != message


def words_of(problem: Problem, name: str = "") -> tuple[str, str]:
    """What happened and what to do. `name` is that of the file, where what is shown beside doesn't tell it."""
    if not is_translated(problem):
        return problem.message, problem.action
    happened, remedy = SENTENCES[problem.code]
    message = MESSAGES.said(problem.message) or tr(happened).replace("{said}", problem.message)
    action = REMEDIES.said(problem.action) or tr(remedy)
    if command := command_in(problem.action):
        action = tr("{remedy} Run `{command}`.", remedy=action, command=command)
    return tr("{name}: {message}", name=name, message=message) if name else message, action


def in_full(problem: Problem) -> str:
    """What happened and what to do, in one line."""
    return " ".join(words_of(problem)).strip()


def original(problem: Problem) -> str:
    """The English sentences, where others stand for them; empty where they are shown themselves."""
    return str(problem) if is_translated(problem) else ""


def problem_of(document: Document) -> Problem | None:
    """What the library noted of a document."""
    if document.problem_code is None:
        return None
    message, action = document.problem_message, document.problem_action
    if document.problem_code not in tuple(ErrorCode):
        return AsWritten(ErrorCode.UNREADABLE, message, action)
    return Problem(ErrorCode(document.problem_code), message, action)


def tip(problem: Problem) -> str:
    """What happened, what to do, and the English where that is something else, one below the other."""
    return "\n".join(part for part in (*words_of(problem), original(problem)) if part)
