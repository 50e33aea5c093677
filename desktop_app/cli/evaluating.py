"""`footnote eval`: questions with known answers, asked of this library; the table, and what changed since before."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_app.cli import output as out
from desktop_app.compose import Composition, open_history
from desktop_app.measuring.closed_book import ClosedBook
from desktop_app.measuring.kept import Evaluations, read_evaluation
from desktop_app.measuring.mine import questions_from
from desktop_app.measuring.question import Question, load_questions, save_questions
from desktop_app.measuring.rates import Rate
from desktop_app.measuring.report import Change, Evaluation, Summary, compare, differences, summarise
from desktop_app.measuring.run import Measurement
from desktop_app.measuring.search_only import SearchOnly
from desktop_app.measuring.trial import Outcome, Trial
from indexer.codec import to_plain
from indexer.config import load_settings
from indexer.errors import ErrorCode, known

_SIGNS = {
    Outcome.RIGHT: "right",
    Outcome.WRONG: "WRONG",
    Outcome.DECLINED: "declined",
    Outcome.FAILED: "FAILED",
    Outcome.SEARCHED: "found",
}


def list_evaluations(home: Path, options: argparse.Namespace) -> None:
    """The measurements that are kept."""
    history = open_history(home)
    try:
        rows = Evaluations(history.database).list()
    finally:
        history.close()
    if options.json:
        out.print_json({"evaluations": [asdict(row) for row in rows]})
    for row in () if options.json else rows:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(row.created))
        out.print_line(f"{row.id:>4}  {when}  {out.plural(row.questions, 'question'):>14}  {row.model}")


def forget_evaluations(home: Path, options: argparse.Namespace) -> None:
    """Delete a kept measurement, or all."""
    history = open_history(home)
    try:
        count = Evaluations(history.database).forget(None if options.forget == "all" else int(options.forget))
    finally:
        history.close()
    if options.json:
        out.print_json({"forgotten": count})
    else:
        out.print_note(f"{out.plural(count, 'measurement')} deleted.")


def export_mine(home: Path, options: argparse.Namespace) -> None:
    """Write the questions that a person judged or corrected the answers of."""
    history = open_history(home)
    try:
        questions = questions_from(history.judgements.all())
    finally:
        history.close()
    save_questions(Path(options.export), questions)
    if options.json:
        out.print_json({"questions": len(questions), "file": options.export})
    else:
        out.print_note(f"{out.plural(len(questions), 'question')} written to {options.export}.")


def evaluate(services: Composition, options: argparse.Namespace) -> int:
    """Ask the questions; 130 after Ctrl-C, when what was asked so far is shown, and not kept."""
    questions = _questions(services, options)
    before = _before(services, options.compare)
    measurement = _measurement(services, questions, options)
    stopped = _run(measurement, quiet=options.json)
    evaluation = measurement.evaluation
    change = compare(before.trials, evaluation.trials) if before is not None else None
    number = None
    if not stopped:
        number = Evaluations(services.history.database).add(evaluation)
    if options.save:
        _save(Path(options.save), evaluation, change)
    if options.json:
        out.print_json(_to_json(evaluation, change, number))
    elif evaluation.trials:
        _print(evaluation, change, before)
        if number is not None:
            out.print_note(f"Kept as measurement {number}: `footnote eval --compare {number}` compares with it later.")
    if stopped:
        out.print_note(f"Stopped after {len(evaluation.trials)} of {out.plural(len(questions), 'question')}.")
    return 130 if stopped else 0


def _measurement(services: Composition, questions: Sequence[Question], options: argparse.Namespace) -> Measurement:
    settings = load_settings(services.home)
    scope = [Path(os.path.abspath(place)) for place in options.scope or ()]  # noqa: PTH100 - it need not exist any more
    if options.search_only:
        return Measurement(questions, SearchOnly(services.library), "", settings, scope)
    entry, path = services.models.language_model(options.model or "")
    memory = ClosedBook(services.language_model, path) if options.closed_book else None
    return Measurement(questions, services.answers, entry.name, settings, scope, memory)


def _questions(services: Composition, options: argparse.Namespace) -> tuple[Question, ...]:
    if options.file:
        questions = load_questions(Path(options.file))
    else:
        questions = questions_from(services.history.judgements.all())
        if not questions:
            raise known(
                ErrorCode.BAD_REQUEST,
                "There are no questions of your own yet.",
                "Judge or correct answers in the window, or give a file of questions.",
            )
    return questions[: options.limit]


def _before(services: Composition, name: str | None) -> Evaluation | None:
    """What to compare with: a kept measurement by its number, the last one, or a file."""
    if not name:
        return None
    kept = Evaluations(services.history.database)
    if name == "last":
        rows = kept.list()
        if not rows:
            raise known(
                ErrorCode.MISSING, "No measurement is kept yet.", "Measure once without --compare; it is then kept."
            )
        return kept.get(rows[0].id)
    return kept.get(int(name)) if name.isdigit() else read_evaluation(Path(name))


def _run(measurement: Measurement, *, quiet: bool) -> bool:
    """Whether Ctrl-C ended it early."""
    right = 0
    try:
        with out.progress_bar("question") as bar:
            bar.total = len(measurement.questions)
            bar.refresh()
            for trial in measurement.run():
                right += trial.outcome is Outcome.RIGHT
                bar.set_description(f"{right} right")
                bar.update()
                if not quiet:
                    bar.write(_line(trial), file=sys.stderr)
    except KeyboardInterrupt:
        return True
    return False


def _line(trial: Trial) -> str:
    said = out.shortened(trial.answer, 60) if trial.outcome is not Outcome.DECLINED else ""
    if trial.outcome is Outcome.SEARCHED:
        ranks = [("document", trial.documents, trial.document_rank), ("page", trial.pages, trial.page_rank)]
        said = ", ".join(f"{what} {rank or 'not found'}" for what, known, rank in ranks if known)
    return f"{_SIGNS[trial.outcome]:>9}  {out.shortened(trial.question, 60)}  {said}".rstrip()


def _save(path: Path, evaluation: Evaluation, change: Change | None) -> None:
    try:
        path.write_text(json.dumps(_to_json(evaluation, change, None), ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise known(
            ErrorCode.NO_PERMISSION, f"{path} can't be written ({error}).", "Choose a place that you may write to."
        ) from error


def _to_json(evaluation: Evaluation, change: Change | None, number: int | None) -> dict[str, Any]:
    summary = summarise(evaluation.trials)
    return {
        "number": number,
        "questions": len(evaluation.trials),
        "model": evaluation.model,
        "shares": to_plain(summary.shares),
        "medians": summary.medians,
        "change": None if change is None else to_plain(change) | {"more_than_chance": change.more_than_chance},
        "evaluation": to_plain(evaluation),
    }


def _print(evaluation: Evaluation, change: Change | None, before: Evaluation | None) -> None:
    summary = summarise(evaluation.trials)
    old = summarise(before.trials) if before is not None else None
    title = f"{out.plural(len(evaluation.trials), 'question')}, {evaluation.model or 'search only'}"
    out.print_line(out.styled(title, out.BOLD))
    for name, share in summary.shares.items():
        out.print_line(_share(name, share, old))
    for name, median in summary.medians.items():
        was = f"   before {_number(old.medians[name])}" if old is not None and name in old.medians else ""
        out.print_line(f"{name + ' (median)':<34} {_number(median):>7}{was}")
    if change is not None and before is not None:
        out.print_line()
        for what, (was, now) in differences(before, evaluation).items():
            out.print_line(f"{what}: {was or 'none'} before, {now or 'none'} now")
        out.print_line(out.wrapped(_in_words(change)))


def _share(name: str, share: Rate, old: Summary | None) -> str:
    line = f"{name:<34} {share.value:7.2f}   {share.low:.2f} to {share.high:.2f}   {share.count} of {share.of}"
    return f"{line}   before {old.shares[name].value:.2f}" if old is not None and name in old.shares else line


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 1 else f"{value:.1f}"


def _in_words(change: Change) -> str:
    if not change.questions:
        return "The two measurements have no question in common."
    if not change.better and not change.worse:
        return f"Of {out.plural(change.questions, 'question')} that both asked, none is better or worse."
    verdict = "more than chance" if change.more_than_chance else "this may be chance"
    return (
        f"Of {out.plural(change.questions, 'question')} that both asked, {len(change.better)} became right and "
        f"{len(change.worse)} stopped being right: {verdict} (p = {change.chance:.2f})."
        + _names("Better", change.better)
        + _names("Worse", change.worse)
    )


def _names(what: str, ids: Sequence[str]) -> str:
    return f" {what}: {', '.join(ids[:12])}{' …' if len(ids) > 12 else ''}." if ids else ""
