"""Which embedder's vectors answer, which are being made, and what text is cut with for them.

After a change of embedder the new vectors are built beside the old ones, which answer until the new are complete.
Chunks stay as they are: a library is cut with the tokenizer that it began with, so that another embedder costs one
embedding of each chunk and no new chunks.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from pathlib import Path

from indexer.catalog import Catalog
from indexer.chunking import Chunker
from indexer.embedding import Embedder
from indexer.errors import ErrorCode, FootnoteError, KnownError
from indexer.pipeline import Pipeline
from indexer.search import Searcher
from indexer.store import LanceStore

_log = logging.getLogger(__name__)
_ANSWERING = "answering"  # the catalogue's note of the embedder whose vectors are complete


class VectorTables:
    """Gives `pipeline` what to write to and `searcher` what to ask. `load` makes the embedder of a model's folder and
    raises KnownError; `uri` is where LanceDB keeps its tables."""

    def __init__(
        self, catalog: Catalog, pipeline: Pipeline, searcher: Searcher, uri: str, load: Callable[[Path], Embedder]
    ) -> None:
        self._catalog = catalog
        self._pipeline = pipeline
        self._searcher = searcher
        self._uri = uri
        self._load = load
        self._model: Path | None = None

    @property
    def answering_model(self) -> str:
        """The model whose vectors answer, while another's are made; empty where there is only one."""
        return "" if self._pipeline.answering is None else str(self._noted().get("model", ""))

    def ready(self, embedder: Embedder, model: Path) -> None:
        """The embedder of the settings is there: the first one, or another in its place. Called before anything is
        embedded with it, and while nothing is embedded with the one before."""
        self._model = model
        store = self._open(embedder)
        before = self._before(embedder, model)
        self._pipeline.others_are_left = self._pipeline.embedder is not None
        self._pipeline.embedder = embedder
        self._pipeline.store = store
        self._pipeline.answering = None if before is None else before[1]
        self._pipeline.reconcile()
        if before is None:
            self._searcher.use_vectors(embedder, store)
            self._note(embedder, model)
        else:
            self._searcher.use_vectors(*before)

    def complete(self) -> None:
        """Everything that can be done is done: vectors that were made beside others answer from now on."""
        embedder, store = self._pipeline.embedder, self._pipeline.store
        if self._pipeline.answering is None or embedder is None or self._pipeline.can_embed:
            return
        assert isinstance(store, LanceStore) and self._model is not None
        self._searcher.use_vectors(embedder, store)
        self._note(embedder, self._model)
        self._pipeline.answering = None
        self._pipeline.others_are_left = True

    def remake(self) -> None:
        """The vectors turned out to be damaged: start over with an empty table."""
        if (embedder := self._pipeline.embedder) is None or self._model is None:
            return
        store = LanceStore.rebuild(self._uri, embedder.id, embedder.dimension)
        self._pipeline.store, self._pipeline.answering = store, None
        self._pipeline.reconcile()
        self._searcher.use_vectors(embedder, store)
        self._note(embedder, self._model)

    def _open(self, embedder: Embedder) -> LanceStore:
        """A table that is damaged is made anew: vectors are derived."""
        try:
            return LanceStore(self._uri, embedder.id, embedder.dimension)
        except KnownError as error:
            if error.problem.code is not ErrorCode.LIBRARY_DAMAGED:
                raise
            _log.warning("The vectors are damaged and made anew: %s", error)
            return LanceStore.rebuild(self._uri, embedder.id, embedder.dimension)

    def _before(self, embedder: Embedder, model: Path) -> tuple[Embedder, LanceStore] | None:
        """What answered until now, where that was another embedder and can still be used."""
        noted = self._noted()
        if not noted or noted["id"] == embedder.id:
            return None
        try:
            old = self._pipeline.embedder
            if old is None or old.id != noted["id"]:
                old = self._load(model.parent / noted["model"])
            if old.id != noted["id"]:
                return None
            return old, LanceStore(self._uri, old.id, old.dimension)
        except FootnoteError as error:
            _log.warning("Until the new vectors are complete, keywords answer alone: %s", error)
            return None

    def _noted(self) -> dict[str, str]:
        noted: dict[str, str] = json.loads(self._catalog.get_meta(_ANSWERING, "{}"))
        return noted

    def _note(self, embedder: Embedder, model: Path) -> None:
        self._catalog.set_meta(_ANSWERING, json.dumps({"id": embedder.id, "model": model.name}))


def library_chunker(library: Path, model: Path) -> Chunker:
    """Cuts by the tokens of the embedder that the library began with, whose tokenizer is kept in it; until there is
    one, by characters."""
    kept = next(library.glob("tokenizer-*.json"), None)
    if kept is not None:
        try:
            return Chunker(kept)
        except KnownError:
            kept.unlink()
    tokenizer = model / "tokenizer.json"
    if not tokenizer.is_file():
        return Chunker(None)
    data = tokenizer.read_bytes()
    chunker = Chunker(tokenizer)
    # Named by content: a reader's process keeps what it has loaded from a path.
    place = library / f"tokenizer-{hashlib.sha256(data).hexdigest()[:8]}.json"
    temporary = place.with_suffix(".tmp")
    temporary.write_bytes(data)
    temporary.replace(place)
    chunker.tokenizer = place
    return chunker
