"""The texts of the window in other languages: found in the source, kept in .ts files, all there, with their names."""

from __future__ import annotations

import importlib
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from desktop_app.ui import translation
from desktop_app.ui.translation import LANGUAGES, SYSTEM, language_of, later, tr, trn
from indexer import config

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "assets" / "translations").glob("*.ts"))
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30)


def load() -> ModuleType:
    """The script as a module; its folder is on the path only here, because it is no package."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        return importlib.import_module("translations")
    finally:
        sys.path.remove(str(ROOT / "packaging"))


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    yield load()
    sys.modules.pop("translations", None)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('tr("Open")', [("Open", "", False)]),
        ('tr("Open", note="the verb")', [("Open", "the verb", False)]),
        ('tr("{name} was deleted.", name=name)', [("{name} was deleted.", "", False)]),
        ('trn("{n} file", "{n} files", 3)', [("{n} files", "", True)]),
        ('WORDS = {1: later("Ready")}', [("Ready", "", False)]),
        ('later("Ready", note="a state")', [("Ready", "a state", False)]),
        ('tr("One sentence, " "on two lines.")', [("One sentence, on two lines.", "", False)]),
        ('tr("Pause" if running else "Go on")', [("Go on", "", False), ("Pause", "", False)]),
        ('tr("Open"); tr("Open")', [("Open", "", False)]),
        ('tr(WORDS[1]); tr(sign.word); tr(NAME if ready else OTHER)', []),
        ('str("Open"); other.tr("Open")', []),
    ],
)  # fmt: skip
def test_texts_are_found(script: ModuleType, tmp_path: Path, source: str, found: list[tuple[str, str, bool]]) -> None:
    (tmp_path / "part.py").write_text(source, "utf-8")
    assert [(text.source, text.note, text.counts) for text in script.texts(tmp_path)] == found


@pytest.mark.parametrize(
    "composed",
    [
        'tr(f"{name} was deleted.")',
        'tr("Deleted: " + name)',
        'tr("%s was deleted" % name)',
        'tr("{} was deleted".format(name))',
        'tr(", ".join(names))',
        'tr("Open", note=f"{kind}")',
        'tr("Open" if there else f"{name}")',
        'trn("{n} file", f"{n} files", n)',
        "trn(ONE, MANY, n)",
        "later(NAME)",
    ],
)
def test_a_text_that_is_composed_is_refused_with_its_line(script: ModuleType, tmp_path: Path, composed: str) -> None:
    (tmp_path / "part.py").write_text(f"\n\n{composed}\n", "utf-8")
    with pytest.raises(SyntaxError, match=r"part\.py:3: a text to translate must be one literal"):
        script.texts(tmp_path)


@given(st.dictionaries(st.tuples(WORDS, st.just("") | WORDS, st.booleans()), st.tuples(WORDS, WORDS), max_size=4))
def test_translations_are_kept_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, made: dict[tuple[str, str, bool], tuple[str, str]]
) -> None:
    script = load()
    known = {
        script.Text(*text): list(forms if text[2] else forms[:1]) if len(forms[0]) > 1 else []
        for text, forms in made.items()
    }
    path = tmp_path_factory.mktemp("ts") / "footnote_xx.ts"
    script.write(path, "xx", known)
    assert script.read(path) == known


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_translation_has_the_names_of_its_source(script: ModuleType, path: Path) -> None:
    wrong = []
    for text, forms in script.read(path).items():
        for number, form in enumerate(forms):
            # The form for one may say it in words: "the document".
            needed = placeholders(text.source) - ({"n"} if text.counts and number == 0 else set())
            if not needed <= placeholders(form) <= placeholders(text.source):
                wrong.append((text.source, form))
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_translation_keeps_spaces_tags_and_ellipsis(script: ModuleType, path: Path) -> None:
    def frame(text: str) -> tuple[object, ...]:
        spaces = (text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :])
        return spaces, text.count("<"), text.count("\n"), text.count("&") > 0, text.endswith("…")

    wrong = [
        (text.source, form)
        for text, forms in script.read(path).items()
        for form in forms
        if frame(form) != frame(text.source)
    ]
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_everything_is_translated_and_nothing_else(script: ModuleType, path: Path) -> None:
    known, wanted = script.read(path), script.texts()
    assert not [text.source for text in wanted if not known.get(text)], "not translated"
    assert not [text.source for text in known if text not in wanted], "not used any more"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_the_window_reads_is_compiled_from_what_people_edit(
    script: ModuleType, path: Path, tmp_path: Path
) -> None:
    script.compile_into(path, tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == path.with_suffix(".qm").read_bytes(), (
        "run python packaging/translations.py"
    )


def test_english_stands_in_the_source() -> None:
    assert tr("Open", note="the verb") == "Open"
    assert tr("{name} was deleted.", name="{a}") == "{a} was deleted."
    assert tr("braces {as they are}") == "braces {as they are}"
    assert later("Ready") == "Ready"
    assert [trn("one file", "{n} files", n) for n in (0, 1, 2, 1204)] == [
        "0 files",
        "one file",
        "2 files",
        "1,204 files",
    ]


@pytest.mark.parametrize(
    ("setting", "system", "language"),
    [("de", "en_GB", "de"), ("en", "de_DE", "en"), ("system", "de_AT", "de"), ("system", "C", "en"),
     ("system", "fr_FR", "en"), ("xx", "de_DE", "en")],
)  # fmt: skip
def test_a_language_that_there_is_not_is_english(
    monkeypatch: pytest.MonkeyPatch, setting: str, system: str, language: str
) -> None:
    class System(QLocale):
        @staticmethod
        def system() -> QLocale:
            return QLocale(system)

    monkeypatch.setattr(translation, "QLocale", System)
    assert language_of(setting) == language


def test_the_settings_know_the_languages_that_there_are() -> None:
    assert config.Settings(language="de").language == "de"
    assert {SYSTEM, *LANGUAGES} == set(config._CHOICES["language"])
    assert {path.stem for path in FILES} == {f"footnote_{code}" for code in LANGUAGES if code != "en"}
    with pytest.raises(config.KnownError, match="language is 'fr'"):
        config.Settings(language="fr")
