"""What every test stands on: English, no display, no network, no real home, and no log record that nobody expected."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from PySide6.QtCore import QLocale

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"  # for what is started; "C" means English
os.environ.pop("LANGUAGE", None)
QLocale.setDefault(QLocale("en_US"))
os.environ["HF_HUB_OFFLINE"] = "1"
hypothesis.settings.register_profile("footnote", deadline=None)  # a busy machine is no mistake
hypothesis.settings.load_profile("footnote")


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for each test, numbered here: pytest would look through all of them for the next number."""
    ground = tmp_path_factory.mktemp("homes")
    return (ground / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Footnote's home for this test; the person's own is out of reach."""
    ground = next(homes)
    home, run = ground / "home", ground / "run"
    for folder in (home, run):
        folder.mkdir(mode=0o700, parents=True)
    monkeypatch.setenv("FOOTNOTE_HOME", str(home))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    return home


@pytest.fixture(autouse=True)
def no_unexpected_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An error in the log fails the test, unless the test looked at it and cleared `caplog`."""
    yield
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() for record in errors]
