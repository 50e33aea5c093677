"""A chunker that needs no tokenizer: a chunk a paragraph."""

from __future__ import annotations

import re

from indexer.chunking import content_hash
from indexer.types import ChunkSpan, Extracted, Page


def document(*pages: str, title: str = "", kind: str = "text") -> Extracted:
    """What an extractor would give for these texts; numbered pages when there are several."""
    numbers = [None] if len(pages) == 1 else list(range(1, len(pages) + 1))
    return Extracted(title, "", "", kind, tuple(Page(n, None, text) for n, text in zip(numbers, pages, strict=True)),
                     f"{kind}/1")  # fmt: skip


class ParagraphCutter:
    version = "paragraphs/1"
    tokenizer = None

    def chunk(self, extracted: Extracted) -> list[ChunkSpan]:
        return [
            ChunkSpan(page.number, match.start(), len(match[0]), "", match[0],
                      content_hash(extracted.title, "", match[0]))
            for page in extracted.pages
            for match in re.finditer(r"\S(?:.|\n(?!\n))*", page.text)
        ]  # fmt: skip
