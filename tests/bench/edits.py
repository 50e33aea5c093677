"""What an edit costs: a sentence goes into a document of 500 pages, the file is saved as editors save."""

from __future__ import annotations

import os
import random
import statistics
from pathlib import Path

from indexer import protocol as p
from indexer.client import IndexerClient
from tests.bench.measure import Table
from tests.support.live import eventually, found, synced

SECTIONS, PARAGRAPHS, ROUNDS = 250, 5, 10
_WORDS = (
    "tenant", "landlord", "harbour", "winter", "ledger", "bridge", "meadow", "engine", "letter", "garden", "council",
    "archive", "orchard", "signal", "copper", "quarry", "ferry", "lantern", "granary", "market", "treaty", "river",
)  # fmt: skip


def write_large(path: Path) -> None:
    """About 500 pages (1.1 MB) of invented sentences under headings."""
    chance = random.Random(3)
    parts = []
    for section in range(SECTIONS):
        parts.append(f"# Chapter {section}")
        for number in range(PARAGRAPHS):
            sentences = (
                f"The {chance.choice(_WORDS)} of {section}.{number}.{n} faces a {chance.choice(_WORDS)} and "
                f"{chance.randrange(10_000)} kinds of {chance.choice(_WORDS)} near the {chance.choice(_WORDS)}."
                for n in range(10)
            )
            parts.append(" ".join(sentences))
    path.write_text("\n\n".join(parts), "utf-8")


def edit(path: Path, word: str, chance: random.Random) -> None:
    """Put a sentence with `word` into the middle of some paragraph, and save by replacing the file."""
    paragraphs = path.read_text("utf-8").split("\n\n")
    where = chance.choice([n for n, text in enumerate(paragraphs) if not text.startswith("#")])
    sentences = paragraphs[where].split(". ")
    sentences.insert(len(sentences) // 2, f"A {word} was seen")
    paragraphs[where] = ". ".join(sentences)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text("\n\n".join(paragraphs), "utf-8")
    os.replace(temporary, path)  # noqa: PTH105 - as an editor does


def measure_edits(library: IndexerClient, path: Path, table: Table) -> None:
    """Seconds until a saved word is found, then, with indexing paused so that the sync does and counts it all, how
    many chunks an edit embeds."""
    chance = random.Random(5)
    synced(library)
    pages, chunks = path.stat().st_size / 2200, library.documents(p.ListDocuments(text=path.name)).documents[0].chunks
    table.add("large document", f"about {pages:.0f} pages, {chunks} chunks")
    seconds = []
    for number in range(ROUNDS):
        word = f"heron{number}x"
        edit(path, word, chance)
        seconds.append(eventually(lambda word=word: path.name in found(library, word), 60))
    median = statistics.median(seconds)
    shown = f"{median:.2f} s (worst {max(seconds):.2f})"
    table.add(f"edit, save, findable: median of {ROUNDS}", shown, "≤ 3 s", median <= 3)
    synced(library)
    library.set_paused(True)
    embedded = []
    for number in range(ROUNDS):
        edit(path, f"otter{number}x", chance)
        report = synced(library)
        while not report.documents.indexed:  # too young to be read yet
            report = synced(library)
        embedded.append(report.chunks.embedded)
    library.set_paused(False)
    table.add("chunks embedded an edit: most", f"{max(embedded)} {embedded}", "≤ 5", 0 < max(embedded) <= 5)
