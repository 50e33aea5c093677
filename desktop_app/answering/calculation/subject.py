"""Which documents a question is about: by the names and the years in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from desktop_app.answering.calculation.periods import Period
from desktop_app.services import Library
from indexer.protocol import ListDocuments, SearchReply
from indexer.types import Document

_NAME = re.compile(r"(?:[A-Z][\w&.’'-]*|\d[A-Z]\w*)(?:\s(?:&|of|and|the)\s(?=[A-Z])|\s(?=[A-Z]))?")
_POSSESSIVE = re.compile(r"['’]s?$")
_COMMON = frozenset(
    """what which who whose when where why how is are was were do does did has have had can could will would should
    if in on at by for from the a an as of and or to answer please calculate compute round use using based according
    considering give tell show we you i it its their basing approach address respond provide define q1 q2 q3 q4 fy
    usd us p&l d&a january february march april may june july august september october november december""".split()  # noqa: SIM905
)
_FEW = 2000  # documents whose names are looked through for an abbreviation
_LISTED = 200
_LONGEST_NAME = 4  # words
_QUARTER = re.compile(r"q([1-4])(?![0-9])", re.I)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True)
class Candidate:
    """A document that a question may be about. `named` is what the question calls it, empty where nothing names it;
    `quarter` and `year` what it reports on, 0 where its name doesn't say."""

    document: Document
    named: str
    quarter: int
    year: int = 0


def candidates(
    question: str, periods: Sequence[Period], reply: SearchReply, library: Library, scope: Sequence[str] = ()
) -> list[Candidate]:
    """The documents that may answer, the likeliest first; only those in `scope`, unless it is empty. Raises
    FootnoteError."""
    runs = names(question)
    named = _by_name(runs, library) or _by_abbreviation(runs, library)
    found = [(document, name) for document, name in named if _within(document.path, scope)]
    if not named:
        ids = dict.fromkeys(hit.document_id for hit in reply.hits)
        by_id = {hit.document_id: hit.path for hit in reply.hits}
        return [
            Candidate(document, "", document_quarter(document))
            for number in ids
            for document in library.documents(ListDocuments(text=by_id[number], limit=5)).documents
            if document.id == number
        ]
    ranked = []
    for place, (document, name) in enumerate(found):
        distance = _distance(document, periods)
        if distance is not None:
            ranked.append(
                (distance, place, Candidate(document, name, document_quarter(document), document_year(document)))
            )
    return [candidate for _, _, candidate in sorted(ranked, key=lambda row: row[:2])]


def _within(path: str, scope: Sequence[str]) -> bool:
    return not scope or any(Path(path).is_relative_to(place) for place in scope)


def names(question: str) -> list[str]:
    """The capitalised names of a question, each as it is written, without words that only begin a sentence."""
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[\w&.’'-]+|[^\w\s]", question):
        bare = _POSSESSIVE.sub("", word.strip(".’'-"))
        named = re.match(r"[A-Z]|\d+[A-Z]", bare) is not None and bare.casefold() not in _COMMON
        if named or (word == "&" and runs[-1]):
            runs[-1].append(bare or word)
        if (not named and word != "&") or bare != word:
            runs.append([])
    return [" ".join(run).rstrip(" &") for run in runs if run and not re.fullmatch(r"FY.*|\d+-?[KQ]", run[0])]


def squashed(name: str) -> str:
    return re.sub(r"[\W_]+|\band\b", "", name.casefold())


@lru_cache(maxsize=4096)
def _tokens(path: str, title: str) -> tuple[tuple[str, ...], ...]:
    """The words of a document's file name and title."""
    return tuple(
        tuple(re.findall(r"[^\W_]+", re.sub(r"\band\b|&", " ", text.casefold()))) for text in (Path(path).stem, title)
    )


def _is_named(document: Document, name: str) -> bool:
    wanted = squashed(name)
    for words in _tokens(document.path, document.title):
        for first in range(len(words)):
            for last in range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1):
                if "".join(words[first:last]) == wanted:
                    return True
    return False


def _by_name(runs: Sequence[str], library: Library) -> list[tuple[Document, str]]:
    """Documents whose file name or title holds a name; those that hold the longest one."""
    best: list[tuple[Document, str]] = []
    longest = 0
    for run in runs:
        words = run.split()
        for length in range(len(words), 0, -1):
            for first in range(len(words) - length + 1):
                name = " ".join(words[first : first + length])
                size = len(squashed(name))
                if size < 2 or size < longest:
                    continue
                listed = library.documents(ListDocuments(text=words[first], limit=_LISTED)).documents
                fitting = [(document, name) for document in listed if _is_named(document, name)]
                if fitting and size > longest:
                    best, longest = fitting, size
    return best


def _by_abbreviation(runs: Sequence[str], library: Library) -> list[tuple[Document, str]]:
    """Documents of the one name that a short name abbreviates: "JnJ" for Johnson & Johnson."""
    short = [run for run in runs if 2 <= len(squashed(run)) <= 6 and " " not in run]
    if not short:
        return []
    listing = library.documents(ListDocuments(limit=_FEW))
    if listing.total > _FEW:
        return []
    for run in short:
        fitting = []
        for document in listing.documents:
            words = [word for word in _tokens(document.path, "")[0] if not re.search(r"\d", word)]
            if abbreviates(run, words):
                fitting.append((document, run, tuple(words[:2])))
        if fitting and len({words for _, _, words in fitting}) == 1:
            return [(document, name) for document, name, _ in fitting]
    return []


def abbreviates(short: str, words: Sequence[str]) -> bool:
    """Whether `short` is made of the initials of words ("JnJ"), or of how two words begin ("AMEX")."""
    letters = re.sub(r"(?<=[A-Z])[n&](?=[A-Z])", "", short).casefold()
    if len(words) >= 2 and letters == "".join(word[0] for word in words[: len(letters)]):
        return True
    whole = "".join(words[:3])
    return len(letters) == 4 and whole.startswith(letters[:2]) and whole.find(letters[2:], 4) > 0


def document_quarter(document: Document) -> int:
    found = _QUARTER.search(re.sub(r"_", " ", Path(document.path).stem))
    return int(found[1]) if found else 0


def document_year(document: Document) -> int:
    """The last year in its file name; 0 where there is none."""
    return max((int(year) for year in _YEAR.findall(Path(document.path).stem)), default=0)


def _distance(document: Document, periods: Sequence[Period]) -> float | None:
    """How far a document's year is from what is asked for; None where it can't hold it."""
    if not periods:
        return 0
    latest = max(period.year for period in periods)
    quarter = max(periods).quarter
    year = document_year(document)
    if not year:
        return 4.0
    after = year - latest
    if after < 0:
        return None
    own = document_quarter(document)
    return after + (0.5 if own and not quarter else 0) + (0.5 if quarter and own != quarter else 0)


def explained(words: Iterable[str], document: Document, text: str) -> set[str]:
    """Those of the folded `words` that belong to the document's name or stand on its first page (`text`)."""
    names_of = {word for words_of in _tokens(document.path, document.title) for word in words_of}
    whole = "".join(_tokens(document.path, "")[0])
    folded = text.casefold()
    return {
        word
        for word in words
        if word in names_of or (len(word) > 2 and word in whole) or re.search(rf"\b{re.escape(word)}\b", folded)
    }
