"""A summary of a document: all of it is read, the sentences that speak for each part are picked, and the model puts
them into fewer words as long as its time lasts. What the document does not bear out is replaced by its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath

from desktop_app.answering.events import Event, Receipt, Surveying
from desktop_app.answering.spots import spot_on
from desktop_app.answering.survey.draft import Draft, clean, counted
from desktop_app.answering.survey.inquiry import Summary
from desktop_app.answering.survey.listing import receipt_of
from desktop_app.answering.survey.resolve import named_documents
from desktop_app.answering.survey.sections import Central, Part, central_sentences, chosen, parts_of, sentence_of
from desktop_app.answering.survey.tables.load import tables_of
from desktop_app.answering.survey.writer import Writer
from desktop_app.assets import asset
from indexer.places import place_of
from indexer.protocol import DocumentText, Survey, SurveyReply
from indexer.types import Document, Hit, Page

_SECONDS = 75.0  # of writing
_MOST_PARTS = 10
_MOST_SHOWN = 14  # parts in the answer; a book has more
_READ_OF_PART = 4  # sentences that the model reads of a part
_READ_OF_ALL = 7
_SHORT = 1800  # characters; such a text is read whole and summarised in one go
_PART_TOKENS, _ALL_TOKENS = 70, 130
_MOST_DOCUMENTS = 60
_QUOTE = 260
_EACH = Survey(limit=_MOST_DOCUMENTS, sort="name")

Ask = Callable[[Survey], SurveyReply]
Text = Callable[[int], DocumentText]


def summarise(summary: Summary, ask: Ask, text: Text, writer: Writer, draft: Draft) -> Iterator[Event | Receipt]:
    """Nothing where it is not clear which document is meant."""
    if summary.everything:
        yield from _every_document(ask, text, draft, writer)
        return
    if summary.target:
        found = named_documents(summary.target, ask)
    else:
        reply = ask(Survey(limit=2))
        found = [one.document for one in reply.documents if one.document.chunks] if reply.total == 1 else []
    if len(found) == 1:
        yield from _one_document(text(found[0].id), writer, draft)


def _every_document(ask: Ask, text: Text, draft: Draft, writer: Writer) -> Iterator[Event | Receipt]:
    """A line for each: its most central sentence."""
    reply = ask(_EACH)
    documents = [one.document for one in reply.documents if one.document.chunks]
    yield from draft.plain(f"{counted(reply.read, 'document')}, each in its own words:\n\n")
    for number, document in enumerate(documents, 1):
        if writer.stopped.is_set():
            break
        yield Surveying(number, reply.read, "documents")
        yield from _in_a_line(text(document.id), draft)
    if reply.read > len(documents):
        yield from draft.plain(f"\n… and {reply.read - len(documents):,} more.")
    yield receipt_of(reply)


def _in_a_line(read: DocumentText, draft: Draft) -> Iterator[Event]:
    """The document's title and its most central sentence; of tables their columns, of code its first line."""
    document, parts = read.document, parts_of(read.pages, _MOST_PARTS)
    path = PurePath(document.path)
    title = clean(document.title)
    named = f" ({title})" if title and title.casefold() != path.stem.casefold() else ""
    lead = f"- **{clean(path.name)}**{named}: "
    tables = list(tables_of(document, read.pages)) if _holds_tables(document) else []
    if tables:
        told = "; ".join(
            f"{counted(len(one.rows), 'row')} of {clean(', '.join(one.header), 120)}" for one in tables[:3]
        )
        first = tables[0].rows[0]
        yield from draft.fact(f"{lead}{told}\n", [spot_on(document, tables[0].page, first.start, first.end)])
        return
    best = chosen(parts, central_sentences(parts), 1) if document.kind != "code" else []
    if best:
        quote = clean(sentence_of(parts, best[0]), _QUOTE)
        yield from draft.fact(f"{lead}{quote}\n", [spot_on(document, *_place(parts, best[0]))])
    elif parts:
        opening = parts[0].text.strip().splitlines()[0]
        at = parts[0].start + parts[0].text.index(opening)
        spot = spot_on(document, parts[0].page, at, at + len(opening))
        yield from draft.fact(f"{lead}{clean(opening, _QUOTE)}\n", [spot])


def _holds_tables(document: Document) -> bool:
    return document.kind == "spreadsheet" or PurePath(document.path).suffix.lower() in (".csv", ".tsv")


