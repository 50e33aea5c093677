"""The window's texts in the language of its reader, through Qt's translation system.

English stands in the source: `tr("Add folder…")`, `tr("{name} was deleted.", name=…)`. The other languages are the
.ts files in assets/translations, read here as the .qm files beside them; packaging/translations.py takes new texts up
from the source, and Qt Linguist edits them.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_app.assets import asset

CONTEXT = "Footnote"
LANGUAGES = {"en": "English", "de": "Deutsch"}
_WHOLE = {"en", "de"}  # languages that every view speaks, so that a system's language may choose them
SYSTEM = "system"


def tr(text: str, /, *, note: str = "", **values: object) -> str:
    """`text` in the reader's language, its {names} filled in with `values`. `note` tells apart what English calls the
    same. `text` must be a literal, or a constant that was marked with `later`."""
    words = QCoreApplication.translate(CONTEXT, text, note or None)
    return words.format(**values) if values else words


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """The form of `many` that the reader's language has for `n`; in English `one` for 1. {n} is written with the
    language's separators."""
    words = QCoreApplication.translate(CONTEXT, many, None, n)
    if n == 1 and words == many:
        words = one
    return words.format(n=QLocale().toString(n), **values)


def later(text: str, /, *, note: str = "") -> str:
    """Marks a constant for translation; where it is shown, `tr` translates it, with the same `note`. Texts without a
    note are found with one, too."""
    del note
    return text


def language_of(setting: str) -> str:
    """The language that `setting` means: one of LANGUAGES, or "system": the system's where it is whole."""
    if setting != SYSTEM:
        return setting if setting in LANGUAGES else "en"
    code = QLocale.system().name().partition("_")[0]
    return code if code in _WHOLE else "en"


def speak(language: str) -> None:
    """Show the window in `language`, one of LANGUAGES; to be called before its parts are made."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("there is no application to speak a language")
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    # English keeps the system's way of writing dates and numbers where the system speaks English.
    system = QLocale.system()
    QLocale.setDefault(system if system.name().startswith(language) else QLocale(language))
    if language == "en":
        return
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{language}", qt), (f"footnote_{language}", str(asset("translations")))):
        translator = QTranslator(application)
        if not translator.load(name, folder):
            raise FileNotFoundError(f"{folder}/{name}.qm")
        application.installTranslator(translator)
