"""The closed-book row of `make eval`: the questions of a set, asked of the model alone, as `score.py` reads answers."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from desktop_app.compose import compose
from desktop_app.measuring.closed_book import ClosedBook
from desktop_app.measuring.judge import declines


def ask_alone(home: Path, questions: Path, output: Path) -> None:
    """Ask the model that the library at `home` uses; a line for each question goes to `output`."""
    services = compose(home)
    try:
        name, path = services.models.language_model()
        alone = ClosedBook(services.language_model, path)
        with output.open("w", encoding="utf-8") as file:
            for line in questions.read_text("utf-8").splitlines():
                question = json.loads(line)
                began = time.perf_counter()
                answer = alone(question["question"])
                row = {
                    "id": question["id"],
                    "answer": answer,
                    "declined": declines(answer),
                    "sentences": [],
                    "sources": [],
                    "model": name.name,
                    "milliseconds": {"total": 1000 * (time.perf_counter() - began)},
                }
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    finally:
        services.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.eval.closed_book", description=__doc__)
    for name in ("home", "questions", "output"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    ask_alone(options.home, options.questions, options.output)
