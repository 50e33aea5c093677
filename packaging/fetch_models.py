"""Fetches models with a progress bar: `python packaging/fetch_models.py test|recommended`, in the virtual environment.

`test`: the small ones that the tests run with. `recommended`: what suits this machine.
"""

from __future__ import annotations

import sys

from tqdm import tqdm

from desktop_app.models import ModelProgress, Task
from desktop_app.models.store import ModelStore
from indexer.config import home_folder
from indexer.errors import FootnoteError

TEST_MODELS = ("all-minilm-l6-v2", "smollm2-135m-instruct")


def wanted(store: ModelStore, which: str) -> tuple[str, ...]:
    """The names of the models to fetch."""
    if which == "test":
        return TEST_MODELS
    return store.recommended(Task.EMBEDDER).name, store.recommended(Task.LANGUAGE_MODEL).name


class Bar:
    """A progress bar that appears when there is something to wait for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._bar: tqdm[object] | None = None

    def show(self, progress: ModelProgress) -> None:
        if self._bar is None:
            self._bar = tqdm(desc=self._name, unit="B", unit_scale=True, mininterval=1 if sys.stderr.isatty() else 10)
        self._bar.total = progress.total
        self._bar.set_postfix_str(progress.stage, refresh=False)
        self._bar.update(progress.done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def main(which: str) -> int:
    try:
        store = ModelStore(home_folder())
        for name in wanted(store, which):
            bar = Bar(name)
            try:
                store.get(name, bar.show)
            finally:
                bar.close()
    except FootnoteError as error:
        print(error.problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
