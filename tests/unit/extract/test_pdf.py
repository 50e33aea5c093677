from __future__ import annotations

from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import ErrorCode, KnownError
from indexer.extract import pdf
from indexer.extract.registry import extract
from tests.support.make_documents import (
    WORDS,
    make_docx,
    make_mapped_pdf,
    make_pdf,
    make_pdf_with_broken_page,
    make_png,
)

LIMIT = 10_000_000


def refused(path: Path, password: str = "") -> ErrorCode:
    with pytest.raises(KnownError) as caught:
        extract(path, password=password, max_bytes=LIMIT)
    assert path.name in caught.value.problem.message
    assert caught.value.problem.action
    return caught.value.problem.code


def test_text_metadata_and_labels(tmp_path: Path) -> None:
    path = make_pdf(
        tmp_path / "a.pdf", [["Preface"], [WORDS, "second line"]], title="On Clay", author="A. Smith", labels=True
    )
    read = extract(path, max_bytes=LIMIT)
    assert (read.title, read.author, read.kind, read.extractor) == ("On Clay", "A. Smith", "pdf", f"pdf/{pdf.VERSION}")
    assert [page.number for page in read.pages] == [1, 2]
    assert [page.label for page in read.pages] == ["i", "1"]
    assert read.pages[1].text == f"{WORDS}\r\nsecond line"
    assert len(read.created) == 10


def test_the_outline_becomes_headings_where_it_stands(tmp_path: Path) -> None:
    pages = [["Some words about geology first.", "2 Geology", WORDS], [WORDS], [WORDS, "Rivers and", "Lakes", WORDS]]
    outline = [(0, 0, "Geology"), (1, 1, "Elsewhere called so"), (2, 1, "Rivers and Lakes")]
    read = extract(make_pdf(tmp_path / "a.pdf", pages, outline=outline), max_bytes=LIMIT)
    found = [[(h.level, h.text, page.text[h.start :][:6]) for h in page.headings] for page in read.pages]
    assert found == [
        [(1, "Geology", "2 Geol")],
        [(2, "Elsewhere called so", WORDS[:6])],
        [(2, "Rivers and Lakes", "Rivers")],
    ]


def test_passwords(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "secret.pdf", password="Öl & Brot")
    assert refused(path) is ErrorCode.ENCRYPTED
    assert refused(path, "wrong") is ErrorCode.ENCRYPTED
    assert extract(path, password="Öl & Brot", max_bytes=LIMIT).pages[0].text == WORDS


def test_a_broken_page_does_not_lose_the_others(tmp_path: Path) -> None:
    read = extract(make_pdf_with_broken_page(tmp_path / "a.pdf"), max_bytes=LIMIT)
    assert [bool(page.text) for page in read.pages] == [True, False, True]
    assert [page.number for page in read.pages] == [1, 2, 3]


def test_pictures_of_pages_need_ocr(tmp_path: Path) -> None:
    assert refused(make_pdf(tmp_path / "scan.pdf", [[], []], picture=True)) is ErrorCode.NEEDS_OCR
    stamped = make_pdf(tmp_path / "stamped.pdf", [["p. 1"], ["p. 2"]], picture=True)
    assert refused(stamped) is ErrorCode.NEEDS_OCR


def test_pages_that_are_pictures_among_others_say_so(tmp_path: Path) -> None:
    read = extract(make_pdf(tmp_path / "a.pdf", [[WORDS], [], [WORDS], ["p. 4"]], picture=True), max_bytes=LIMIT)
    assert [page.unrecognized for page in read.pages] == [False, True, False, True]
    assert [page.text for page in read.pages] == [WORDS, "", WORDS, "p. 4"]


def test_blank_pages_and_short_ones_are_no_pictures(tmp_path: Path) -> None:
    read = extract(make_pdf(tmp_path / "a.pdf", [[WORDS], [], ["Part II"]]), max_bytes=LIMIT)
    assert not any(page.unrecognized for page in read.pages)


