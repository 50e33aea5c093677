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
    source = call.args[1 if name == "trn" else 0]
    note = next((word.value for word in call.keywords if word.arg == "note"), ast.Constant(""))
    if isinstance(source, ast.Constant) and isinstance(note, ast.Constant):
        yield Text(str(source.value), str(note.value), name == "trn")
    elif isinstance(source, ast.JoinedStr | ast.BinOp):
        raise SyntaxError(  # noqa: TRY004 – it is the source file that is wrong, not a type
            f"{path}:{call.lineno}: a text to translate must be one literal, with {{names}} for values"
        )


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


def compile_all() -> None:
    import PySide6

    tool = Path(PySide6.__file__).parent / "lrelease"
    for path in sorted(FOLDER.glob("*.ts")):
        subprocess.run([tool, "-silent", path, "-qm", path.with_suffix(".qm")], check=True)


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
    if options.check:
        return int(wrong > 0)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
