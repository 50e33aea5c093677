"""`make eval`: the whole program on public evaluation sets, scored by their own script.

Each set is indexed in a library of its own, its questions are answered by `footnote … --batch` as a script would, and
`score.py` beside the sets judges what was printed; below stands what the same model says without documents. Without
arguments a fast part is run and compared with `baselines.json`, so that a regression is seen; `ARGS=--full` runs all.
The sets are not part of the project: where they are absent, this says so.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.eval.baselines import Baselines
from tests.eval.closed_book import ask_alone
from tests.eval.failures import count

ROOT = Path(__file__).resolve().parents[2]
BASELINES = Path(__file__).with_name("baselines.json")
LANGUAGE_MODELS = ("qwen2.5-coder-1.5b-instruct",)


@dataclass(frozen=True)
class Part:
    """What is asked of a set: its folders, its questions, and so many of these, evenly from all."""

    folders: tuple[str, ...] = ("docs",)
    questions: str = "questions.jsonl"
    limit: int | None = None


FAST = {"squad2": Part(questions="questions.200.jsonl", limit=60), "clapnq": Part(limit=40)}
FULL = {
    "squad2": Part(("docs", "docs_distractors"), "questions.200.jsonl"),  # a fixed half-and-half sample
    "clapnq": Part(),
    "aragog": Part(),
    "financebench": Part(),
}


def main() -> int:
    """Returns 1 when the evaluation sets are not there, or a measure fell below its baseline."""
    parser = argparse.ArgumentParser(prog="make eval ARGS=…", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval", help="folder of the sets")
    parser.add_argument("--full", action="store_true", help="all questions of all sets; takes hours")
    parser.add_argument("--sets", nargs="+", help="only these")
    parser.add_argument("--models", nargs="*", default=list(LANGUAGE_MODELS), help="none: search only")
    parser.add_argument("--limit", type=int, help="only N questions of each set, evenly from all")
    parser.add_argument("--out", type=Path, default=Path("build") / "eval", help="libraries and outputs are kept here")
    parser.add_argument("--save", action="store_true", help="take what is measured as the new baseline")
    options = parser.parse_args()
    if not (options.data / "score.py").is_file():
        print(f"The evaluation sets are not at {options.data}; name their folder with --data.")
        return 1
    parts = FULL if options.full else FAST
    measured: dict[str, Any] = {}
    for name in options.sets or parts:
        measured |= evaluate(name, parts.get(name, Part()), options)
    baselines = Baselines.read(BASELINES)
    key = "full" if options.full else "fast"
    if options.limit is not None:
        return 0  # fewer questions than the baseline was measured on
    if options.save:
        baselines.with_measures(key, measured).write(BASELINES)
        return 0
    worse = baselines.worse(key, measured)
    print("\n## Against the baseline\n" + ("\n".join(worse) or "Nothing is worse."))
    return 1 if worse else 0


def evaluate(name: str, part: Part, options: argparse.Namespace) -> dict[str, Any]:
    """What was measured, by set and by what was asked."""
    folder = options.data / name
    out = (options.out / ("full" if options.full else "fast") / name).absolute()
    out.mkdir(parents=True, exist_ok=True)
    lines = (folder / part.questions).read_text("utf-8").splitlines()
    # Answerable and unanswerable ones may stand apart.
    number = min(len(lines), options.limit or part.limit or len(lines))
    lines = [lines[row * len(lines) // number] for row in range(number)]
    questions = out / "questions.jsonl"
    questions.write_text("\n".join(lines) + "\n", "utf-8")
    home = out / "home"
    footnote(home, "add", *(str(folder / one) for one in part.folders))
    report = json.loads(footnote(home, "index", "--json"))
    print(f"\n## {name}: {len(lines)} questions, index {json.dumps(report)}", flush=True)
    (out / "search.jsonl").write_text(footnote(home, "search", "--batch", str(questions), "-k", "10"), "utf-8")
    measured = {f"{name} search": score(options.data, "search", questions, out / "search.jsonl")}
    for model in options.models:
        footnote(home, "models", "use", model)
        output, details = out / f"ask-{model}.jsonl", out / f"details-{model}.jsonl"
        began = time.monotonic()
        output.write_text(footnote(home, "ask", "--batch", str(questions)), "utf-8")
        print(f"\n### {name}, {model}: {time.monotonic() - began:.0f} s", flush=True)
        measured[f"{name} {model}"] = score(options.data, "ask", questions, output, "--details", str(details))
        measured[f"{name} {model}"] |= cited_where_right(options.data, questions, output, details)
        timings(output)
        for kind, number in count(home, questions, output, details)[0].most_common():
            print(f"{number:5}  {kind}")
        alone = out / f"closed-book-{model}.jsonl"
        ask_alone(home, questions, alone)
        print(f"\n### {name}, {model} without documents (closed book)", flush=True)
        score(options.data, "ask", questions, alone)
    return measured


def footnote(home: Path, *arguments: str) -> str:
    """What the command line prints on stdout; a batch may hold questions that failed."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--home", str(home), *arguments],
        cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode and "--batch" not in arguments:
        raise SystemExit(done.returncode)
    return done.stdout


def score(data: Path, kind: str, questions: Path, output: Path, *more: str) -> dict[str, float]:
    """Prints the script's table; returns its rates."""
    subprocess.run([sys.executable, str(data / "score.py"), kind, str(questions), str(output), *more], check=True)
    return {name: value["value"] for name, value in rates(data, kind, questions, output, *more).items()}


def rates(data: Path, kind: str, questions: Path, output: Path, *more: str) -> dict[str, dict[str, float]]:
    """The script's rates, each with its interval and number: {value, low, high, n}."""
    command = [sys.executable, str(data / "score.py"), "--json", kind, str(questions), str(output), *more]
    plain = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return {name: value for name, value in plain.items() if isinstance(value, dict)}


def cited_where_right(data: Path, questions: Path, output: Path, details: Path) -> dict[str, float]:
    """How often the gold document and page are cited, of the answers that were judged right: a wrong one is counted as
    wrong already."""
    right = {row["id"] for line in details.read_text("utf-8").splitlines() if (row := json.loads(line))["right"]}
    asked = details.with_name("right.jsonl")
    with asked.open("w", encoding="utf-8") as file:
        for line in questions.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["id"] in right and row.get("answerable", True):
                file.write(line + "\n")
    of_right = rates(data, "ask", asked, output)
    found = {}
    for what in ("document", "page"):
        if (value := of_right.get(f"gold {what} cited (answered)")) is not None:
            name = f"gold {what} cited (right)"
            found[name] = value["value"]
            print(f"{name:42} {value['value']:9.3f}  [{value['low']:.3f}, {value['high']:.3f}]  n={value['n']}")
    return found


def timings(output: Path) -> None:
    answers = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    answered = [answer for answer in answers if answer.get("milliseconds", {}).get("first_token")]
    for name, values in (
        ("evidence, ms", [a["milliseconds"]["evidence"] for a in answers if "milliseconds" in a]),
        ("first word, ms", [a["milliseconds"]["first_token"] for a in answered]),
        ("whole answer, ms", [a["milliseconds"]["total"] for a in answered]),
        ("prompt tokens", [a["usage"]["prompt_tokens"] for a in answered]),
    ):
        if values:
            print(f"{name:42} {statistics.median(values):9.0f}  median of {len(values)}")


if __name__ == "__main__":
    sys.exit(main())