def _one_document(read: DocumentText, writer: Writer, draft: Draft) -> Iterator[Event | Receipt]:
    parts = parts_of(read.pages, _MOST_PARTS)
    ranked = central_sentences(parts)
    total = len(parts)
    yield Surveying(0, total, "parts")
    whole = "\n".join(part.text for part in parts)
    with writer.at_work(_SECONDS):
        if writer.ready:
            leading = [sentence_of(parts, one) for one in chosen(parts, ranked, _READ_OF_ALL)]
            material = whole if len(whole) <= _SHORT else "\n".join(leading)
            yield from _written(read.document, parts, material, "two or three sentences", _ALL_TOKENS, writer, draft)
        if not draft.sentences:
            for one in chosen(parts, ranked, 3 if total > 1 else 4):
                yield from _quoted(read.document, parts, one, draft, "", " ")
        if len(whole) > _SHORT and total > 1:
            yield from draft.plain("\n\n")
            yield from _by_part(read.document, parts, ranked, writer, draft)
    if not draft.sentences and whole.strip():
        yield from draft.fact(clean(whole, _QUOTE), [spot_on(read.document, parts[0].page, 0, len(parts[0].text))])
    yield Receipt(total, total, "parts", where=PurePath(read.document.path).name)


def _by_part(
    document: Document, parts: Sequence[Part], ranked: Sequence[Central], writer: Writer, draft: Draft
) -> Iterator[Event]:
    """A line for each part that says something."""
    shown = [number for number in range(len(parts)) if any(one.part == number for one in ranked)]
    if len(shown) > _MOST_SHOWN:  # the parts that speak for most of the document
        best = {number: max(one.score for one in ranked if one.part == number) for number in shown}
        shown = sorted(sorted(shown, key=lambda number: -best[number])[:_MOST_SHOWN])
    for place, number in enumerate(shown, 1):
        if writer.stopped.is_set():
            return
        yield Surveying(place, len(shown), "parts")
        lead = f"- **{_name(parts[number], document)}**: "
        before = len(draft.sentences)
        if writer.ready:
            own = [sentence_of(parts, one) for one in chosen(parts, ranked, _READ_OF_PART, number)]
            yield from _written(
                document, [parts[number]], "\n".join(own), "one sentence", _PART_TOKENS, writer, draft, lead, most=1
            )
        if len(draft.sentences) == before:
            for one in chosen(parts, ranked, 1, number):
                yield from _quoted(document, parts, one, draft, lead, "")
        yield from draft.plain("\n")


def _written(
    document: Document,
    parts: Sequence[Part],
    material: str,
    sentences: str,
    tokens: int,
    writer: Writer,
    draft: Draft,
    lead: str = "",
    most: int = 3,
) -> Iterator[Event]:
    """What the model makes of the material, as far as the document's own text bears it out."""
    system = asset("prompts", "summary_system.txt").read_text("utf-8").strip().replace("{sentences}", sentences)
    title = clean(document.title or PurePath(document.path).name)
    text = writer.write(system, f'<passage from="{title}">\n{_data(material)}\n</passage>\n\nSummary:', tokens)
    kept = writer.check(title, text, [_hit(document, part) for part in parts])
    if kept and lead:
        yield from draft.plain(lead)
    for number, (sentence, sources) in enumerate(kept[:most]):
        yield from draft.checked(f"{' ' if number else ''}{sentence.text}", sentence, sources)


def _data(text: str) -> str:
    """Text of a document can't close the tags that it stands in."""
    return text.replace("<", "‹").strip()


def _quoted(
    document: Document, parts: Sequence[Part], one: Central, draft: Draft, lead: str, end: str
) -> Iterator[Event]:
    yield from draft.plain(lead)
    yield from draft.fact(clean(sentence_of(parts, one), _QUOTE) + end, [spot_on(document, *_place(parts, one))])


def _place(parts: Sequence[Part], one: Central) -> tuple[Page, int, int]:
    part = parts[one.part]
    return part.page, part.start + one.start, part.start + one.end


def _name(part: Part, document: Document) -> str:
    where = part.heading or place_of(document.kind, part.page.number, part.page.label) or "Text"
    return clean(where, 70)


def _hit(document: Document, part: Part) -> Hit:
    """A part as the passage that a sentence is checked against."""
    return Hit(
        rank=1, chunk_id=0, document_id=document.id, path=document.path, title=document.title, kind=document.kind,
        page=part.page.number, page_label=part.page.label, start=part.start, length=len(part.text),
        heading=part.heading, text=part.text, content_hash="", score=0.0, similarity=None, keyword_rank=None,
        vector_rank=None, offline=False, line=part.page.text.count("\n", 0, part.start) + 1,
        place=place_of(document.kind, part.page.number, part.page.label),
    )  # fmt: skip
