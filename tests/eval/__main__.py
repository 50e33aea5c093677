"""`make eval`: the whole program on public evaluation sets, scored by their own script.

Each set is indexed in a library of its own, its questions are answered by `footnote … --batch` as a script would, and
`score.py` beside the sets judges what was printed. The sets are not part of the project: where they are absent, this
says so.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = {"squad2": "questions.200.jsonl"}  # a fixed half-and-half sample; other sets are asked whole
LANGUAGE_MODELS = ("qwen2.5-coder-0.5b-instruct", "qwen2.5-coder-1.5b-instruct")


def main() -> int:
    """Returns 1 when the evaluation sets are not there."""
    parser = argparse.ArgumentParser(prog="make eval ARGS=…", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval", help="folder of the sets")
    parser.add_argument("--sets", nargs="+", default=["aragog", "squad2"])
    parser.add_argument("--models", nargs="*", default=list(LANGUAGE_MODELS), help="none: search only")
    parser.add_argument("--limit", type=int, help="only the first N questions of each set")
    parser.add_argument("--out", type=Path, default=Path("build") / "eval", help="libraries and outputs are kept here")
    options = parser.parse_args()
    if not (options.data / "score.py").is_file():
        print(f"The evaluation sets are not at {options.data}; name their folder with --data.")
        return 1
    for name in options.sets:
        evaluate(name, options)
    return 0


def evaluate(name: str, options: argparse.Namespace) -> None:
    folder = options.data / name
    out = (options.out / name).absolute()
    out.mkdir(parents=True, exist_ok=True)
    lines = (folder / QUESTIONS.get(name, "questions.jsonl")).read_text("utf-8").splitlines()
    questions = out / "questions.jsonl"
    questions.write_text("\n".join(lines[: options.limit]) + "\n", "utf-8")
    home = out / "home"
    footnote(home, "add", str(folder / "docs"))
    report = json.loads(footnote(home, "index", "--json"))
    print(f"\n## {name}: {len(lines[: options.limit])} questions, index {json.dumps(report)}", flush=True)
    (out / "search.jsonl").write_text(footnote(home, "search", "--batch", str(questions), "-k", "10"), "utf-8")
    score(options.data, "search", questions, out / "search.jsonl")
    for model in options.models:
        footnote(home, "models", "use", model)
        began = time.monotonic()
        (out / f"ask-{model}.jsonl").write_text(footnote(home, "ask", "--batch", str(questions)), "utf-8")
        print(f"\n### {name}, {model}: {time.monotonic() - began:.0f} s", flush=True)
        score(options.data, "ask", questions, out / f"ask-{model}.jsonl")
        timings(out / f"ask-{model}.jsonl")


def footnote(home: Path, *arguments: str) -> str:
    """What the command line prints on stdout; a batch may hold questions that failed."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--home", str(home), *arguments],
        cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode and "--batch" not in arguments:
        raise SystemExit(done.returncode)
    return done.stdout


def score(data: Path, kind: str, questions: Path, output: Path) -> None:
    subprocess.run([sys.executable, str(data / "score.py"), kind, str(questions), str(output)], check=True)


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
