from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import ErrorCode, FootnoteError, KnownError
from indexer.extract.registry import extract, kind_of
from indexer.places import place_of
from indexer.types import Page
from tests.support.make_old_office import box, listing, make_ppt, record, reference, slide

TITLE, BODY, OTHER = 0, 1, 4
NUMBER, FOOTER, MASTER_TITLE = 8, 9, 1


def pages_of(path: Path) -> tuple[Page, ...]:
    return extract(path, max_bytes=1_000_000).pages


def talk(path: Path) -> Path:
    """Two slides in an order other than that in the file; the first was changed by a second save."""
    document = record(
        0x03E8,
        listing(0, [(5, 256, [(TITLE, "Plan"), (BODY, "First\rSecond")]), (4, 257, [])]),
        listing(2, [(6, 9, [])]),
        container=True,
    )
    comment = record(0x2EE0, record(0x0FBA, "Looks good".encode("utf-16-le"), instance=1), container=True)
    plan = slide(reference(0), reference(1), box("*", OTHER, placeholder=NUMBER), notes=9)
    old = slide(box("Old words", OTHER))
    other = record(
        0x03EE, record(0x040C, box("Costs €", TITLE, wide=True), box("Rent\x0bgoes up", OTHER), container=True),
        comment, container=True,
    )  # fmt: skip
    notes = slide(box("Speak slowly", OTHER), box("*", OTHER, placeholder=NUMBER), kind=0x03F0)
    master = slide(
        box("Click to edit", TITLE, placeholder=MASTER_TITLE), box("ACME", OTHER),
        box("2024", OTHER, placeholder=FOOTER), kind=0x03F8,
    )  # fmt: skip
    return make_ppt(path, [{1: document, 3: master, 4: other, 5: old, 6: notes}, {5: plan}])


def test_slides_in_their_order_as_last_saved(tmp_path: Path) -> None:
    path = talk(tmp_path / "talk.ppt")
    first, second = pages_of(path)
    assert first.text == "Plan\n\nFirst\nSecond\nACME\n2024\n\nNotes\nSpeak slowly"
    assert second.text == "Costs €\n\nRent goes up\n\nComments\nLooks good"
    assert [(h.level, h.text) for h in second.headings] == [(1, "Costs €"), (2, "Comments")]
    read = extract(path, max_bytes=1_000_000)
    assert (read.title, read.kind, kind_of(path)) == ("Plan", "powerpoint", "powerpoint")
    assert place_of(read.kind, 2, None) == "slide 2"


def test_without_a_directory_the_slides_as_they_lie(tmp_path: Path) -> None:
    path = make_ppt(tmp_path / "a.ppt", [{7: slide(box("Alone", TITLE))}])
    assert [page.text for page in pages_of(path)] == ["Alone"]


def test_problems_say_what_is_wrong(tmp_path: Path) -> None:
    locked = make_ppt(tmp_path / "locked.ppt", [{1: slide(box("x", OTHER))}], locked=True)
    empty = make_ppt(tmp_path / "empty.ppt", [{1: record(0x03E8, container=True)}])
    for path, code in ((locked, ErrorCode.ENCRYPTED), (empty, ErrorCode.CORRUPT)):
        with pytest.raises(KnownError) as caught:
            pages_of(path)
        assert caught.value.problem.code == code


@settings(max_examples=60, deadline=None)
@given(st.integers(512, 6000), st.binary(min_size=1, max_size=40))
def test_damage_anywhere_is_a_problem_and_no_crash(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    path = talk(tmp_path_factory.mktemp("ppt") / "a.ppt")
    data = path.read_bytes()
    path.write_bytes(data[:at] + junk + data[at + len(junk) :])
    try:
        extract(path, max_bytes=1_000_000)
    except FootnoteError as error:
        assert isinstance(error, KnownError)
