"""PDF by pypdf: the second try for files that PDFium doesn't open."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pypdf

from indexer.extract.source import Reading, Source
from indexer.types import Page


def extract(source: Source) -> Reading | None:
    """The pages as far as pypdf can read them; None where it can't either, or where the password is wrong."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every oddity, and these files are odd
    try:
        reader = pypdf.PdfReader(source.content())
        if reader.is_encrypted and not reader.decrypt(source.password):
            return None
        texts = [page.extract_text() for page in reader.pages]
    except MemoryError:
        raise
    except Exception:  # pypdf raises nearly anything on a broken file; that it can't be read is the answer
        return None
    if not any(text.strip() for text in texts) and not (reader.is_encrypted and source.password):
        return None  # nothing says that it was read rightly; a password that fits does
    return Reading("", "", "", "pdf", len(texts), _pages(texts))


def _pages(texts: list[str]) -> Iterator[Page]:
    return (Page(number, None, text) for number, text in enumerate(texts, 1))
