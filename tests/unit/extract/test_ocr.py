"""Pictures and scanned pages, with a fake that recognizes and, where it is installed, with the real one."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont

from indexer.errors import ErrorCode, KnownError
from indexer.extract import image, ocr
from indexer.extract.registry import extract, recognize_document
from indexer.extract.sandbox import Limits, Sandbox
from indexer.types import Page
from tests.support.fake_recognizer import FakeRecognizer
from tests.support.make_documents import WORDS, make_mapped_pdf, make_pdf, make_png

LIMIT = 10_000_000
SENTENCE = "Die Straße führt über hügeliges Gelände. L’été dernier, à Nîmes."


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeRecognizer:
    made = FakeRecognizer()
    monkeypatch.setattr(ocr, "recognizer", lambda: made)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    return made


def recognized(path: Path) -> tuple[str, list[Page]]:
    reading = recognize_document(path, max_bytes=LIMIT)
    return reading.kind, list(reading.pages)


def refused(path: Path) -> KnownError:
    with pytest.raises(KnownError) as caught:
        recognized(path)
    assert path.name in caught.value.problem.message
    return caught.value


def save(path: Path, picture: Image.Image, **options: object) -> Path:
    picture.save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("suffix", ["png", "jpg", "tiff", "bmp", "gif", "webp"])
@pytest.mark.usefixtures("fake")
def test_pictures(tmp_path: Path, suffix: str) -> None:
    path = save(tmp_path / f"a.{suffix}", Image.new("L", (300, 200), 128))
    kind, pages = recognized(path)
    assert (kind, [page.number for page in pages]) == ("image", [None])
    assert pages[0].text.startswith("A picture 300 wide and 200 high, 12")
    assert pages[0].text.endswith("\nof grey, that was recognized")


@pytest.mark.usefixtures("fake")
def test_a_picture_is_turned_as_its_camera_was(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = save(tmp_path / "a.jpg", Image.new("RGB", (300, 200), "white"), exif=exif)
    assert recognized(path)[1][0].text.startswith("A picture 200 wide and 300 high, 255")


@pytest.mark.usefixtures("fake")
def test_transparency_is_white_and_sixteen_bits_keep_their_range(tmp_path: Path) -> None:
    clear = save(tmp_path / "a.png", Image.new("RGBA", (300, 200), (0, 0, 0, 0)))
    assert recognized(clear)[1][0].text.startswith("A picture 300 wide and 200 high, 255")
    values = np.zeros((200, 300), np.uint16)
    values[:100] = 4000
    deep = save(tmp_path / "b.png", Image.fromarray(values))
    assert recognized(deep)[1][0].text.startswith("A picture 300 wide and 200 high, 128")


@pytest.mark.usefixtures("fake")
def test_the_pictures_of_a_tiff_file_are_pages_those_of_an_animation_are_not(tmp_path: Path) -> None:
    frames = [Image.new("L", (300, 200 + n), 10 * n) for n in range(3)]
    tiff = save(tmp_path / "a.tif", frames[0], save_all=True, append_images=frames[1:])
    assert [(page.number, page.text.split(",")[0]) for page in recognized(tiff)[1]] == [
        (n + 1, f"A picture 300 wide and {200 + n} high") for n in range(3)
    ]
    film = save(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:])
    assert [page.number for page in recognized(film)[1]] == [None]


def test_a_large_picture_is_scaled_down(tmp_path: Path, fake: FakeRecognizer) -> None:
    recognized(save(tmp_path / "a.png", Image.new("1", (2 * ocr.LARGEST_SIDE, ocr.LARGEST_SIDE))))
    assert fake.seen == [(ocr.LARGEST_SIDE // 2, ocr.LARGEST_SIDE, 3)]


def test_a_huge_picture_is_not_unpacked(tmp_path: Path, fake: FakeRecognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "_PIXELS", 50_000)
    assert refused(save(tmp_path / "a.png", Image.new("L", (300, 200)))).problem.code is ErrorCode.TOO_LARGE
    small = Image.new("L", (200, 200))
    path = save(tmp_path / "a.tif", small, save_all=True, append_images=[Image.new("L", (300, 200))])
    assert refused(path).problem.code is ErrorCode.TOO_LARGE, "every page is looked at"
    assert len(fake.seen) == 1


def test_icons_and_blank_pictures_hold_no_text(tmp_path: Path, fake: FakeRecognizer) -> None:
    (tmp_path / "icon.png").write_bytes(make_png(48, 48))
    assert refused(tmp_path / "icon.png").problem.code is ErrorCode.NO_TEXT
    with pytest.raises(KnownError) as caught:
        extract(tmp_path / "icon.png", max_bytes=LIMIT)
    assert caught.value.problem.code is ErrorCode.NO_TEXT, "without waiting for recognition"
    assert fake.seen == []
    fake.blank = True
    (tmp_path / "wall.png").write_bytes(make_png(400, 400))
    assert refused(tmp_path / "wall.png").problem.code is ErrorCode.NO_TEXT


@pytest.mark.usefixtures("fake")
def test_what_is_no_picture_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(make_png()[:20])
    assert refused(tmp_path / "a.png").problem.code is ErrorCode.CORRUPT
    (tmp_path / "b.heic").write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(200))
    assert refused(tmp_path / "b.heic").problem.code is ErrorCode.UNSUPPORTED


@pytest.mark.usefixtures("fake")
def test_half_a_photograph_is_read(tmp_path: Path) -> None:
    whole = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (400, 400, 3), np.uint8)
    Image.fromarray(noise).save(whole, "JPEG")
    (tmp_path / "a.jpg").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    assert recognized(tmp_path / "a.jpg")[1][0].text.startswith("A picture 400 wide and 400 high")


def test_scanned_pages_are_drawn_at_200_dpi_and_recognized(tmp_path: Path, fake: FakeRecognizer) -> None:
    kind, pages = recognized(make_pdf(tmp_path / "scan.pdf", [[], ["p. 2"]], picture=True, title="On Clay"))
    assert kind == "scan"
    assert [page.number for page in pages] == [1, 2]
    assert all("that was recognized" in page.text for page in pages)
    assert [seen[0] for seen in fake.seen] == [pytest.approx(8.27 * 200, abs=3)] * 2


def test_pages_with_text_keep_it(tmp_path: Path, fake: FakeRecognizer) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[WORDS], [WORDS]], picture=True)
    kind, pages = recognized(path)
    assert (kind, [page.text for page in pages], fake.seen) == ("pdf", [WORDS, WORDS], [])
    kind, pages = recognized(make_pdf(tmp_path / "b.pdf", [[WORDS], [], []], picture=True))
    assert (kind, pages[0].text, len(fake.seen)) == ("scan", WORDS, 2)
    kind, pages = recognized(make_pdf(tmp_path / "c.pdf", [[WORDS], [], [WORDS]], picture=True))
    assert kind == "pdf", "most of its words are where PDFium counts them"
    assert "that was recognized" in pages[1].text
    fake.blank = True
    assert not any(page.unrecognized for page in pages + recognized(path.with_name("c.pdf"))[1]), "it was tried"


@pytest.mark.usefixtures("fake")
def test_a_font_without_characters_is_recognized(tmp_path: Path) -> None:
    codes = {letter: chr(0xE000 + n) for n, letter in enumerate("ABCDEFGHIJ")}
    kind, pages = recognized(make_mapped_pdf(tmp_path / "a.pdf", "ABCDEFGHIJ" * 5, codes))
    assert kind == "scan" and "that was recognized" in pages[0].text


def test_recognition_that_finds_less_than_the_page_says_is_not_used(tmp_path: Path, fake: FakeRecognizer) -> None:
    fake.blank = True
    assert [page.text for page in recognized(make_pdf(tmp_path / "a.pdf", [["p. 1"], ["p. 2"]], picture=True))[1]] == [
        "p. 1",
        "p. 2",
    ]


@pytest.mark.parametrize("installed", [True, False])
def test_until_it_is_recognized_a_picture_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: installed)
    (tmp_path / "a.png").write_bytes(make_png())
    for path in (tmp_path / "a.png", make_pdf(tmp_path / "scan.pdf", [[], []], picture=True)):
        with pytest.raises(KnownError) as caught:
            extract(path, max_bytes=LIMIT)
        assert caught.value.problem.code is ErrorCode.NEEDS_OCR
        assert ("footnote[ocr]" in caught.value.problem.action) is not installed
        if not installed:
            assert refused(path).problem.code is ErrorCode.NEEDS_OCR, "asking for it does not make it possible"


@pytest.mark.parametrize("installed", [True, False])
def test_what_is_said_of_a_document_with_pictures_among_its_pages(
    monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: installed)
    text, picture = Page(1, None, WORDS), Page(2, None, "", unrecognized=True)
    assert ocr.needed_for_some(Path("a.pdf"), [text, text]) is None
    one = ocr.needed_for_some(Path("/d/a.pdf"), [text, picture])
    two = ocr.needed_for_some(Path("/d/a.pdf"), [text, picture, picture])
    assert one is not None and two is not None
    assert one.message == "1 of 2 pages of a.pdf is a picture; the other pages can be searched."
    assert two.message == "2 of 3 pages of a.pdf are pictures; the other pages can be searched."
    assert ("footnote[ocr]" in two.action) is not installed


@pytest.mark.e2e
def test_a_sandbox_says_which_pages_are_pictures(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[WORDS], [], [WORDS]], picture=True)
    with Sandbox() as sandbox:
        read = sandbox.cut(path, max_bytes=LIMIT, tokenizer=None)
    assert [page.unrecognized for page in read.extracted.pages] == [False, True, False]


@pytest.mark.e2e
def test_a_sandbox_recognizes_page_by_page(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "scan.pdf", [[], [], []], picture=True)
    with Sandbox(Limits(page_by_page=True), reader="tests.support.fake_recognizer:open_document") as sandbox:
        read = sandbox.read(path, max_bytes=LIMIT)
    assert (read.kind, read.extractor, len(read.pages)) == ("scan", f"scan/{ocr.VERSION}", 3)


@pytest.mark.e2e
@pytest.mark.skipif(not ocr.is_installed(), reason="text recognition is not installed: make ocr")
def test_the_real_models_read_accents_sideways_and_upside_down(tmp_path: Path) -> None:
    """Within the sandbox's memory, without network."""
    font = ImageFont.truetype(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf", 32)
    picture = Image.new("RGB", (1300, 400), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((40, 40), SENTENCE, "black", font)
    draw.text((40, 120), WORDS[:43], "black", font)
    draw.text((40, 200), "Fünf Rechnungen über 1.234,56 € sind offen", "black", font)
    paths = [save(tmp_path / f"{angle}.png", picture.rotate(angle, expand=True)) for angle in (0, 90, 180, 270)]
    paths.append(save(tmp_path / "askew.png", picture.rotate(4, expand=True, fillcolor="white")))
    with Sandbox.recognizing() as sandbox:
        for path in paths:
            (page,) = sandbox.read(path, max_bytes=LIMIT).pages
            first, second, third = filter(None, page.text.replace("'", "’").split("\n"))
            assert (first, second) == (SENTENCE, WORDS[:43])
            assert "1.234,56" in third and "Fünf" in third
