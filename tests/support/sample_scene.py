"""The sample library as a scene to show: its documents, a question, its evidence and a checked answer."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pypdfium2

from desktop_app.answering.calculation.calculator import calculate
from desktop_app.answering.decline import Cause, why_declined
from desktop_app.answering.events import (
    Answered,
    Declined,
    Event,
    Evidence,
    Reading,
    Receipt,
    Source,
    Support,
    Surveying,
    Token,
    Unreadable,
    Usage,
)
from desktop_app.answering.trace import Trace, TracedHit, TracedModel
from desktop_app.assets import asset
from desktop_app.llm.protocol import Message
from indexer.errors import ErrorCode
from indexer.protocol import Search
from indexer.types import Coverage, DocumentState, EvidenceSentence
from tests.support.fake_answers import make_answer, make_sentences
from tests.support.fake_library import FakeLibrary

HOUSE = asset("sample_library")
AGREEMENT = HOUSE / "service-agreement.pdf"
CALCULATION = "What percentage of total expenditure was heating in 2024?"
QUESTION = "When can we leave the Northgate contract?"
AGREEMENT_ID = 1
COVERAGE = Coverage(searched=13, pending=0, vectors_pending=0, failed=0, offline=0)
ANSWER = (
    "The first term runs until **31 March 2027**, and notice must be given in writing at least six months before it "
    "ends. If nobody gives notice, the agreement is extended by one year at a time. With good cause, either party "
    "may end it with 30 days’ notice. A notice by electronic mail is enough in an emergency."
)
_CITED = (
    "This agreement begins on 1 April 2024 and runs for a first term of three years, until 31 March 2027.",
    "Notice of termination must be given in writing at least six months before the end of the first term or of any "
    "extension.",
    "If neither party gives notice, it is extended by one year at a time.",
    "Either party may terminate the agreement with 30 days' notice for good cause.",
)


def move_to(folder: Path) -> None:
    """Copy the sample documents there and show them as lying there: a picture must not show whose machine drew it."""
    global HOUSE, AGREEMENT
    shutil.copytree(HOUSE, folder / "Harbour Lane")
    HOUSE = folder / "Harbour Lane"
    AGREEMENT = HOUSE / AGREEMENT.name


def pages_of(path: Path) -> str | list[str]:
    """The text of a sample document: a list of pages where it has some."""
    if path.suffix == ".pdf":
        pdf = pypdfium2.PdfDocument(path)
        texts = [page.get_textpage().get_text_range() for page in pdf]
        pdf.close()
        return texts
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    text = path.read_text("utf-8")
    return unescape(re.sub(r"<[^>]+>", " ", text)) if path.suffix == ".html" else text


def fill(library: FakeLibrary, *, trouble: bool = False) -> None:
    """Put the sample library in; with `trouble`, documents that could not be read and a drive that is away too."""
    for path in (AGREEMENT, *sorted(other for other in HOUSE.rglob("*") if other != AGREEMENT)):  # it has AGREEMENT_ID
        if path.is_file():
            stat = path.stat()
            title = "Property service agreement" if path == AGREEMENT else None
            library.put(str(path), pages_of(path), size=stat.st_size, modified=stat.st_mtime, title=title)
    if not trouble:
        return
    papers = "/home/mara/Papers and preprints of the last ten years"
    for number in range(1, 48):
        state = DocumentState.INDEXED if number < 31 else DocumentState.KEYWORD_READY
        state = DocumentState.PENDING if number > 42 else state
        library.put(f"{papers}/paper-{number:03}.pdf", ["Text."] * 9, size=90_000 + number * 71_000, state=state)
    library.put(
        "/home/mara/Contracts/Offer (signed).pdf",
        state=DocumentState.FAILED,
        problem=("encrypted", "Offer (signed).pdf is protected with a password.", "Enter its password to read it."),
        retryable=True,
        size=214_008,
    )
    library.put(
        "/home/mara/Contracts/Scan of the old lease with all its annexes, as it came from the notary in 1998.pdf",
        state=DocumentState.FAILED,
        problem=("corrupt", "The file is damaged: its list of pages can't be read.", "Save it anew, or replace it."),
        size=4_512_000,
    )
    library.put("/media/archive/2009/letters.txt", "An old letter.", state=DocumentState.OFFLINE)
    number, is_file, _ = library._folders["/media/archive/2009"]
    library._folders["/media/archive/2009"] = (number, is_file, False)


_SHEET = (
    "Position | Supplier | Quarter | Net | Gross",
    "Lift, yearly inspection | Northgate Lifts | Q1 | 1,240.00 | 1,475.60",
    "Boiler, service and flue | Hansen Heating | Q1 | 2,180.00 | 2,594.20",
    "Gutters, cleaning | Roof & Rain | Q2 | 460.00 | 547.40",
    "Stairwell, painting | Color Five | Q2 | 3,905.00 | 4,646.95",
    "Boiler, new burner | Hansen Heating | Q3 | 6,320.00 | 7,520.80",
)
_MAIL = (
    "From: Inga Hansen <inga@hansen-heating.example>\nTo: Mara Lind\nDate: 14 March 2025\nSubject: The burner\n\n"
    "Dear Mara,\n\nthe burner of the boiler in the cellar is at its end. We can change it in the week of 7 July; "
    "the house would be without warm water for one day. The offer is attached.\n\nKind regards\nInga",
    "Offer 2025-118\n\nOne burner, fitted and set: 6,320.00 net. The old one is taken back free of charge. "
    "This offer is valid until 30 April 2025.",
)


def add_other_kinds(library: FakeLibrary, folder: Path) -> None:
    """Documents of the other families of formats, three of which need text recognition, one for a part of it;
    their files are made."""

    def put(name: str, text: str | Sequence[str], size: int, **more: Any) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            file.truncate(size)
        library.put(str(path), text, size=size, modified=path.stat().st_mtime, **more)

    put("House costs 2025.xlsx", ["A plan.", "\n".join(_SHEET)], 48_200, labels=("Plan", "Spent"))
    put("The burner.eml", _MAIL, 212_400, labels=("message", "Offer.pdf, p. 1"))
    put("Owners' meeting.pptx", ["Agenda"] * 14, 3_100_400)
    put("Statutes.odt", "Statutes of the owners.", 31_000)
    put("Heating curve.ipynb", ["import numpy"] * 9, 88_300)
    put("Old houses.epub", ["A chapter."] * 12, 1_840_000)
    put("Lease of 1998.pdf", ["A page."] * 6, 9_420_000, kind="scan")
    put(
        "Roof survey.pdf",
        ["A page."] * 12,
        6_210_000,
        problem=(
            "needs-ocr",
            "3 of 12 pages of Roof survey.pdf are pictures; the other pages can be searched.",
            "Add text recognition: `pip install 'footnote[ocr]'`, or `make ocr` from a clone; then start again.",
        ),
    )
    for name in ("Meter reading.jpg", "Notary's letter.pdf"):
        put(
            name,
            "",
            2_400_000,
            state=DocumentState.SKIPPED,
            problem=(
                "needs-ocr",
                f"{name} holds pictures of text, and text recognition is not installed.",
                "Add it with `pip install 'footnote[ocr]'`, then read this file again.",
            ),
            kind="image" if name.endswith("jpg") else "pdf",
        )


def _cited(library: FakeLibrary, name: str, page: int, quote: str, place: str) -> Source:
    found = next(kept for kept in library._documents.values() if Path(kept.document.path).name == name)
    text, document = found.pages[page - 1].text, found.document
    return Source(
        1, document.id, document.path, document.title, page, None, text.index(quote), len(quote), quote, place
    )


def sheet_source(library: FakeLibrary) -> Source:
    return _cited(library, "House costs 2025.xlsx", 2, _SHEET[5], "Spent!A6")


def mail_source(library: FakeLibrary) -> Source:
    return _cited(library, "The burner.eml", 2, "This offer is valid until 30 April 2025.", "Offer.pdf, p. 1")


def span(quote: str) -> tuple[int, int, int]:
    """Page, start and length of a quotation in the agreement, whatever its line breaks."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
    for number, text in enumerate(pages_of(AGREEMENT), 1):
        if match := pattern.search(text):
            return number, match.start(), match.end() - match.start()
    raise AssertionError(f"not in the agreement: {quote}")


