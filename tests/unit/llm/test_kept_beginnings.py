"""Files with what a model read first."""

from __future__ import annotations

import os
from pathlib import Path

from desktop_app.llm.beginnings import KeptBeginnings


def place(folder: Path) -> Path:
    (found,) = folder.glob("*.beginning")
    return found


def model_in(folder: Path) -> Path:
    model = folder / "m.gguf"
    model.write_bytes(b"weights")
    return model


def test_what_was_kept_is_there_for_the_same_tokens_of_the_same_model_alone(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    KeptBeginnings(tmp_path, "1").write(model, 512, [1, 2, 3], b"state")
    again = KeptBeginnings(tmp_path, "1")
    assert again.read(model, 512, [1, 2, 3]) == b"state"
    assert again.read(model, 512, [1, 2]) is None
    assert again.read(model, 1024, [1, 2, 3]) is None
    assert KeptBeginnings(tmp_path, "2").read(model, 512, [1, 2, 3]) is None
    model.write_bytes(b"other weights")
    assert again.read(model, 512, [1, 2, 3]) is None


def test_what_is_damaged_is_not_given_out(tmp_path: Path) -> None:
    model, kept = model_in(tmp_path), KeptBeginnings(tmp_path, "1")
    kept.write(model, 512, [1], b"state")
    for damage in (b"", b"short", place(tmp_path).read_bytes()[:-1] + b"!"):
        place(tmp_path).write_bytes(damage)
        assert kept.read(model, 512, [1]) is None


def test_only_the_newest_two_stay(tmp_path: Path) -> None:
    model, kept = model_in(tmp_path), KeptBeginnings(tmp_path, "1")
    for number in range(4):
        kept.write(model, 512, [number], b"state")
        for file in tmp_path.glob("*.beginning"):
            os.utime(file, (file.stat().st_mtime - 10,) * 2)
    assert [kept.read(model, 512, [number]) is not None for number in range(4)] == [False, False, True, True]


def test_without_a_folder_or_where_it_is_gone_nothing_is_kept(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    for kept in (KeptBeginnings(None, "1"), KeptBeginnings(tmp_path / "gone", "1")):
        kept.write(model, 512, [1], b"state")
        assert kept.read(model, 512, [1]) is None
