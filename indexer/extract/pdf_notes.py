"""What stands on a page of a PDF but is no part of its text: the values of form fields, and people's notes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as raw

_ANNOTATIONS = 2000  # a page
_BYTES = 1 << 20
_NOTES = frozenset(
    {
        raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_INK,
    }
)  # fmt: skip
_FIELDS = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})


def notes_of(page: Any, form: Any) -> list[str]:
    """ "Name: value" of each filled field of `form` (None: the document has none) and the text of each note, in the
    order of the file."""
    found: list[str] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            found += filter(None, _texts(annotation, form))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _texts(annotation: Any, form: Any) -> Iterator[str]:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind in _NOTES:
        yield _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return
    if raw.FPDFAnnot_GetFormFieldType(form, annotation) not in _FIELDS:
        return
    value = _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
    if value:
        name = _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldAlternateName(form, annotation, buffer, size))
        name = name or _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldName(form, annotation, buffer, size))
        yield f"{name}: {value}" if name else value


def _string(get: Callable[[Any, int], int]) -> str:
    """PDFium gives the size in bytes first, then UTF-16 with a zero at its end."""
    size = get(None, 0)
    if not 2 < size <= _BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\x00").strip()
