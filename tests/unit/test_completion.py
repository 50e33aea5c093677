"""Which filter of a question is being written, and what can stand there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.completion import (
    Filter,
    collection_offers,
    completing,
    date_offers,
    document_offers,
    folder_offers,
    kind_offers,
)
from indexer.types import Folder
from tests.support.fake_library import FakeLibrary

NOON = 1_764_072_000.0  # 2025-11-25


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("@", (Filter.DOCUMENT, "", 0)),
        ("what does @acm", (Filter.DOCUMENT, "acm", 10)),
        ('what does @"Acme M', (Filter.DOCUMENT, "Acme M", 10)),
        ("fees in:Contr", (Filter.FOLDER, "Contr", 5)),
        ("fees (IN:Contr", (Filter.FOLDER, "Contr", 6)),
        ("fees type:", (Filter.KIND, "", 5)),
        ("fees after:2024", (Filter.AFTER, "2024", 5)),
        ("fees before:20", (Filter.BEFORE, "20", 5)),
        ("mail to mara@example", None),
        ("begin:now", None),
        ("@acme ", None),
        ('@"Acme MSA.pdf"', None),
        ("", None),
    ],
)
def test_the_filter_at_the_cursor(text: str, wanted: tuple[Filter, str, int] | None) -> None:
    found = completing(text, len(text))
    assert (found and (found.filter, found.typed, found.start)) == wanted


@given(st.text(max_size=40), st.integers(0, 40))
def test_it_ends_at_the_cursor_whatever_is_written(text: str, position: int) -> None:
    position = min(position, len(text))
    found = completing(text, position)
    assert found is None or (found.end == position and text[found.start :].casefold().startswith(found.filter))


def test_names_with_spaces_are_quoted() -> None:
    library = FakeLibrary({"/d/Contracts/Acme MSA.pdf": "one", "/d/Contracts/fees.md": "two"})
    texts = [offer.text for offer in document_offers([kept.document for kept in library._documents.values()])]
    assert texts == ['@"Acme MSA.pdf"', "@fees.md"]
    library.close()


def test_folders_kinds_and_dates() -> None:
    folders = [Folder(n, path, False, True, {}) for n, path in enumerate(("/d/Contracts", "/d/Old papers"))]
    assert [offer.text for offer in folder_offers(folders, "pap")] == ['in:"Old papers"']
    offers = list(collection_offers(["Tax", "Old tax", "Work"], "TAX"))
    assert [(offer.name, offer.detail, offer.text) for offer in offers] == [
        ("Tax", "collection", "in:collection/Tax"),
        ("Old tax", "collection", 'in:"collection/Old tax"'),
    ]
    assert [offer.name for offer in collection_offers(["Tax", "Work"], "collection/w")] == ["Work"]
    assert [offer.text for offer in kind_offers("pre")] == ["type:presentation"]
    assert [offer.text for offer in kind_offers("note")] == ["type:notebook"]
    assert [offer.text for offer in date_offers(Filter.AFTER, "2025", NOON)] == [
        "after:2025-11-25",
        "after:2025-11",
        "after:2025",
    ]
    assert [offer.text for offer in date_offers(Filter.BEFORE, "2024", NOON)] == ["before:2024"]
