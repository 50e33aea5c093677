"""What the indexer tells of itself is known to the window, so that it can be said in other languages."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer
from desktop_app.ui import known_sentences
from desktop_app.ui.indexer_words import doing, reason, watching
from indexer.database import explain
from indexer.store_problems import explanation
from indexer.watcher import Watcher


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that only marks what it was given."""
    monkeypatch.setattr(known_sentences, "tr", lambda text, **values: f"«{text.format(**values)}»")


def said(function: str, place: int) -> Iterator[tuple[str, ...]]:
    """The texts among the arguments of each call of `function` in the indexer, with 7 for the values in them, up to
    the one at `place`."""
    for path in sorted(Path(str(indexer.__file__)).parent.glob("*.py")):
        source = path.read_text("utf-8")
        for call in ast.walk(ast.parse(source)) if f"{function}(" in source else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function:
                texts = tuple(text for text in map(literal, call.args[: place + 1]) if text is not None)
                if len(texts) == place + 1:
                    yield texts


def literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return None


@pytest.mark.usefixtures("marked")
def test_everything_that_it_does_is_known() -> None:
    done = [sentence for phase, sentence in said("Activity", 1) if phase not in ("idle", "waiting")]
    assert len(done) > 5
    unknown = [sentence for sentence in done if not doing(sentence.replace("7 7", "Reading 7")).startswith("«")]
    assert not unknown


@pytest.mark.usefixtures("marked")
def test_everything_that_it_waits_for_is_known() -> None:
    waited = [sentence for (sentence,) in said("Objection", 0)]
    waited += [sentence for phase, sentence in said("Activity", 1) if phase == "waiting"]
    assert len(waited) > 5
    assert [sentence for sentence in waited if not reason(sentence).startswith("«")] == []


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "error",
    [
        *(explain(sqlite3.OperationalError(text), Path("/d/c.db")) for text in ("disk is full", "readonly", "locked")),
        explain(sqlite3.DatabaseError("malformed"), Path("/d/c.db")),
        *(explanation("/d/v", OSError(text)) for text in ("No space left", "Permission denied", "odd")),
        explanation("s3://v", OSError("odd")),
    ],
    ids=str,
)
def test_what_stops_it_is_known(error: Exception) -> None:
    assert reason(str(error)).startswith("«")


@pytest.mark.usefixtures("marked")
def test_what_it_watches_is_known(tmp_path: Path) -> None:
    roots = [(tmp_path / name, False) for name in "abc"]
    for path, _ in roots:
        (path / "inner").mkdir(parents=True)
    limits = [100]
    watcher = Watcher(lambda: None, lambda: limits[-1])
    try:
        for limit, watched in ((100, 0), (100, 1), (100, 2), (4, 2), (0, 3)):
            limits.append(limit)
            watcher.watch(roots[:watched])
            assert watching(watcher.sentence) == f"«{watcher.sentence}»"
        watcher.watch([(tmp_path / "gone", False)])
        assert watching(watcher.sentence).startswith("«")
    finally:
        watcher.close()


def test_what_is_not_known_stays_as_it_is() -> None:
    assert doing("Thinking about it.") == "Thinking about it…"
    assert reason("Waiting for spring.") == "for spring."
    assert watching("It rains.") == "It rains."
