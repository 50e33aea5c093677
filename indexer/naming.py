"""What documents are called, and which of those names a question uses: pure text, no storage.

A document is known by its file, its folders, its title and author, and by what stands at its very beginning, where a
letter says from whom it is and a report whose it is. People write names as they speak them ("Activision Blizzard",
"JnJ", "my 2022 tax return"), files as they can ("ACTIVISIONBLIZZARD_2019_10K.pdf").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from indexer.normalise import searchable
from indexer.periods import Periods, periods_of
from indexer.query import fold_words, function_words, stem

OPENING = 1_500  # characters of a document's beginning that may name it
_LONGEST_JOIN = 3  # words that a file's name may write as one
_LEAST_SHORT = 3  # letters of a short form; two are too often something else
_CASES = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\dA-Za-z_]+")
_WORD = re.compile(r"[^\W_]+(?:['’](?=\w)[^\W_]+)?")
_CAPITALS = re.compile(r"[A-Z][\w.'’]*(?:[ \t]+(?:[A-Z][\w.'’]*|&|and|of|the))*")
_PERIOD = re.compile(r"(?:fy|cy|q|h)?\d*")
_LINKS = frozenset({"&", "and", "of", "the"})


@dataclass(frozen=True)
class DocumentNames:
    """The words that a document is known by, as stems: `own` of file, folders, title and author, `opening` of its
    first lines, `short` forms made of its names' letters. `periods` are those that its own names speak of, and
    `opening_periods` those of its beginning."""

    document_id: int
    own: frozenset[str]
    opening: frozenset[str]
    short: frozenset[str]
    periods: Periods
    opening_periods: Periods


@dataclass(frozen=True)
class Spoken:
    """One or several adjacent words of a question that may be a name. `positions` counts content words; `proper`:
    written with a capital or a digit, as names are."""

    form: str
    positions: tuple[int, ...]
    proper: bool


@dataclass(frozen=True)
class Named:
    """How far a question's words name a document, each from 0 (not at all) up: by proper names and by any word in the
    document's own names, and by proper names in its opening, where any word would match too much."""

    own_proper: float = 0.0
    own_any: float = 0.0
    opening_proper: float = 0.0


def name_words(text: str) -> list[str]:
    """The stems of a name: its words, the parts of words of mixed case or with digits ("LockheedMartin2021Q4"), and
    neighbours written as one."""
    result: list[str] = []
    plain: list[str] = []
    for word in re.findall(r"[^\W_]+", searchable(text)):
        folded = word.casefold()
        plain.append(folded)
        parts = [part.casefold() for part in _CASES.findall(word)]
        result.append(stem(folded))
        if len(parts) > 1:
            result += [stem(part) for part in parts if len(part) > 1]
    for size in range(2, _LONGEST_JOIN + 1):
        result += ["".join(plain[at : at + size]) for at in range(len(plain) - size + 1)]
    return list(dict.fromkeys(result))


def folders_of(path: str, root: str) -> tuple[str, ...]:
    """The names of the folders that a document is in, from the root down."""
    try:
        return PurePath(path).relative_to(PurePath(root).parent).parent.parts
    except ValueError:
        return PurePath(path).parent.parts[-1:]


def opening_words(text: str) -> list[str]:
    """The stems of the content words at a document's beginning."""
    words = fold_words(searchable(text[:OPENING]))
    stop = function_words("en")
    return list(dict.fromkeys(stem(word) for word in words if word not in stop and not word.isdigit()))


def short_forms(*texts: str) -> list[str]:
    """What capitalised names may be shortened to: initials ("World Health Organization" → "who"), with n for "and"
    ("Johnson & Johnson" → "jnj"), and the beginnings of two words ("American Express" → "amex")."""
    forms: list[str] = []
    for text in texts:
        for run in _CAPITALS.findall(text[:OPENING]):
            words = run.split()
            while words and words[-1] in _LINKS:
                words.pop()
            names = [word.casefold() for word in words if word not in _LINKS]
            if len(names) < 2:
                continue
            for size in range(2, min(5, len(names)) + 1):
                forms.append("".join(name[0] for name in names[:size]))
            forms.append("".join("n" if w in ("&", "and") else w[0] for w in map(str.casefold, words) if w != "the"))
            forms.append(names[0][:2] + names[1][:2])
    return list(dict.fromkeys(form for form in forms if len(form) >= _LEAST_SHORT and form.isalpha()))


@lru_cache(maxsize=64)
def spoken_names(text: str, language: str = "en") -> tuple[Spoken, ...]:
    """The words of a question that may name a document, alone and written as one, the longest first. Years and small
    numbers alone name nothing; `periods` reads those."""
    words: list[tuple[str, bool]] = []
    clean = searchable(text.encode("utf-8", "ignore").decode())
    all_lower = clean == clean.lower()
    for found in _WORD.finditer(clean):
        word = re.sub(r"['’]s?$|['’]s\b", "", found.group())
        begins = not clean[: found.start()].rstrip() or clean[: found.start()].rstrip()[-1] in ".?!:"
        capital = any(map(str.isupper, word)) and (not begins or any(map(str.isupper, word[1:])))
        words.append((word, capital or (any(map(str.isdigit, word)) and any(map(str.isalpha, word)))))
    stop = function_words(language) | function_words("en")
    spoken: list[Spoken] = []
    for size in range(_LONGEST_JOIN, 0, -1):
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            folded = ["".join(fold_words(word)) for word, _ in run]
            form = "".join(folded) if size > 1 else stem(folded[0])
            if folded[0] in stop or folded[-1] in stop or len(form) < 2 or _PERIOD.fullmatch(form):
                continue
            positions = tuple(range(at, at + size))
            spoken.append(Spoken(form, positions, any(capital for _, capital in run) or all_lower))
    return tuple(spoken)


def named(spoken: Sequence[Spoken], names: DocumentNames, rarity: Mapping[str, float]) -> Named:
    """How far `spoken` names this document; `rarity` says from 0 to 1 how much a form tells one document from the
    others. Words written as one in a name count once, as one."""

    def total(known: frozenset[str], proper: bool) -> float:
        used: set[int] = set()
        result = 0.0
        for one in spoken:
            if one.form in known and (one.proper or not proper) and used.isdisjoint(one.positions):
                used.update(one.positions)
                result += rarity.get(one.form, 0.0) * len(one.positions) ** 0.5
        return result

    own = names.own | names.short
    return Named(total(own, True), total(own, False), total(names.opening, True))


def names_from(
    document_id: int, file: str, folder: str, title: str, author: str, created: str, opening: str
) -> DocumentNames:
    """The names of a document by the name of its file and folders, what it says of itself, and its beginning."""
    return DocumentNames(
        document_id,
        frozenset(word for text in (file, folder, title, author) for word in name_words(text)),
        frozenset(opening_words(opening)),
        frozenset(short_forms(file.replace("_", " "), title, author, opening)),
        periods_of(f"{file} {folder} {title}"),
        periods_of(f"{created} {opening[:OPENING]}"),
    )
