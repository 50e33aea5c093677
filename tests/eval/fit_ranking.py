"""Fit the weights of indexer/data/ranking.toml on several question sets together.

    python -m tests.eval.fit_ranking EVAL_FOLDER --sets squad2=HOME financebench=HOME cranfield … --model MODEL_FOLDER \
        --cache CACHE [--write indexer/data/ranking.toml]

Listwise: of the candidates of a question those that were looked for, and before them all of the right document, should
have the greatest share of exp(score).
Every set weighs the same, whatever its size, a few more so that the weights are general; a penalty keeps weights
small, and signs that only one set could want are ruled out (SIGNS). What is printed is cross-validated: questions of
one company, article or topic are never fitted and tested at once. Questions are asked in lower case too, every second
time, because people write names so. A set with `!` lends its questions by keywords alone to a fit with vectors.
"""

from __future__ import annotations

import argparse
import pickle
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from indexer.features import FEATURES
from indexer.ranking import Ranker
from indexer.search import ChunkRow, arranged
from indexer.torch_embedder import TransformerEmbedder
from tests.eval.eval_retrieval import holds, measures
from tests.eval.libraries import BEIR, Question, build, copy_of, questions_of, scratch_folder

FOLDS = 5
PENALTY = 0.03
SET_WEIGHTS = {"financebench": 3.0, "squad2": 2.0, "cranfield": 2.0, "cisi": 2.0, "npl_vaswani": 2.0}
# Signs that weights may have; all others can only speak for a passage.
BELOW_ZERO = {"year missed", "quarter missed", "clearly named of another", "contents list"}
FREE = {"length", "first of document", "numbers", "page others", "table", "page strength"}
VECTORS = {"cosine", "cosine rank", "cosine rank in document", "cosine of best"}


@dataclass
class Case:
    """A question with its candidates; `gold` is a share of 1 for each that was looked for, or all equal parts of one
    answer where any of them does (`any_does`)."""

    name: str
    question: Question
    rows: list[ChunkRow]
    features: np.ndarray
    gold: np.ndarray
    any_does: bool
    lower: bool

    def __post_init__(self) -> None:
        self.in_document = np.array([Path(row.path).name in self.question.docs for row in self.rows])

    @property
    def of_passages(self) -> bool:
        """Whether its gold tells passages, pages or whole small documents from others, rather than a long document."""
        return bool(self.question.gains or self.question.pages or self.question.passages)


def gold_of(question: Question, rows: Sequence[ChunkRow]) -> np.ndarray:
    names = [Path(row.path).name for row in rows]
    if question.gains:
        return np.array([question.gains.get(name, 0.0) for name in names])
    if question.pages:
        return np.array([float((name, row.page) in question.pages) for name, row in zip(names, rows, strict=True)])
    right = [name in question.docs for name in names]
    if question.passages:
        return np.array([float(ok and holds(question, row.text)) for ok, row in zip(right, rows, strict=True)])
    return np.array(right, float)


def cases_of(entry: str, chosen: argparse.Namespace, embedder: TransformerEmbedder | None) -> list[Case]:
    """From the cache where the features are the same."""
    name, _, home = entry.rstrip("!").partition("=")
    embedder = None if entry.endswith("!") else embedder
    kept = chosen.cache / f"pools-{name}-{chosen.sample}-{'both' if embedder else 'keywords'}.pickle"
    if kept.exists() and not chosen.fresh:
        features, kept_cases = pickle.loads(kept.read_bytes())
        if features == FEATURES:
            return [Case(*values) for values in kept_cases]
    library = copy_of(Path(home), embedder, scratch_folder()) if home else build(chosen.folder, name, embedder, chosen)
    cases = []
    for number, question in enumerate(questions_of(chosen.folder, name, chosen.sample)):
        texts = [question.text] if number % 2 or name in BEIR else [question.text, question.text.lower()]
        for text in texts:
            pool = library.searcher.pool(text, 10, vectors=embedder is not None)
            rows = [SimpleNamespace(**{**row.__dict__, "head": ""}) for row in pool.rows]
            gold = gold_of(question, pool.rows)
            cases.append(
                Case(name, question, rows, pool.features, gold, not question.gains, text != question.text)  # type: ignore[arg-type]
            )
    library.catalog.close()
    plain = [(c.name, c.question, c.rows, c.features, c.gold, c.any_does, c.lower) for c in cases]
    kept.write_bytes(pickle.dumps((FEATURES, plain)))
    return cases


def loss(weights: np.ndarray, cases: Sequence[Case], shares: np.ndarray) -> tuple[float, np.ndarray]:
    """Of the listwise model, with its gradient."""
    total, gradient = PENALTY * float(weights @ weights), 2 * PENALTY * weights
    for case, share in zip(cases, shares, strict=True):
        scores = case.features @ weights
        scores -= scores.max()
        chance = np.exp(scores)
        chance /= chance.sum()
        if case.any_does:
            for wanted in (case.gold > 0, case.in_document):
                hit = chance * wanted
                within = hit.sum() + 1e-12
                total -= share * np.log(within)
                gradient -= share * (case.features.T @ (hit / within - chance))
        else:
            target = case.gold / case.gold.sum()
            total -= share * float(target @ np.log(chance + 1e-12))
            gradient -= share * (case.features.T @ (target - chance))
    return total, gradient


