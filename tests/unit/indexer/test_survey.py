"""Every document that fits, over a real catalogue."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from indexer.catalog import Catalog, Fingerprint
from indexer.errors import ErrorCode, KnownError, Problem
from indexer.protocol import Survey, SurveyReply
from indexer.survey import Surveyor, document_date
from indexer.types import Extracted, Page
from tests.support.cut import ParagraphCutter
from tests.support.known_file import add_file


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "catalog.db")
    made.add_root(Path("/docs"), is_file=False, device="")
    put(
        made,
        "/docs/contracts/lease-2023.txt",
        "Lease agreement\n\nThe deposit is 900 pounds.\n\nThe deposit is returned.",
    )
    put(
        made,
        "/docs/contracts/cleaning.txt",
        "Contract\n\nSigned on 4 May 2024. No deposit is taken.",
        author="Anna Berg",
    )
    put(made, "/docs/letters/council.txt", "Dear residents,\n\nGarden waste is collected. Damage by water is rare.")
    broken = add_file(made, "/docs/letters/broken.pdf", "pdf")
    made.fail(broken, Problem(ErrorCode.CORRUPT, "broken.pdf is damaged.", "Save it again."))
    return made


def put(catalog: Catalog, path: str, text: str, *, author: str = "", size: int = 10) -> int:
    number = add_file(catalog, path, "text")
    extracted = Extracted("", author, "", "text", (Page(None, None, text),), "text/1")
    catalog.store(number, "00", "c/1", extracted, ParagraphCutter().chunk(extracted))
    changed = datetime(2026, 11, 20, 12).timestamp()
    catalog.set_fingerprint(number, Fingerprint(size, int(changed * 1e9), 1))
    return number


def asked(catalog: Catalog, **wanted: object) -> SurveyReply:
    return Surveyor(catalog).answer(Survey(**wanted))  # type: ignore[arg-type]


def names(reply: SurveyReply) -> list[str]:
    return [Path(one.document.path).name for one in reply.documents]


def test_all_documents_are_counted_the_unread_ones_too(catalog: Catalog) -> None:
    reply = asked(catalog)
    assert names(reply) == ["broken.pdf", "cleaning.txt", "council.txt", "lease-2023.txt"]
    assert (reply.total, reply.in_scope, reply.read) == (4, 4, 3)
    assert [(one.path, one.reason) for one in reply.unread] == [("/docs/letters/broken.pdf", "broken.pdf is damaged.")]
    assert reply.documents[0].best is None
    assert reply.documents[2].best is not None
    assert reply.documents[2].best.text == "Dear residents,"


def test_what_is_mentioned_is_counted_in_every_document(catalog: Catalog) -> None:
    reply = asked(catalog, mentions=(("deposits",),))
    assert {name: one.passages for name, one in zip(names(reply), reply.documents, strict=True)} == {
        "lease-2023.txt": 2, "cleaning.txt": 1,
    }  # fmt: skip
    assert (reply.total, reply.passages, reply.read) == (2, 3, 3)
    best = reply.documents[0].best
    assert best is not None
    assert "deposit" in best.text


def test_more_documents_than_are_listed_are_counted_all_the_same(catalog: Catalog) -> None:
    reply = asked(catalog, mentions=(("deposit",),), limit=1)
    assert (len(reply.documents), reply.total, reply.passages) == (1, 2, 3)


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ((("deposit",), ("lease",)), ["lease-2023.txt"]),
        ((("garden", "lease"),), ["council.txt", "lease-2023.txt"]),
        ((("water damage",),), ["council.txt"]),
        ((('"water damage"',),), []),
        ((('"damage by water"',),), ["council.txt"]),
        ((("garden damage contract nothing",),), []),
    ],
)
def test_expressions(catalog: Catalog, mentions: tuple[tuple[str, ...], ...], expected: list[str]) -> None:
    assert sorted(names(asked(catalog, mentions=mentions))) == expected


def test_what_a_document_is_its_name_or_its_first_words_say(catalog: Catalog) -> None:
    assert names(asked(catalog, named=("contract", "agreement"))) == ["cleaning.txt", "lease-2023.txt"]
    assert names(asked(catalog, named=("letter",))) == ["broken.pdf", "council.txt"]
    assert names(asked(catalog, named=("contract", "agreement"), mentions=(("900",),))) == ["lease-2023.txt"]


def test_facts_of_the_catalogue(catalog: Catalog) -> None:
    assert names(asked(catalog, kinds=("text",), suffixes=(".pdf",))) == names(asked(catalog))
    assert names(asked(catalog, suffixes=(".pdf",))) == ["broken.pdf"]
    assert names(asked(catalog, states=("failed",))) == ["broken.pdf"]
    assert names(asked(catalog, folders=("letters",))) == ["broken.pdf", "council.txt"]
    assert names(asked(catalog, author="berg")) == ["cleaning.txt"]
    assert names(asked(catalog, scope=("/docs/letters",), most_bytes=5)) == ["broken.pdf"]


def test_a_document_is_as_old_as_its_name_or_its_opening_says_or_else_its_file(catalog: Catalog) -> None:
    assert names(asked(catalog, since="2023-01-01", before="2024-01-01")) == ["lease-2023.txt"]
    assert names(asked(catalog, since="2026-01-01", before="2027-01-01", scope=("/docs/contracts",))) == [
        "cleaning.txt"
    ]
    changed = asked(catalog, since="2026-11-01", before="2026-12-01", by_change=True)
    assert names(changed) == ["cleaning.txt", "council.txt", "lease-2023.txt"]
    assert names(asked(catalog, before="2024-01-01")) == ["broken.pdf", "lease-2023.txt"]


def test_the_largest_first(catalog: Catalog) -> None:
    put(catalog, "/docs/letters/long.txt", "A long one.", size=900)
    assert names(asked(catalog, sort="size", descending=True))[0] == "long.txt"


@pytest.mark.parametrize(
    ("name", "created", "expected"),
    [
        ("report-2024.pdf", "2025-02-01", "2024"),
        ("minutes-2025-03-12.docx", "", "2025-03-12"),
        ("scan_20231104.png", "", "2023-11-04"),
        ("3M_2018_10K.pdf", "", "2018"),
        ("notes.txt", "2022-05-06T10:00:00", "2022-05-06"),
        ("notes 12345.txt", "", "2026-11-20"),
    ],
)
def test_dates_of_documents(name: str, created: str, expected: str) -> None:
    assert document_date(f"/docs/{name}", created, "2026-11-20") == expected


def test_filters_of_the_question_hold(catalog: Catalog) -> None:
    assert names(asked(catalog, filters="in:letters")) == ["broken.pdf", "council.txt"]
    assert names(asked(catalog, filters="in:contracts", mentions=(("900",),))) == ["lease-2023.txt"]
    assert names(asked(catalog, filters="@lease-2023", scope=("/docs/contracts",))) == ["lease-2023.txt"]
    with pytest.raises(KnownError, match="No folder is called attic"):
        asked(catalog, filters="in:attic")
