"""Fit the weights of `[evidence]` in assets/calibration.toml: when a search found too little to ask the model.

    python tests/eval/fit_decline.py --home HOME --inside QUESTIONS.jsonl --outside OTHERS.jsonl [--number N]

HOME holds an index of the documents that the questions INSIDE are about; those OUTSIDE are about other documents.
Lines are {question, answerable}. Fits answerable questions inside against those outside and prints for several
thresholds how many of each would be declined, and how many of the unanswerable inside, which speak of what the
documents do hold.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from desktop_app.answering.decline import evidence_features
from desktop_app.compose import connect_library
from indexer.protocol import Search

NAMES = ("similarity", "coverage")


def questions(path: Path, number: int, skip: set[str]) -> list[tuple[str, bool]]:
    """A fixed random sample, without the ids in `skip`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["id"] not in skip]
    chosen = np.random.default_rng(5).permutation(len(rows))[:number]
    return [(rows[index]["question"], bool(rows[index].get("answerable", True))) for index in chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--inside", type=Path, required=True)
    parser.add_argument("--outside", type=Path, required=True)
    parser.add_argument("--without", type=Path, help="questions kept for the test of the whole")
    parser.add_argument("--number", type=int, default=400)
    options = parser.parse_args()
    library = connect_library(options.home)
    skip = (
        {json.loads(line)["id"] for line in options.without.read_text("utf-8").splitlines()} if options.without else ()
    )
    inside = questions(options.inside, options.number, set(skip))
    outside = questions(options.outside, options.number // 2, set())

    def features(asked: list[str]) -> np.ndarray:
        return np.array([evidence_features(library.search(Search(one, 10, 5))) for one in asked], float)

    answerable = features([question for question, can in inside if can])
    unanswerable = features([question for question, can in inside if not can])
    foreign = features([question for question, _ in outside])
    library.close()
    both = np.concatenate([answerable, foreign])
    truth = np.arange(len(both)) < len(answerable)
    for name, column in zip(NAMES, both.T, strict=True):
        print(f"{name:10} AUROC answerable against outside {roc_auc_score(truth, column):.3f}")
    model = LogisticRegression(C=3.0, class_weight="balanced").fit(both, truth)

    def score(of: np.ndarray) -> np.ndarray:
        return model.predict_proba(of)[:, 1]

    print(f"sum        AUROC {roc_auc_score(truth, score(both)):.3f}\n\n[evidence]\nbias = {model.intercept_[0]:.2f}")
    for name, weight in zip(NAMES, model.coef_[0], strict=True):
        print(f"{name} = {weight:.2f}")
    for cut in (0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
        print(
            f"threshold {cut}: declined {np.mean(score(answerable) < cut):.1%} of {len(answerable)} answerable, "
            f"{np.mean(score(unanswerable) < cut):.1%} of {len(unanswerable)} unanswerable, "
            f"{np.mean(score(foreign) < cut):.1%} of {len(foreign)} outside"
        )


if __name__ == "__main__":
    main()
