from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import ErrorCode, KnownError
from indexer.extract.registry import extract
from indexer.places import place_of
from indexer.types import Extracted

LIMIT = 50_000_000


def read(tmp_path: Path, notebook: Any) -> Extracted:
    (tmp_path / "a.ipynb").write_text(notebook if isinstance(notebook, str) else json.dumps(notebook))
    return extract(tmp_path / "a.ipynb", max_bytes=LIMIT)


def code(source: Any, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


def test_a_cell_is_a_page(tmp_path: Path) -> None:
    got = read(
        tmp_path,
        {
            "nbformat": 4,
            "metadata": {"authors": [{"name": "Ann"}]},
            "cells": [
                {"cell_type": "markdown", "source": ["# Soils\n", "\n", "Clay is soft."]},
                {"cell_type": "code", "source": "", "outputs": []},
                code(["x = 1\n", "x"], {"output_type": "execute_result", "data": {"text/plain": ["1"]}}),
                {"cell_type": "raw", "source": "as it is"},
            ],
        },
    )
    assert (got.kind, got.title, got.author) == ("notebook", "Soils", "Ann")
    assert [place_of(got.kind, page.number, page.label) for page in got.pages] == ["cell 1", "cell 3", "cell 4"]
    assert [page.text for page in got.pages] == ["# Soils\n\nClay is soft.", "x = 1\nx\n\n1", "as it is"]
    assert [(item.level, item.text) for item in got.pages[0].headings] == [(1, "Soils")]


@pytest.mark.parametrize(
    ("output", "shown"),
    [
        ({"output_type": "stream", "text": ["a\n", "b\n"]}, "a\nb"),
        ({"output_type": "stream", "text": "\x1b[31mred\x1b[0m"}, "red"),
        ({"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["long"]}, "ValueError: no"),
        ({"output_type": "display_data", "data": {"text/plain": "<Figure size 1x1>", "image/png": "iVBOR"}}, ""),
        ({"output_type": "display_data", "data": {"image/png": "iVBOR"}}, ""),
        ({"output_type": "execute_result", "data": {"text/plain": "   a\n0  1", "text/html": "<table>"}}, "   a\n0  1"),
        ({"output_type": "stream", "text": "a line\n" * 1000}, "a line\n" * 285 + "…"),
    ],
)
def test_output_is_kept_short_and_only_text(tmp_path: Path, output: dict[str, Any], shown: str) -> None:
    got = read(tmp_path, {"cells": [code("x", output)]})
    assert got.pages[0].text == (f"x\n\n{shown}" if shown else "x")


def test_pictures_within_text_are_left_out(tmp_path: Path) -> None:
    cell = {"cell_type": "markdown", "source": f"see ![a](data:image/png;base64,{'iVBO' * 5000}) here"}
    assert read(tmp_path, {"cells": [cell]}).pages[0].text == "see ![a](data:) here"


def test_the_older_format(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Clay"]},
        {"cell_type": "code", "input": ["x"], "outputs": [{"output_type": "pyout", "text": ["1"]}]},
    ]
    got = read(tmp_path, {"nbformat": 3, "worksheets": [{"cells": cells}]})
    assert [page.text for page in got.pages] == ["## Clay", "x\n\n1"]
    assert [(item.level, item.text) for item in got.pages[0].headings] == [(2, "Clay")]


@pytest.mark.parametrize(
    "broken", ['{"cells": [', "[1, 2]", '{"nbformat": 4}', '{"cells": 5}', "7", "[" * 100_000, '{"worksheets": [3]}']
)
def test_what_is_no_notebook_is_damaged(tmp_path: Path, broken: str) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, broken)
    assert caught.value.problem.code is ErrorCode.CORRUPT and "a.ipynb" in caught.value.problem.message
