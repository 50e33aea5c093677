"""A document in the catalogue without a file: as a scan would add it."""

from __future__ import annotations

from pathlib import Path

from indexer.catalog import Catalog, Fingerprint
from indexer.inventory import Inventory
from indexer.moves import Plan, Target
from indexer.walk import Found


def add_file(catalog: Catalog, path: str, kind: str) -> int:
    """The id of a document that is to be read; a root must hold `path`."""
    (root,) = [root for root in catalog.roots() if Path(path).is_relative_to(root.path)]
    Inventory(catalog).apply(Plan(added=[Target(root.id, Found(path, kind, Fingerprint(1, 2, 3)))]))
    return catalog.documents_of(root, Path(path))[path].id
