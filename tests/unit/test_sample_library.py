"""The sample library is readable, the same as its sources, and holds what its questions say it holds."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from indexer.extract.registry import extract
from indexer.types import Page

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "assets" / "sample_library"
QUESTIONS = [json.loads(line) for line in (ROOT / "assets" / "sample_questions.jsonl").read_text("utf-8").splitlines()]
DOCUMENTS = sorted(path for path in LIBRARY.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def pages() -> dict[str, tuple[Page, ...]]:
    return {str(p.relative_to(LIBRARY)): extract(p, max_bytes=10_000_000).pages for p in DOCUMENTS}


def _words(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def test_a_dozen_documents_of_every_family(pages: dict[str, tuple[Page, ...]]) -> None:
    assert len(pages) >= 12
    assert {Path(name).suffix for name in pages} == {".pdf", ".docx", ".md", ".html", ".txt", ".csv", ".py"}
    assert all(page.text.strip() for parts in pages.values() for page in parts)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_gold_passages_are_where_they_should_be(question: dict[str, Any], pages: dict[str, tuple[Page, ...]]) -> None:
    assert question["answerable"] == bool(question["gold"]) == bool(question["answers"])
    for gold in question["gold"]:
        text = " ".join(_words(page.text) for page in pages[gold["doc"]] if page.number == gold["page"])
        assert gold["passage"] in text, f"{gold['doc']} page {gold['page']}"


def test_questions_cover_the_library_and_what_it_lacks(pages: dict[str, tuple[Page, ...]]) -> None:
    asked = {gold["doc"] for question in QUESTIONS for gold in question["gold"]}
    assert len(asked) >= 10 and asked <= set(pages)
    assert sum(not question["answerable"] for question in QUESTIONS) == 5
    assert all(question["answerable"] for question in QUESTIONS[:3]), "the demonstration asks these"


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(ROOT / "packaging")
    yield importlib.import_module("make_sample_library")
    sys.modules.pop("make_sample_library", None)


def test_drawn_documents_say_what_their_sources_say(
    generator: ModuleType, pages: dict[str, tuple[Page, ...]], tmp_path: Path
) -> None:
    """Compared by their text: the bytes also depend on the compression library."""
    sources = [generator.read_source(path) for path in sorted(generator.SOURCES.glob("*.md"))]
    assert {source.target for source in sources} == {name for name in pages if name.endswith((".pdf", ".docx"))}
    for source in sources:
        drawn = tmp_path / Path(source.target).name
        drawn.write_bytes(generator.render(source))
        assert generator.render(source) == drawn.read_bytes(), "drawn twice alike"
        assert extract(drawn, max_bytes=10_000_000).pages == pages[source.target], "run make sample-library"


def test_the_figures_of_the_annual_report_add_up(pages: dict[str, tuple[Page, ...]]) -> None:
    rows = {}
    for line in "\n".join(page.text for page in pages["annual-report-2024.pdf"]).splitlines():
        name, *figures = line.rsplit(" ", 2)
        if len(figures) == 2 and all(f.strip("-").replace(",", "").isdigit() for f in figures):
            rows[name] = [int(figure.replace(",", "")) for figure in figures]
    names = list(rows)

    def total(first: str, last: str, year: int) -> int:
        return sum(rows[name][year] for name in names[names.index(first) : names.index(last)])

    for year in (0, 1):
        assert total("Dues, base rate", "Total income", year) == rows["Total income"][year]
        assert total("Heating (gas)", "Total expenditure", year) == rows["Total expenditure"][year]
        assert rows["Total income"][year] - rows["Total expenditure"][year] == rows["Surplus"][year]
        assert total("At the start of the year", "At the end of the year", year) == rows["At the end of the year"][year]
