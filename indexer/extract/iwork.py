"""Pages, Numbers and Keynote documents: the preview that they carry as a PDF, or the text of their index.

The index of documents since 2013 is in a binary form that is not described anywhere; without a preview they are not
read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.extract import pdf
from indexer.extract.package import elements, local, opened
from indexer.extract.source import Reading, Source, single_page, unsupported

VERSION = 1

_PREVIEW = "QuickLook/Preview.pdf"
_INDEX = re.compile(r"index\.(?:xml|apxl)")


def extract(source: Source) -> Reading:
    """The pages of the preview as those of the document. Raises KnownError(CORRUPT, TOO_LARGE or UNSUPPORTED)."""
    with opened(source, "iWork document") as package:
        if _PREVIEW in package:
            with package.stream(_PREVIEW) as file:
                preview = Source.within(source.path.name, file.read(), source.depth + 1)
            return replace(pdf.extract(preview), kind="iwork")
        paragraphs = [
            " ".join("".join(node.itertext()).split())
            for name in package.names(_INDEX)
            for node in elements(package.tree(name))
            if local(node) == "p"
        ]
    if not any(paragraphs):
        raise unsupported(
            source.path, "carries no preview that could be read", "Export it as PDF or DOCX and add that."
        )
    return Reading("", "", "", "iwork", 1, single_page("\n".join(filter(None, paragraphs))))
