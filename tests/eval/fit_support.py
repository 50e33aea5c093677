"""Fit the weights of `[support…]` in assets/calibration.toml to claims that people labelled.

    python tests/eval/fit_support.py CLAIMS.jsonl [--embedder FOLDER]

CLAIMS has a line {id, text, context, label} each; label 1 is supported, 0.5 partly, 0 not at all. Prints, with vectors
where an embedder is given and by words alone where not, each feature's AUROC for label 1 against the rest, that of
the fitted sum (5-fold, cross-validated, the claims of one sentence kept together, over several shuffles), and the TOML
to paste.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.model_selection import GroupKFold, cross_val_predict

from desktop_app.answering.units import Unit, UnitKind
from desktop_app.answering.verify import Features, Verifier
from indexer.types import Hit

_SHUFFLES = 5
NAMES = [field.name for field in fields(Features)]


def hit(text: str) -> Hit:
    return Hit(1, 1, 1, "/a.txt", "", "text", None, None, 0, len(text), "", text, "", 1.0, None, None, None, False)


def caching_embedder(folder: str) -> Callable[[Sequence[str]], list[list[float]]]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(folder, device="cpu", local_files_only=True)
    known: dict[str, list[float]] = {}

    def embed(texts: Sequence[str]) -> list[list[float]]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, model.encode(new, normalize_embeddings=True).tolist(), strict=True))
        return [known[text] for text in texts]

    return embed


def best_cut(truth: np.ndarray, scores: np.ndarray) -> float:
    """The score that best tells true from false (balanced accuracy)."""
    false_rate, true_rate, cuts = roc_curve(truth, scores)
    return float(cuts[np.argmax(true_rate - false_rate)])


def _held_out(
    model: LogisticRegression, features: np.ndarray, truth: np.ndarray, groups: np.ndarray, shuffle: int
) -> np.ndarray:
    """Each claim's probability, from weights that were fitted without it and its sentence's other claims."""
    order = np.random.RandomState(shuffle).permutation(groups.max() + 1)
    folds = GroupKFold(5)
    return cross_val_predict(model, features, truth, cv=folds, groups=order[groups], method="predict_proba")[:, 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=Path)
    parser.add_argument("--embedder", metavar="FOLDER")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.claims.read_text("utf-8").splitlines()]
    embed = caching_embedder(options.embedder) if options.embedder else None
    features = np.array(
        [
            astuple(Verifier("", [hit(row["context"])], embed).features(Unit(0, row["text"], UnitKind.SENTENCE)))
            for row in rows
        ],
        float,
    )
    labels = np.array([float(row["label"]) for row in rows])
    supported, grounded = labels >= 1, labels > 0.25
    for name, column in zip(NAMES, features.T, strict=True):
        print(f"{name:12} AUROC {roc_auc_score(supported, column):.3f}")
    groups = np.unique([row["text"] for row in rows], return_inverse=True)[1]
    for table, truth in (("support", supported), ("support_in_part", grounded)):
        fit(table if embed else f"{table}_without_vectors", features, truth, labels, groups)


def fit(table: str, features: np.ndarray, truth: np.ndarray, labels: np.ndarray, groups: np.ndarray) -> None:
    model = LogisticRegression(C=3.0, max_iter=1000)
    scores = np.mean([_held_out(model, features, truth, groups, shuffle) for shuffle in range(_SHUFFLES)], axis=0)
    print(f"\ncross-validated AUROC: {roc_auc_score(truth, scores):.3f}, best cut {best_cut(truth, scores):.2f}")
    print("score at least: share of supported, partly supported, unsupported claims")
    for cut in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        print(f"  {cut}: " + ", ".join(f"{np.mean(scores[labels == label] >= cut):.2f}" for label in (1, 0.5, 0)))
    model.fit(features, truth)
    print(f"\n[{table}]\nbias = {model.intercept_[0]:.2f}")
    for name, weight in zip(NAMES, model.coef_[0], strict=True):
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()
