"""The way of a question about the documents as a whole: recognised, read to the end, answered with a receipt."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import date

from desktop_app.answering.events import Event, Receipt
from desktop_app.answering.notebook import Notebook
from desktop_app.answering.survey.comparison import compare
from desktop_app.answering.survey.draft import Draft
from desktop_app.answering.survey.inquiry import Comparison, Inquiry, Listing, Summary
from desktop_app.answering.survey.listing import list_documents
from desktop_app.answering.survey.recognise import recognise
from desktop_app.answering.survey.summary import summarise
from desktop_app.answering.survey.tables.answer import answer_from_tables
from desktop_app.answering.survey.writer import Writer
from desktop_app.services import Library
from indexer.protocol import Survey, SurveyReply


@dataclass(frozen=True)
class Surroundings:
    """What such an answer is made with."""

    book: Notebook
    library: Library
    writer: Writer

    def survey(self, wanted: Survey) -> SurveyReply:
        return self.library.survey(replace(wanted, scope=self.book.scope, filters=self.book.words.written))


def answer_survey(around: Surroundings) -> Generator[Event, None, str | None]:
    """The events of an answer and then its text; None, and no events but Surveying, where the question is an ordinary
    one after all. What was checked and cited is put into the notebook."""
    book = around.book
    today = date.fromtimestamp(book.created)
    inquiry = recognise(book.query, today)
    draft = Draft()
    for event in _steps(inquiry, around, today, draft):
        if isinstance(event, Receipt):
            book.receipt = event
        else:
            yield event
    if book.receipt is None or not draft.text:
        return None
    book.sentences, book.sources = draft.sentences, draft.sources
    return draft.text


def _steps(inquiry: Inquiry | None, around: Surroundings, today: date, draft: Draft) -> Iterator[Event | Receipt]:
    if isinstance(inquiry, Listing):
        yield from list_documents(inquiry, around.survey, draft)
    elif isinstance(inquiry, Comparison):
        yield from compare(around.book.query, inquiry, around.survey, around.library.search, around.writer, draft)
    elif isinstance(inquiry, Summary):
        yield from summarise(inquiry, around.survey, around.library.text, around.writer, draft)
    elif inquiry is None:
        yield from answer_from_tables(around.book.query, around.survey, around.library.text, today, draft)
