"""Small OpenDocument files for tests, from the XML of their bodies."""

from __future__ import annotations

import zipfile
from pathlib import Path

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *((name, name) for name in ("office", "text", "table", "style", "meta", "presentation")),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("number", "datastyle"),
    )
)
_SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_META = (
    "<office:meta><dc:title>{title}</dc:title><meta:initial-creator>B. Jones</meta:initial-creator>"
    "<meta:creation-date>2024-05-01T10:00:00</meta:creation-date></office:meta>"
)
_TYPES = {"text": "text", "presentation": "presentation", "spreadsheet": "spreadsheet", "drawing": "graphics"}


def make_opendocument(
    path: Path,
    body: str,
    *,
    kind: str = "text",
    title: str = "",
    styles: str = "",
    masters: str = "",
    others: dict[str, str] | None = None,
    flat: bool = False,
) -> Path:
    """`kind` is the element that holds `body`; `styles` are automatic styles, `masters` master pages, `others` parts by
    name."""
    mime = f"application/vnd.oasis.opendocument.{_TYPES[kind]}"
    meta = _META.format(title=title)
    head = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    foot = f"<office:master-styles>{masters}</office:master-styles>"
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    if flat:
        xml = f'<?xml version="1.0"?>\n<office:document {_SPACES} office:mimetype="{mime}">'
        path.write_text(f"{xml}{meta}{head}{foot}{content}</office:document>", "utf-8")
        return path
    parts = {
        "content.xml": f"<office:document-content {_SPACES}>{head}{content}</office:document-content>",
        "styles.xml": f"<office:document-styles {_SPACES}>{foot}</office:document-styles>",
        "meta.xml": f"<office:document-meta {_SPACES}>{meta}</office:document-meta>",
        **(others or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime, zipfile.ZIP_STORED)
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return path