def test_short_text_without_a_picture_is_text(tmp_path: Path) -> None:
    assert extract(make_pdf(tmp_path / "a.pdf", [["Hi."]]), max_bytes=LIMIT).pages[0].text == "Hi."


def test_text_beside_a_picture_is_text(tmp_path: Path) -> None:
    assert extract(make_pdf(tmp_path / "a.pdf", [[WORDS]], picture=True), max_bytes=LIMIT).pages[0].text == WORDS


def test_a_font_without_characters_needs_ocr(tmp_path: Path) -> None:
    codes = {letter: chr(0xE000 + n) for n, letter in enumerate("ABCDEFGHIJ")}
    assert refused(make_mapped_pdf(tmp_path / "a.pdf", "ABCDEFGHIJ" * 5, codes)) is ErrorCode.NEEDS_OCR


def test_what_was_filled_in_and_noted_follows_the_text(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(40, 700, WORDS)
    canvas.acroForm.textfield(name="school", tooltip="Name of the school", value="Élan Vital", x=40, y=600)
    canvas.acroForm.textfield(name="left out", x=40, y=560)
    canvas.acroForm.choice(name="colour", value="red", options=["red", "green"], x=40, y=520)
    canvas.acroForm.checkbox(name="agreed", checked=True, x=40, y=480)
    canvas.textAnnotation("To be checked again.", [40, 400, 60, 420])
    canvas.save()
    (page,) = extract(path, max_bytes=LIMIT).pages
    assert page.text.split("\r\n") == [WORDS, "Name of the school: Élan Vital", "colour: red", "To be checked again."]


def test_a_password_that_fits_is_not_called_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[]], password="right")

    def refuses(*_: object, **__: object) -> None:
        raise pypdfium2.PdfiumError("no such cipher", err_code=pypdfium2.raw.FPDF_ERR_PASSWORD)

    monkeypatch.setattr(pypdfium2, "PdfDocument", refuses)
    assert refused(path, "right") is ErrorCode.NO_TEXT
    assert refused(path, "wrong") is ErrorCode.ENCRYPTED
    assert refused(path) is ErrorCode.ENCRYPTED


def test_blank_pages_hold_no_text(tmp_path: Path) -> None:
    assert refused(make_pdf(tmp_path / "a.pdf", [[], []])) is ErrorCode.NO_TEXT


@pytest.mark.parametrize("keep", [0.02, 0.5, 0.95])
def test_a_truncated_file_gives_its_text_or_a_reason(tmp_path: Path, keep: float) -> None:
    data = make_pdf(tmp_path / "a.pdf", [[WORDS]] * 5).read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * keep)])
    try:
        read = extract(path, max_bytes=LIMIT)
    except KnownError as error:
        assert error.problem.code in (ErrorCode.CORRUPT, ErrorCode.NO_TEXT)
    else:
        assert WORDS in read.pages[0].text


def test_garbage_after_the_signature_is_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    assert refused(path) is ErrorCode.CORRUPT


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_PAGES", 2)
    assert refused(make_pdf(tmp_path / "a.pdf", [[WORDS]] * 3)) is ErrorCode.TOO_LARGE


def test_a_file_is_read_as_what_it_is(tmp_path: Path) -> None:
    misnamed = make_pdf(tmp_path / "a.pdf").rename(tmp_path / "a.txt")
    assert extract(misnamed, max_bytes=LIMIT).kind == "pdf"
    word = make_docx(tmp_path / "b.docx").rename(tmp_path / "b.pdf")
    assert extract(word, max_bytes=LIMIT).kind == "docx"
    page = tmp_path / "c.pdf"
    page.write_text("<!DOCTYPE html><title>Error</title><p>Not found, sorry to say.")
    assert extract(page, max_bytes=LIMIT).kind == "html"
    picture = tmp_path / "d.pdf"
    picture.write_bytes(make_png())
    assert refused(picture) is ErrorCode.NEEDS_OCR
