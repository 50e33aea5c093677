"""What the catalogue and fetches say in English is known to the window, so that it can be said in other languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.models.store import ModelStore
from desktop_app.ui import model_words
from tests.support.fake_models import model_row

GIB = 1 << 30


def test_every_note_of_the_catalogue_is_marked(tmp_path: Path) -> None:
    notes = {entry.note for entry in ModelStore(tmp_path).catalogue() if entry.note}
    assert notes
    assert notes <= set(model_words.NOTES)


@pytest.mark.parametrize("ram", [2, 5, 64])
def test_every_verdict_of_the_catalogue_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ram: int) -> None:
    monkeypatch.setattr(model_words, "tr", lambda text, **values: f"[{text.format(**values)}]")
    store = ModelStore(tmp_path, machine_ram=ram * GIB)
    for entry in store.catalogue():
        said = store.fits(entry)
        assert model_words.fits(model_row(fits=said)) == f"[{said}]"


@pytest.mark.parametrize(
    ("said", "marked"),
    [
        ("Downloading part 3 of 22", "Downloading part {part} of {all}"),
        ("Downloading model.gguf", "Downloading {name}"),
        ("Checking", "Checking"),
        ("Checking model.gguf", "Checking {name}"),
        ("Copying my own.gguf", "Copying {name}"),
    ],
)
def test_a_stage_is_told_by_the_nearest_words(monkeypatch: pytest.MonkeyPatch, said: str, marked: str) -> None:
    seen: list[str] = []
    monkeypatch.setattr(model_words, "tr", lambda text: seen.append(text) or text)
    assert model_words.stage(said) == said
    assert seen == [marked]


def test_what_is_not_known_stays_as_it_is() -> None:
    assert model_words.stage("Thinking about it") == "Thinking about it"
    assert model_words.fits(model_row(fits="Perhaps.")) == "Perhaps."