def evidence() -> Evidence:
    sentences = []
    for rank, quote in enumerate(_CITED):
        page, start, length = span(quote)
        sentences.append(
            EvidenceSentence(
                AGREEMENT_ID,
                str(AGREEMENT),
                "Property service agreement",
                page,
                None,
                start,
                length,
                quote,
                1 - rank / 9,
                0.7,
                0.9,
            )
        )
    return Evidence(QUESTION, tuple(sentences), (), COVERAGE, 184.0)


def sources() -> tuple[Source, ...]:
    made = []
    for n, quote in enumerate(_CITED, 1):
        page, start, length = span(quote)
        made.append(
            Source(n, AGREEMENT_ID, str(AGREEMENT), "Property service agreement", page, None, start, length, quote)
        )
    return tuple(made)


def answered() -> tuple[Event, ...]:
    found = evidence()
    first, second, third, fourth = re.findall(r"[^.]+\.", ANSWER)
    checks = (
        (first.strip(), Support.SUPPORTED, (1, 2)),
        (second.strip(), Support.SUPPORTED, (3,)),
        (third.strip(), Support.SUPPORTED, (4,)),
        (fourth.strip(), Support.UNSUPPORTED, ()),
    )
    answer = make_answer(ANSWER, make_sentences(ANSWER, *checks), sources(), question=QUESTION, evidence=found)
    return found, Answered(answer)


