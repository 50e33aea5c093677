"""A change of embedder, with real tables and embedders without a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.errors import ErrorCode, known
from indexer.pipeline import Pipeline
from indexer.search import Searcher
from indexer.types import Hit
from indexer.vectors import VectorTables, library_chunker
from tests.support.cut import ParagraphCutter, document
from tests.support.fake_embedder import FakeEmbedder
from tests.support.known_file import add_file


class Library:
    """What the service makes of catalogue, pipeline, searcher and tables; `reopen` is a new start of it."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.models = {base / "models" / f"model-{size}": FakeEmbedder(size) for size in (32, 64)}
        self.missing: set[Path] = set()
        self.catalog = Catalog(base / "catalog.db")
        self.reopen()

    def reopen(self) -> None:
        self.catalog.close()
        self.catalog = Catalog(self.base / "catalog.db")
        self.pipeline = Pipeline(self.catalog, ParagraphCutter())
        self.searcher = Searcher(self.catalog.keywords, self.catalog.chunks)
        self.tables = VectorTables(
            self.catalog, self.pipeline, self.searcher, str(self.base / "vectors.lance"), self.load
        )

    def load(self, model: Path) -> FakeEmbedder:
        if model in self.missing:
            raise known(ErrorCode.MODEL_MISSING, "It is not there.", "Get it.")
        return self.models[model]

    def use(self, size: int) -> None:
        """Start with this embedder in the settings."""
        self.reopen()
        model = self.base / "models" / f"model-{size}"
        self.tables.ready(self.load(model), model)

    def switch(self, size: int) -> None:
        """Another embedder in the settings of a service that runs."""
        model = self.base / "models" / f"model-{size}"
        self.tables.ready(self.load(model), model)

    def embed(self, blocks: int = 10) -> int:
        return sum(self.pipeline.embed_block(lambda: True).embedded for _ in range(blocks))

    def similar(self, query: str) -> list[Hit]:
        """What only vectors can have found: hits with a cosine."""
        return [hit for hit in self.searcher.search(query, 5)[0] if hit.similarity is not None]

    def tables_on_disk(self) -> list[str]:
        return sorted(path.stem for path in (self.base / "vectors.lance").glob("*.lance"))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path)
    made.catalog.add_root(tmp_path, is_file=False, device="")
    number = add_file(made.catalog, str(tmp_path / "a.txt"), "text")
    extracted = document("The heron stands still.\n\nThe otter swims.\n\nThe mole digs.")
    made.catalog.store(number, "x", ParagraphCutter.version, extracted, ParagraphCutter().chunk(extracted))
    made.use(32)
    made.embed()
    yield made
    made.catalog.close()


def test_the_old_vectors_answer_until_the_new_are_complete(library: Library) -> None:
    library.use(64)
    assert library.tables.answering_model == "model-32"
    assert len(library.similar("heron")) == 3, "the old embedder answers"
    assert library.models[library.base / "models" / "model-32"].calls[-1][0] == "query"
    library.tables.complete()
    assert library.tables.answering_model == "model-32", "not before all have their vectors"
    assert library.embed() == 3
    library.tables.complete()
    assert library.tables.answering_model == ""
    assert len(library.similar("heron")) == 3
    assert library.models[library.base / "models" / "model-64"].calls[-1][0] == "query"
    assert len(library.tables_on_disk()) == 2
    library.pipeline.upkeep()
    assert library.tables_on_disk() == ["vectors-fake-64"]


def test_a_change_while_it_runs_is_as_one_at_the_start(library: Library) -> None:
    library.missing.add(library.base / "models" / "model-32")  # it is there already, and need not be loaded again
    library.switch(64)
    assert library.tables.answering_model == "model-32"
    assert len(library.similar("heron")) == 3
    assert library.embed() == 3
    library.tables.complete()
    assert library.models[library.base / "models" / "model-64"].calls[-1][0] == "documents"
    assert len(library.similar("heron")) == 3
    library.pipeline.upkeep()
    assert library.tables_on_disk() == ["vectors-fake-64"]


def test_a_change_back_while_the_new_vectors_are_made_costs_nothing(library: Library) -> None:
    library.switch(64)
    library.pipeline.embed_block(lambda: True)
    library.switch(32)
    assert library.tables.answering_model == "" and not library.pipeline.can_embed
    assert len(library.similar("heron")) == 3


def test_a_change_that_was_broken_off_goes_on_where_it_was(library: Library) -> None:
    library.use(64)
    library.pipeline.embed_block(lambda: True)
    library.use(64)
    assert library.tables.answering_model == "model-32"
    assert library.embed() == 0, "nothing is embedded twice"
    library.tables.complete()
    assert library.tables.answering_model == ""


def test_going_back_costs_nothing(library: Library) -> None:
    library.use(64)
    library.use(32)
    assert library.tables.answering_model == ""
    assert not library.pipeline.can_embed
    assert len(library.similar("heron")) == 3
    library.pipeline.upkeep()
    assert library.tables_on_disk() == ["vectors-fake-32"]


def test_without_the_old_model_keywords_answer_alone(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    library.missing.add(library.base / "models" / "model-32")
    library.use(64)
    assert library.tables.answering_model == ""
    assert "keywords answer alone" in caplog.text
    assert library.searcher.search("heron", 5)[0]
    assert library.embed() == 3
    assert len(library.similar("heron")) == 3


def test_damaged_vectors_are_made_anew(library: Library) -> None:
    library.use(64)
    library.tables.remake()
    assert library.tables.answering_model == ""
    assert library.embed() == 3
    assert len(library.similar("heron")) == 3


def test_a_library_is_cut_with_the_tokenizer_that_it_began_with(tmp_path: Path) -> None:
    library, first, second = tmp_path / "library", tmp_path / "first", tmp_path / "second"
    for folder in (library, first, second):
        folder.mkdir()
    assert library_chunker(library, first).tokenizer is None, "by characters until there is a tokenizer"
    _write_tokenizer(first / "tokenizer.json", "a")
    _write_tokenizer(second / "tokenizer.json", "b")
    chunker = library_chunker(library, first)
    assert chunker.tokenizer is not None and chunker.tokenizer.parent == library
    assert library_chunker(library, second).version == chunker.version
    chunker.tokenizer.write_text("damaged")
    assert library_chunker(library, second).version != chunker.version


def _write_tokenizer(path: Path, word: str) -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel

    Tokenizer(WordLevel({word: 0, "[UNK]": 1}, "[UNK]")).save(str(path))