def fit(cases: Sequence[Case], vectors: bool) -> np.ndarray:
    usable = [case for case in cases if case.gold.any()]
    count: dict[str, int] = defaultdict(int)
    for case in usable:
        count[case.name] += 1
    shares = np.array([SET_WEIGHTS.get(case.name, 1.0) / count[case.name] for case in usable])
    shares /= shares.sum()
    bounds = [
        (0.0, 0.0) if name in VECTORS and not vectors
        else (None, 0.0) if name in BELOW_ZERO
        else (None, None) if name in FREE
        else (0.0, None)
        for name in FEATURES
    ]  # fmt: skip
    start = np.zeros(len(FEATURES))
    return minimize(loss, start, (usable, shares), jac=True, method="L-BFGS-B", bounds=bounds).x


def calibrated(cases: Sequence[Case], weights: np.ndarray) -> tuple[float, float]:
    """Offset and scale that make a score the log-odds of having been looked for, of those whose gold is of passages:
    where a long document is looked for, each of its passages would count as right."""
    known = [(case.features @ weights, case.gold > 0) for case in cases if case.of_passages]
    best = [(float(score), right) for scores, gold in known for score, right in zip(scores, gold, strict=True)]
    scores, truth = np.array([[score] for score, _ in best]), np.array([right for _, right in best])
    model = LogisticRegression(C=100.0).fit(scores, truth)
    return float(model.intercept_[0]), float(model.coef_[0][0])


def fitted(cases: Sequence[Case], vectors: bool) -> Ranker:
    weights = fit(cases, vectors)
    return Ranker(weights, *calibrated(cases, weights))


def tested(cases: Sequence[Case], rankers: Sequence[Ranker], folds: Sequence[int]) -> None:
    """Print each set's measures, every question ranked by what did not see its group."""
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    counts: dict[str, int] = defaultdict(int)
    for case, fold in zip(cases, folds, strict=True):
        ranked = arranged(case.rows, rankers[fold].scores(case.features), 20 if case.question.gains else 10)
        name = f"{case.name}, lower" if case.lower else case.name
        counts[name] += 1
        sums[name]["in pool"] += float(case.gold.any())
        for measure, value in measures(case.question, [row for row, _ in ranked]).items():  # type: ignore[misc]
            sums[name][measure] += value
    for name, values in sums.items():
        print(f"  {name:20}", "  ".join(f"{key} {value / counts[name]:.3f}" for key, value in values.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", required=True, metavar="NAME[=HOME][!]")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=225)
    parser.add_argument("--fresh", action="store_true", help="gather the candidates anew")
    parser.add_argument("--keywords", action="store_true", help="fit the weights for keywords alone")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--without", nargs="*", default=[], help="features to do without, to see what they bring")
    chosen = parser.parse_args()
    vectors = not chosen.keywords
    embedder = TransformerEmbedder(chosen.model, threads=lambda: 1, cache_folder=chosen.cache) if vectors else None
    cases = [case for entry in chosen.sets for case in cases_of(entry, chosen, embedder)]
    for case in cases:
        case.features[:, [FEATURES.index(name) for name in chosen.without]] = 0.0
    groups = sorted({(case.name, case.question.group) for case in cases})
    fold_of = {group: at % FOLDS for at, group in enumerate(groups)}
    folds = [fold_of[case.name, case.question.group] for case in cases]
    seen = [[case for case, of in zip(cases, folds, strict=True) if of != fold] for fold in range(FOLDS)]
    print("cross-validated:")
    tested(cases, [fitted(part, vectors) for part in seen], folds)
    final = fitted(cases, vectors)
    known = list(zip(FEATURES, final.weights, strict=True))
    print("\n".join(f"  {name:26} {weight:6.2f}" for name, weight in known if weight))
    if chosen.write:
        write(chosen.write, "with_vectors" if vectors else "keywords_alone", final)


def write(path: Path, section: str, final: Ranker) -> None:
    """Replace one set of weights in the file, the other stays."""
    lines = [f"[{section}]", f"offset = {final.offset:.3f}", f"scale = {final.scale:.3f}", f"[{section}.weights]"]
    known = zip(FEATURES, final.weights, strict=True)
    lines += [f'"{name}" = {weight:.3f}' for name, weight in known if abs(weight) >= 5e-4]
    parts = path.read_text("utf-8").split("\n\n")
    kept = [part.strip() for part in parts if not part.lstrip().startswith(f"[{section}]")]
    path.write_text("\n\n".join([*kept, "\n".join(lines)]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