def streaming() -> tuple[Event, ...]:
    return evidence(), Reading(4, 640, 6.0), Token(ANSWER[:150])


def declined() -> tuple[Event, ...]:
    found = replace(evidence(), query="Who won the 1998 cup?")
    return found, Declined(
        make_answer(
            "Your documents do not say.",
            question="Who won the 1998 cup?",
            evidence=found,
            declined=True,
            reason=why_declined(found.coverage, Cause.NOTHING_FOUND),
        )
    )


def trace() -> Trace:
    """The trace of the answer of `answered`."""
    answer = next(event.answer for event in answered() if isinstance(event, Answered))
    hits = tuple(
        TracedHit(
            each.path,
            each.page,
            each.start,
            each.length,
            "",
            1.2 - n / 5,
            0.81 - n / 14,
            n,
            n if n < 3 else None,
            n < 4,
        )
        for n, each in enumerate(evidence().sentences, 1)
    )
    prompt = (
        Message("system", "Answer from the passages alone, in full sentences."),
        Message("user", f"{_CITED[0]}\n{_CITED[1]}\n\nQuestion: {QUESTION}"),
    )
    return Trace(
        id="t-0001",
        created=1_760_000_000.0,
        conversation=None,
        question=QUESTION,
        query=QUESTION,
        scope=(),
        coverage=COVERAGE,
        hits=hits,
        evidence_score=0.93,
        evidence_threshold=0.41,
        model=TracedModel("Qwen2.5 Coder 1.5B Instruct", "/models/qwen.gguf", 1_117_320_768, ""),
        prompt=prompt,
        prompt_hash="",
        parameters={"max_tokens": 256, "temperature": 0},
        seconds={"search": 0.18, "load": 0.4, "prefill": 2.7, "decode": 2.6},
        usage=answer.usage,
        milliseconds=answer.milliseconds,
        outcome="answered",
        answer=answer.answer,
        verdicts=answer.sentences,
    )


def surveyed() -> tuple[Event, ...]:
    """Which documents: counted over all of them, a line each, and what could not be read."""
    names = ("service-agreement.pdf", "annual-report-2024.pdf", "insurance-summary.pdf")
    quotes = tuple(source.quote for source in sources())
    lines = [f"**{name}**: “{quote}”" for name, quote in zip(names, quotes, strict=False)]
    text = "3 of 35 documents mention “notice”.\n\n" + "".join(f"- {line}\n" for line in lines)
    checks = [
        ("3 of 35 documents mention “notice”.", Support.SUPPORTED, ()),
        *((line, Support.SUPPORTED, (n,)) for n, line in enumerate(lines, 1)),
    ]
    receipt = Receipt(
        35, 37, "documents",
        (Unreadable("/library/wages.xlsx", "wages.xlsx is protected with a password.", ErrorCode.ENCRYPTED),
         Unreadable("/library/scan.pdf", "scan.pdf holds pictures of text, and text recognition is not installed.",
                    ErrorCode.NEEDS_OCR)),
    )  # fmt: skip
    answer = make_answer(text, make_sentences(text, *checks), sources()[:3], question="Which documents mention notice?")
    return Surveying(35, 37, "documents"), Answered(replace(answer, receipt=receipt, model=""))


def calculated(library: FakeLibrary) -> tuple[Event, ...]:
    """An answer that is calculated from the sample library's annual report."""
    reply = library.search(Search(CALCULATION))
    calculation = calculate(CALCULATION, reply, library).calculation
    assert calculation is not None
    found = Evidence(CALCULATION, reply.evidence[:3], reply.hits, COVERAGE, 184.0)
    answer = make_answer(
        calculation.text, calculation.sentences, calculation.sources, question=CALCULATION, evidence=found
    )
    took = replace(answer.milliseconds, total=310.0)
    return found, Answered(replace(answer, model="", usage=Usage(0, 0), milliseconds=took, formula=calculation.formula))


def compared() -> tuple[Event, ...]:
    """Two documents compared: a row each."""
    first, second = sources()[1], sources()[3]
    rows = (f"| **service-agreement.pdf** | {first.quote} |", f"| **lease.md** | {second.quote} |")
    text = "| Document | What it says |\n|---|---|\n" + "\n".join(rows) + "\n\nThe first asks for six months."
    checks = [
        *((row.strip("| "), Support.SUPPORTED, (n,)) for n, row in enumerate(rows, 1)),
        ("The first asks for six months.", Support.PARTIAL, (1,)),
    ]
    cited = (replace(first, n=1), replace(second, n=2))
    answer = make_answer(text, make_sentences(text, *checks), cited, question="Compare the notice periods")
    return (Answered(replace(answer, receipt=Receipt(2, 2, "documents"))),)
