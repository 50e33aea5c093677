"""What the answering process writes of an answer, in the reader's language: why there is none, and what it noted.

It writes English, for the command line too. Its counts are told anew from the answer's own figures, so that they get
the form that the language has for them; what isn't known here is left as it is.
"""

from __future__ import annotations

from desktop_app.answering.decline import Cause
from desktop_app.answering.events import Answer, Unreadable
from desktop_app.ui.answer_words import not_searched, searched
from desktop_app.ui.known_sentences import KnownSentences
from desktop_app.ui.problem_words import words_of
from desktop_app.ui.translation import later, tr, trn
from indexer.errors import ErrorCode, Problem
from indexer.types import Coverage

_NO_ANSWERS = (
    later("Your documents do not seem to answer this."),
    later("There is no reliable answer, though your documents may hold one."),
)
_NOTES = KnownSentences(
    (
        r"Calculated from the figures of the documents; no language model was asked\.",
        later("Calculated from the figures of the documents; no language model was asked."),
    ),
    (
        r"Nothing was calculated: it is not clear what “(?P<words>.+)” asks for\.",
        later("Nothing was calculated: it is not clear what “{words}” asks for."),
    ),
    (
        r"Nothing was calculated: no document gives all figures for (?P<name>.+)\.",
        later("Nothing was calculated: no document gives all figures for {name}."),
    ),
    (
        r"Nothing was calculated: documents differ about (?P<name>.+)\.",
        later("Nothing was calculated: documents differ about {name}."),
    ),
    (r"Nothing was calculated: (?P<why>.+)", later("Nothing was calculated: {why}")),
    (r"The answer was cut at its greatest length\.", later("The answer was cut at its greatest length.")),
    (
        r"No language model is installed: the documents' own sentences were used\.",
        later("No language model is installed: the documents' own sentences were used."),
    ),
    (r"Sentences were checked by words alone: (?P<why>.+)", later("Sentences were checked by words alone: {why}")),
    (
        r"Indexing did not make room for the answer: (?P<why>.+)",
        later("Indexing did not make room for the answer: {why}"),
    ),
    (r"No answer: nothing speaks to the question\.", later("No answer: nothing speaks to the question.")),
    (
        r"No answer: what was found is near to the question, but does not seem to state the answer\.",
        later("No answer: what was found is near to the question, but does not seem to state the answer."),
    ),
    (
        r"No answer: the passages found do not answer the question\.",
        later("No answer: the passages found do not answer the question."),
    ),
    (
        r"No answer: the model's answer was withdrawn, because the passages do not bear it out\.",
        later("No answer: the model's answer was withdrawn, because the passages do not bear it out."),
    ),
    (
        r"No answer: the model's answer was withdrawn, because it only says the question again\.",
        later("No answer: the model's answer was withdrawn, because it only says the question again."),
    ),
)
_UNREAD = KnownSentences(
    (
        r"its drive is not connected, and it was not read before",
        later("its drive is not connected, and it was not read before"),
    ),
    (r"not read yet", later("not read yet")),
    (r"holds no text", later("holds no text")),
)


def note(said: str) -> str:
    """A note in an answer's trace."""
    return _NOTES.said(said) or said


def answer_text(answer: Answer) -> str:
    """The answer as it was given; that there is none, in the reader's language."""
    return tr(answer.answer) if answer.answer in _NO_ANSWERS else answer.answer


def why_declined(answer: Answer) -> str:
    """Why there is no answer, what was searched, and what could not be."""
    coverage = answer.coverage
    cause = next((cause for cause in Cause if f"; {cause.value}." in answer.reason), None)
    if cause is None:
        return answer.reason or _seen(coverage)
    parts = [_searched_in_vain(cause, coverage.searched)]
    if waiting := coverage.pending + coverage.vectors_pending:
        parts.append(
            trn(
                "{n} document is still being indexed, so ask again later.",
                "{n} documents are still being indexed, so ask again later.",
                waiting,
            )
        )
    if coverage.offline:
        parts.append(
            trn(
                "{n} document is on a drive that is not connected.",
                "{n} documents are on a drive that is not connected.",
                coverage.offline,
            )
        )
    if coverage.failed:
        parts.append(
            trn(
                "{n} document could not be read; the library says why.",
                "{n} documents could not be read; the library says why.",
                coverage.failed,
            )
        )
    return " ".join(parts)


def unread(document: Unreadable) -> str:
    """Why an answer about all documents had to do without one."""
    if document.code in set(ErrorCode):
        return words_of(Problem(ErrorCode(document.code), document.reason, ""))[0]
    return _UNREAD.said(document.reason) or document.reason


def _searched_in_vain(cause: Cause, documents: int) -> str:
    match cause:
        case Cause.NOTHING_FOUND:
            return trn(
                "Searched {n} document; nothing speaks to the question.",
                "Searched {n} documents; nothing speaks to the question.",
                documents,
            )
        case Cause.NOT_STATED:
            return trn(
                "Searched {n} document; what was found is near to the question, but does not seem to state the answer.",
                "Searched {n} documents; what was found is near to the question, "
                "but does not seem to state the answer.",
                documents,
            )
        case Cause.NOT_SAID:
            return trn(
                "Searched {n} document; the passages found do not answer the question.",
                "Searched {n} documents; the passages found do not answer the question.",
                documents,
            )
        case Cause.UNFOUNDED:
            return trn(
                "Searched {n} document; the model's answer was withdrawn, because the passages do not bear it out.",
                "Searched {n} documents; the model's answer was withdrawn, because the passages do not bear it out.",
                documents,
            )
        case Cause.EMPTY:
            return trn(
                "Searched {n} document; the model's answer was withdrawn, because it only says the question again.",
                "Searched {n} documents; the model's answer was withdrawn, because it only says the question again.",
                documents,
            )


def _seen(coverage: Coverage) -> str:
    return " ".join(f"{', '.join(said)}." for said in ((searched(coverage),), not_searched(coverage)) if said)
