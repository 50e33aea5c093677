"""Pages of a PDF that are pictures: which they are, and what they look like."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw

from indexer.extract import ocr

if TYPE_CHECKING:
    from indexer.extract.ocr import Picture

FEW_CHARACTERS = 20  # on a page with fewer letters and digits, what is drawn there says more
_OBJECTS, _MANY_PATHS, _TEXTS = 2000, 200, 5  # letters drawn as outlines are many paths; a logo is few
_PICTURE_SHARE = 0.05  # of the page; less is a logo
_ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")


def legible(text: str) -> int:
    """Letters and digits."""
    return sum(map(str.isalnum, text))


def illegible(text: str) -> int:
    """The control and private-use characters that fonts without a character map give."""
    return len(_ILLEGIBLE.findall(text))


def needs_ocr(page: Any, text: str) -> bool:
    """Whether `page` shows text that `text`, which PDFium gives for it, does not hold. Looks at what is drawn only
    where text is scarce."""
    readable = legible(text)
    if illegible(text) > readable:
        return True
    if readable >= FEW_CHARACTERS:
        return False
    paths = texts = 0
    pictured = 0.0
    width, height = page.get_size()
    for item in islice(page.get_objects(max_depth=4), _OBJECTS):
        paths += item.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
        texts += item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT
        if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
            # Within a form the bounds are the form's own, so that one counts in full.
            left, bottom, right, top = (0, 0, width, height) if item.level else item.get_bounds()
            pictured += abs((right - left) * (top - bottom))
    drawn = paths >= _MANY_PATHS or texts >= _TEXTS
    return pictured >= _PICTURE_SHARE * width * height or (drawn and not readable)


def picture_of(page: Any) -> Picture:
    """The page as a person sees it, at `ocr.DPI` or, where it is large, with `ocr.LARGEST_SIDE` pixels."""
    scale = min(ocr.DPI / 72, ocr.LARGEST_SIDE / max(1.0, *page.get_size()))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        picture: Picture = bitmap.to_numpy()[:, :, :3].copy()
    finally:
        bitmap.close()
    return picture
