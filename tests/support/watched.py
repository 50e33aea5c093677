"""A catalogue that watches a real folder."""

from __future__ import annotations

from pathlib import Path

from indexer.catalog import Catalog
from indexer.scan import device_of


def watched(base: Path) -> tuple[Catalog, Path]:
    """The catalogue in `base`, and the folder beside it that it watches, both made where they are not there yet."""
    docs = base / "docs"
    docs.mkdir(exist_ok=True)
    catalog = Catalog(base / "catalog.db")
    catalog.add_root(docs, is_file=False, device=device_of(docs))
    return catalog, docs
