"""How `FakeLibrary` tells what a text speaks of: by its stems alone."""

from __future__ import annotations

import hashlib
import math
import re
from datetime import date

from desktop_app.answering.text import stems
from indexer import protocol as p
from indexer import types as t
from indexer.survey import document_date

_DIMENSIONS = 256


def hashed_vector(text: str) -> tuple[float, ...]:
    """A unit bag-of-words vector: texts with the same content words are near each other."""
    vector = [0.0] * _DIMENSIONS
    for stem in stems(text):
        digest = hashlib.sha256(stem.encode()).digest()
        vector[digest[0]] += 1.0 if digest[1] % 2 else -1.0
    length = math.sqrt(sum(x * x for x in vector)) or 1.0
    return tuple(x / length for x in vector)


def headings(text: str) -> tuple[t.Heading, ...]:
    """Lines that begin as Markdown headings do."""
    return tuple(
        t.Heading(match.start(), len(match[1]), match[2].strip())
        for match in re.finditer(r"^(#{1,6}) (.+)$", text, re.MULTILINE)
    )


def in_scope(path: str, scope: tuple[str, ...]) -> bool:
    return not scope or any(path == one or path.startswith(one.rstrip("/\\") + "/") for one in scope)


def mentions(text: str, group: tuple[str, ...]) -> bool:
    here = set(stems(text))
    return any(set(stems(name)) <= here for name in group)


def date_of(document: t.Document) -> str:
    return document_date(document.path, document.created, date.fromtimestamp(document.modified).isoformat())


def asked_for(document: t.Document, query: p.Survey) -> bool:
    of_kind = not (query.kinds or query.suffixes) or (
        document.kind in query.kinds or document.path.endswith(query.suffixes or ("\0",))
    )
    return (
        of_kind
        and (not query.author or query.author in document.author)
        and (not query.since or date_of(document) >= query.since)
        and (not query.before or date_of(document) < query.before)
    )


def rarity_of(texts: list[str]) -> dict[str, float]:
    counts: dict[str, int] = {}
    for text in texts:
        for stem in set(stems(text)):
            counts[stem] = counts.get(stem, 0) + 1
    return {stem: math.log(1 + (len(texts) + 1) / count) for stem, count in counts.items()}


def covered(query: str, text: str, rarity: dict[str, float]) -> float:
    wanted, here = set(stems(query)), set(stems(text))
    rarest = max(rarity.values(), default=1.0)
    total = sum(rarity.get(stem, rarest) for stem in wanted)
    return sum(rarity.get(stem, rarest) for stem in wanted & here) / total if total else 0.0


def cosine(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
