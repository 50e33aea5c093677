"""Fit the weights of `[evidence]` and `[answerable]` in assets/calibration.toml: when there is no answer.

    python -m tests.eval.fit_decline --set HOME QUESTIONS.jsonl [--set …] [--without KEPT.jsonl] [--model NAME]

HOME holds an index of the documents that QUESTIONS are about, half of them unanswerable; lines are {id, question,
answerable}. With --model, that language model is asked of each whether the passages state the answer, which takes
seconds a question; --cache keeps what was learnt, so that a run can be ended and gone on with. Every set counts as
much as the others. What is printed of AUROC and of declined questions is cross-validated.
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
from desktop_app.answering.excerpts import choose_excerpts
from desktop_app.answering.passages import merge_hits
from desktop_app.answering.prompt import STATED, question_whether_stated
from desktop_app.compose import connect_library
from desktop_app.llm.client import LlmClient
from desktop_app.llm.protocol import Score
from indexer.protocol import Search

NAMES = [field.name for field in fields(Signs)]
EVIDENCE = ("similarity", "coverage")
DECLINED = (0.0, 0.05, 0.08, 0.10, 0.12)  # of the answerable questions
PASSAGE_TOKENS = 700


def questions(path: Path, number: int, skip: set[str]) -> list[dict[str, Any]]:
    """A fixed random sample, half and half, without the ids in `skip`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["id"] not in skip]
    order = [rows[index] for index in np.random.default_rng(5).permutation(len(rows))]
    halves = [[row for row in order if row["answerable"] is truth][: number // 2] for truth in (True, False)]
    return [row for pair in zip(*halves, strict=False) for row in pair]


def gather(home: Path, asked: list[dict[str, Any]], model: Any, cache: Path, minutes: float) -> list[dict[str, Any]]:
    """{id, answerable, signs…} of every question that there was time for."""
    kept = [json.loads(line) for line in cache.read_text("utf-8").splitlines()] if cache.exists() else []
    known = {(row["home"], row["id"]): row for row in kept}
    library = connect_library(home)
    ends = time.monotonic() + 60 * minutes
    with cache.open("a", encoding="utf-8") as file:
        for row in asked:
            if (home.name, row["id"]) in known or time.monotonic() > ends:
                continue
            reply = library.search(Search(row["question"], 10, 5))
            stated = 0.0
            if model is not None:
                excerpts = choose_excerpts(
                    merge_hits(reply.hits), reply.evidence, row["question"], PASSAGE_TOKENS, model.count_tokens
                )
                request = Score(question_whether_stated(row["question"], excerpts), STATED)
                stated = log_odds(model.score(request).log_probabilities)
            found = asdict(signs(row["question"], reply, stated))
            one = {"home": home.name, "id": row["id"], "answerable": row["answerable"], **found}
            known[home.name, row["id"]] = one
            file.write(json.dumps(one) + "\n")
            file.flush()
    library.close()
    return [known[home.name, row["id"]] for row in asked if (home.name, row["id"]) in known]


def report(names: list[str], sets: dict[str, list[dict[str, Any]]]) -> None:
    """The fitted weights, and what they would do."""
    rows = [row for some in sets.values() for row in some]
    of = np.array([name for name, some in sets.items() for _ in some])
    values = np.array([[row[name] for name in names] for row in rows], float)
    truth = np.array([row["answerable"] for row in rows])
    weight = np.array([len(rows) / len(sets[name]) for name in of])
    scale = values.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=0.3, class_weight="balanced")
    params = {"sample_weight": weight}
    chance = cross_val_predict(model, values / scale, truth, cv=10, method="predict_proba", params=params)[:, 1]
    model.fit(values / scale, truth, sample_weight=weight)
    print(f"bias = {model.intercept_[0]:.2f}")
    for name, fitted in zip(names, model.coef_[0] / scale, strict=True):
        print(f"{name} = {fitted:.2f}")
    for name in sets:
        here = of == name
        alone = " ".join(f"{n} {roc_auc_score(truth[here], values[here, at]):.2f}" for at, n in enumerate(names))
        print(f"{name}: {sum(here)} questions, AUROC {roc_auc_score(truth[here], chance[here]):.3f}; alone {alone}")
    for share in DECLINED:
        cut = np.quantile(chance[truth], share)
        each = "; ".join(
            f"{name} {np.mean(chance[(of == name) & truth] < cut):.1%} of the answerable, "
            f"{np.mean(chance[(of == name) & ~truth] < cut):.1%} of the others"
            for name in sets
        )
        print(f"threshold {cut:.3f} declines {each}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=2, type=Path, action="append", required=True, metavar=("HOME", "QUESTIONS"))
    parser.add_argument("--without", type=Path, help="questions kept for the test of the whole")
    parser.add_argument("--number", type=int, default=400, help="questions of each set")
    parser.add_argument("--model", type=Path, help="the GGUF file of a language model to ask as well")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60, help="of asking, for each set")
    options = parser.parse_args()
    kept = options.without.read_text("utf-8").splitlines() if options.without else ()
    skip = {json.loads(line)["id"] for line in kept}
    model = None
    if options.model:
        model = LlmClient(options.set[0][0])
        model.load(options.model, 4096)
    sets = {
        home.name: gather(home, questions(path, options.number, skip), model, options.cache, options.minutes)
        for home, path in options.set
    }
    for table, names in (("evidence", list(EVIDENCE)), ("answerable", NAMES if model else NAMES[:-1])):
        print(f"\n[{table}]")
        report(names, sets)


if __name__ == "__main__":
    main()
