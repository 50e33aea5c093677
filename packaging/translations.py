"""Bring assets/translations up to date with the window's source, and compile it.

    python packaging/translations.py            take up new texts, drop those that went, compile
    python packaging/translations.py --check    change nothing; fail where something would change or isn't translated

Texts are the literals given to `tr`, `trn` and `later` of desktop_app/ui/translation.py. Qt's own lupdate looks for a
class's `self.tr`; functions and constants have none.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "translations"
SOURCES = ROOT / "desktop_app"
CONTEXT = "Footnote"


@dataclass(frozen=True, order=True)
class Text:
    """What is to be translated: `source` as it is in English (the plural, where it counts something)."""

    source: str
    note: str = ""
    counts: bool = False


def texts(folder: Path = SOURCES) -> list[Text]:
    """Every text of the sources in `folder`, each once, in order; SyntaxError where one is composed."""
    found: set[Text] = set()
    for path in sorted(folder.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                found.update(_text_of(call, call.func.id, path))
    return sorted(found)


def _text_of(call: ast.Call, name: str, path: Path) -> Iterator[Text]:
    if name not in ("tr", "trn", "later") or not call.args:
        return
    note = next((word.value for word in call.keywords if word.arg == "note"), ast.Constant(""))
    literals = list(_literals(call.args[1 if name == "trn" and len(call.args) > 1 else 0]))
    marked = all(isinstance(each, ast.Name | ast.Attribute | ast.Subscript) for each in literals) and name == "tr"
    if marked:  # constants, which `later` has found
        return
    if not all(isinstance(each, ast.Constant) for each in (*literals, note)):
        raise SyntaxError(f"{path}:{call.lineno}: a text to translate must be one literal, with {{names}} for values")
    for each in literals:
        yield Text(str(ast.literal_eval(each)), str(ast.literal_eval(note)), name == "trn")


def _literals(text: ast.expr) -> Iterator[ast.expr]:
    """Both sides of a condition."""
    if isinstance(text, ast.IfExp):
        yield from _literals(text.body)
        yield from _literals(text.orelse)
    else:
        yield text


def read(path: Path) -> dict[Text, list[str]]:
    """The translations in a .ts file: the forms of each text, several where it counts something."""
    known: dict[Text, list[str]] = {}
    for message in ET.parse(path).getroot().iter("message"):
        text = Text(message.findtext("source", ""), message.findtext("comment", ""), message.get("numerus") == "yes")
        translation = message.find("translation")
        if translation is None or translation.get("type") == "unfinished":
            known[text] = []
        elif text.counts:
            known[text] = [form.text or "" for form in translation.iter("numerusform")]
        else:
            known[text] = [translation.text or ""]
    return known


def write(path: Path, language: str, known: dict[Text, list[str]]) -> None:
    """The .ts file of `known`; a text without forms is marked as unfinished."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text, forms in sorted(known.items()):
        message = ET.SubElement(context, "message", {"numerus": "yes"} if text.counts else {})
        ET.SubElement(message, "source").text = text.source
        if text.note:
            ET.SubElement(message, "comment").text = text.note
        translation = ET.SubElement(message, "translation", {} if forms else {"type": "unfinished"})
        if text.counts:
            for form in forms or ("", ""):
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = "".join(forms)
    ET.indent(root, "    ")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(head + ET.tostring(root, encoding="unicode") + "\n", "utf-8")


def compile_into(path: Path, compiled: Path) -> None:
    """The .ts file at `path` as the .qm file that the window reads."""
    import PySide6

    tool = Path(PySide6.__file__).parent / "lrelease"
    subprocess.run([tool, "-silent", path, "-qm", compiled], check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    wanted = texts()
    wrong = 0
    for path in sorted(FOLDER.glob("*.ts")):
        known = read(path)
        fresh = {text: known.get(text, []) for text in wanted}
        untranslated = [text.source for text, forms in fresh.items() if not forms]
        changed = set(fresh) != set(known)
        print(f"{path.name}: {len(fresh)} texts, {len(untranslated)} not translated", *untranslated[:20], sep="\n  ")
        wrong += bool(untranslated) or changed
        if not options.check:
            write(path, path.stem.partition("_")[2], fresh)
            compile_into(path, path.with_suffix(".qm"))
    return int(wrong > 0) if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
