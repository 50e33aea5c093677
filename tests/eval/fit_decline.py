"""Fit the weights of `[evidence]` and `[answerable]` in assets/calibration.toml: when there is no answer.

    python -m tests.eval.fit_decline --about HOME QUESTIONS --near HOME QUESTIONS --cache FILE [--model GGUF]

HOME holds an index of the documents that QUESTIONS are about; lines are {id, question, answerable}. Of ABOUT the
unanswerable ones have no document that speaks of them, of NEAR they have one that does, but doesn't answer.
`[evidence]` is fitted to ABOUT and the answerable ones of NEAR, `[answerable]` to both. With --model, that language
model is asked of each whether the passages state the answer, which takes seconds a question; by default the passages
are those of the smallest prompt.
--cache keeps what was learnt, so that a run can be ended and gone on with; take another one for another model. Rows
that lack a sign are made anew. What is printed of AUROC and of declined questions is cross-validated for the questions
that were fitted to.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from desktop_app.answering.answerable import Signs, log_odds, signs
from desktop_app.answering.budget import LEAST
from desktop_app.answering.composing import compose
from desktop_app.answering.decline import evidence_features
from desktop_app.answering.prompt import ASKED, STATED, beginning
from desktop_app.compose import connect_library
from desktop_app.llm.client import LlmClient
from desktop_app.llm.protocol import Score
from indexer.protocol import Search

Row = dict[str, Any]
EVIDENCE = ["similarity", "coverage"]
STATES = [field.name for field in fields(Signs) if field.name != "stated"]
OF_NEAR = 0.5  # the weight of those in the fit of [evidence]
THRESHOLDS = (0.1, 0.12, 0.15, 0.18, 0.2, 0.22, 0.25, 0.28, 0.3, 0.35, 0.4, 0.45, 0.5)


def questions(path: Path, number: int, skip: set[str]) -> list[Row]:
    """A fixed random sample, half and half, without the ids in `skip`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["id"] not in skip]
    order = [rows[index] for index in np.random.default_rng(5).permutation(len(rows))]
    halves = [[row for row in order if row["answerable"] is truth][: number // 2] for truth in (True, False)]
    return [row for pair in zip(*halves, strict=False) for row in pair]


def gather(home: Path, asked: list[Row], model: Any, cache: Path, minutes: float, tokens: int) -> list[Row]:
    """{id, answerable, signs…} of every question that there was time for."""
    kept = [json.loads(line) for line in cache.read_text("utf-8").splitlines()] if cache.exists() else []
    known = {(row["home"], row["id"]): row for row in kept if row.keys() >= {"stated", "similarity", *STATES}}
    library = connect_library(home)
    ends = time.monotonic() + 60 * minutes
    with cache.open("a", encoding="utf-8") as file:
        for row in asked:
            if (str(home), row["id"]) in known or time.monotonic() > ends:
                continue
            reply = library.search(Search(row["question"], 10, 5))
            stated = 0.0
            if model is not None:
                read = compose(row["question"], reply, tokens, model.count_tokens)
                request = Score((*beginning(True), read.message), STATED, ASKED)
                stated = log_odds(model.score(request).log_probabilities)
            found = asdict(signs(row["question"], reply, library.embed, stated))
            found["similarity"], _ = evidence_features(reply)
            one = {"home": str(home), "id": row["id"], "answerable": row["answerable"], **found}
            known[str(home), row["id"]] = one
            file.write(json.dumps(one) + "\n")
            file.flush()
    library.close()
    return [known[str(home), row["id"]] for row in asked if (str(home), row["id"]) in known]


def fitted(names: list[str], rows: list[Row], fit: list[float]) -> tuple[np.ndarray, dict[str, float]]:
    """The probability that each question has an answer, and the weights. `fit` weighs the rows; those of weight nought
    are judged by what was fitted to the others, and those judge each other by cross-validation."""
    values = np.array([[row[name] for name in names] for row in rows], float)
    truth = np.array([row["answerable"] for row in rows])
    weight = np.array(fit)
    used = weight > 0
    scale = values[used].std(axis=0)
    scale[scale == 0] = 1.0
    values /= scale
    model = LogisticRegression(C=0.3, class_weight="balanced")
    chance = np.zeros(len(rows))
    chance[used] = cross_val_predict(
        model, values[used], truth[used], cv=10, method="predict_proba", params={"sample_weight": weight[used]}
    )[:, 1]
    model.fit(values[used], truth[used], sample_weight=weight[used])
    if not used.all():
        chance[~used] = model.predict_proba(values[~used])[:, 1]
    return chance, {"bias": model.intercept_[0], **dict(zip(names, model.coef_[0] / scale, strict=True))}


def report(title: str, weights: dict[str, float], chance: np.ndarray, rows: list[Row]) -> None:
    """The weights as they stand in the file, and what several thresholds would decline of each set."""
    print(f"\n[{title}]")
    for name, weight in weights.items():
        print(f"{name} = {weight:.2f}")
    truth = np.array([row["answerable"] for row in rows])
    of = np.array([row["home"] for row in rows])
    for name in dict.fromkeys(of):
        print(f"{name}: AUROC {roc_auc_score(truth[of == name], chance[of == name]):.3f}")
    for cut in THRESHOLDS:
        each = "; ".join(
            f"{name} {np.mean(chance[(of == name) & truth] < cut):.1%} of the answerable, "
            f"{np.mean(chance[(of == name) & ~truth] < cut):.1%} of the others"
            for name in dict.fromkeys(of)
        )
        print(f"threshold {cut:.2f} declines {each}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("about", "near"):
        parser.add_argument(f"--{name}", nargs=2, type=Path, required=True, metavar=("HOME", "QUESTIONS"))
    parser.add_argument("--without", type=Path, help="questions kept for the test of the whole")
    parser.add_argument("--number", type=int, default=400, help="questions of each set")
    parser.add_argument("--model", type=Path, help="the GGUF file of a language model to ask as well")
    parser.add_argument("--cache", type=Path, required=True, help="JSON lines; what was learnt is added to it")
    parser.add_argument("--tokens", type=int, default=LEAST, help="of passages and question that the model reads")
    parser.add_argument("--minutes", type=float, default=60, help="of asking, for each set")
    options = parser.parse_args()
    kept = options.without.read_text("utf-8").splitlines() if options.without else ()
    skip = {json.loads(line)["id"] for line in kept}
    model = None
    if options.model:
        model = LlmClient(options.cache.absolute().parent)
        model.load(options.model, 4096, beginning(True))
    about, near = (
        gather(home, questions(path, options.number, skip), model, options.cache, options.minutes, options.tokens)
        for home, path in (options.about, options.near)
    )
    rows = about + near
    found = [1.0] * len(about) + [OF_NEAR * row["answerable"] for row in near]
    chance, weights = fitted(EVIDENCE, rows, found)
    report("evidence", weights, chance, rows)
    names = [*STATES, "stated"] if model else STATES
    both = [len(near) / len(about)] * len(about) + [1.0] * len(near)
    chance, weights = fitted(names, rows, both)
    title = options.model.parent.name if model else ""
    report(f'answerable."{title}"', weights, chance, rows)


if __name__ == "__main__":
    main()
