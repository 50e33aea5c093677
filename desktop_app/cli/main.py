"""Arguments in, exit code out: 0 done, 1 a known problem (one line on stderr), 2 usage, 130 after Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_app.cli import output as out
from indexer.config import home_folder, load_settings
from indexer.errors import FootnoteError, problem_of


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", metavar="DIR", help="library and settings (default: the platform's data folder)")
    common.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    common.add_argument("--debug", action="store_true", help="show the detail of a problem")
    root = argparse.ArgumentParser(
        prog="footnote", description="Ask your own documents; every sentence carries a footnote to its source.",
        parents=[common],
    )  # fmt: skip
    root.add_argument("--hidden", action="store_true", help="begin in the system's tray, where there is one")
    commands = root.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        # SUPPRESS: an option given before the command is not overwritten by the command's own default.
        again = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
        again.add_argument("--home", metavar="DIR", help=argparse.SUPPRESS)
        again.add_argument("--json", action="store_true", help="print one JSON object on stdout")
        again.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
        return commands.add_parser(name, help=summary, description=summary, parents=[again])

    for name, summary in (
        ("add", "watch folders or single files"),
        ("remove", "forget folders or single files, and delete what was read of them"),
        ("estimate", "try some files, and tell how long indexing would take and how much disk"),
    ):
        paths = command(name, summary)
        paths.add_argument("paths", nargs="+", metavar="PATH")
        if name == "remove":
            paths.add_argument("--yes", action="store_true", help="do not ask first")
        elif name == "estimate":
            paths.add_argument(
                "--seconds", type=_positive, default=20, metavar="N", help="try for at most so long (default 20)"
            )
    command("folders", "list what is watched")
    command("index", "bring the index up to date, then exit")
    command("pause", "stop indexing until `footnote resume`, across restarts too; what is there still answers")
    command("resume", "go on indexing")
    retry = command("retry", "read again what could not be read")
    retry.add_argument("paths", nargs="*", metavar="PATH", help="only these files, and what lies in these folders")
    retry.add_argument("--password", action="store_true", help="ask for the password that opens them")
    command("status", "where every document stands, and what is wrong")
    search = command("search", "find passages")
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="how many (default 10)")
    _add_question(search)
    ask = command("ask", "answer a question from your documents")
    _add_question(ask)
    ask.add_argument("--model", metavar="NAME", help="another language model, for this once")
    check = command("check", "check every sentence of a text against your documents, or against given files")
    check.add_argument("file", nargs="?", metavar="FILE", help="any document that Footnote reads; - is standard input")
    check.add_argument("--against", nargs="+", metavar="FILE", help="only these files count; they are not added")
    check.add_argument("--batch", metavar="FILE", help="check every line {id, text, context} of a JSON lines file")
    check.add_argument("--scope", action="append", metavar="PATH", help="only this folder or file (repeatable)")
    _add_evaluation(command("eval", "ask questions with known answers, and count what is right"))
    models = command("models", "language and embedding models")
    models.add_argument("action", choices=("list", "get", "use", "remove"))
    models.add_argument("name", nargs="?", help="a model of the list, or a .gguf file to import")
    models.add_argument("--all", action="store_true", help="list the models for tests, too")
    trace = command("trace", "how answers came about")
    trace.add_argument("action", choices=("list", "show", "export", "purge"))
    trace.add_argument("id", nargs="?", help="the trace to show or export")
    trace.add_argument("--limit", type=_positive, default=50, metavar="N", help="how many to list (default 50)")
    trace.add_argument("--days", type=float, metavar="D", help="purge only what is older")
    trace.add_argument("--to", metavar="FILE", help="export to a file")
    command("doctor", "look over this machine and library").add_argument(
        "--repair", action="store_true", help="set damaged databases aside and build them anew"
    )
    return root


def _add_question(command: argparse.ArgumentParser) -> None:
    command.add_argument("question", nargs="?", metavar="QUESTION")
    command.add_argument("--batch", metavar="FILE", help="answer every line {id, question} of a JSON lines file")
    command.add_argument("--scope", action="append", metavar="PATH", help="only this folder or file (repeatable)")
    command.add_argument(
        "--in", action="append", type=_name, dest="inside", default=[], metavar="NAME",
        help="only folders or collections of this name, like in:NAME in the question (repeatable)",
    )  # fmt: skip


def _add_evaluation(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", nargs="?", metavar="FILE",
        help="JSON lines {question, answers, gold, answerable}; by default what you judged or corrected in the window",
    )  # fmt: skip
    command.add_argument("--mine", action="store_true", help="what you judged or corrected in the window")
    command.add_argument("--model", metavar="NAME", help="another language model, for this measurement only")
    command.add_argument("--search-only", action="store_true", help="only what is found, without asking the model")
    command.add_argument("--closed-book", action="store_true", help="ask the model without documents, too")
    command.add_argument("--limit", type=_positive, metavar="N", help="only the first N questions")
    command.add_argument("--scope", action="append", metavar="PATH", help="only this folder or file (repeatable)")
    command.add_argument("--save", metavar="FILE", help="write everything to a file, too")
    command.add_argument("--compare", metavar="OLD", help="such a file, the number of a kept measurement, or last")
    command.add_argument("--list", action="store_true", help="list the measurements that are kept")
    command.add_argument("--forget", metavar="NUMBER", help="delete a kept measurement, or all")
    command.add_argument("--export", metavar="FILE", help="write the questions you judged or corrected to a file")


def _name(text: str) -> str:
    if not text.strip() or '"' in text:
        raise argparse.ArgumentTypeError("must be a name without quotation marks")
    return text


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window when there is none."""
    root = parser()
    options = root.parse_args(arguments)
    _check_usage(root, options)
    home = home_folder(options.home)
    try:
        if options.command is None:
            from desktop_app.ui.app import run_window

            return run_window(home, hidden=options.hidden)
        load_settings(home)  # a wrong setting is said now, not by whichever process meets it
        return _run(home, options)
    except FootnoteError as error:
        out.print_problem(error.problem, debug=options.debug)
        return 1
    except KeyboardInterrupt:
        out.print_note("Stopped. What was done so far is kept.")
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough; the interpreter's own flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        out.print_problem(problem_of(error), debug=options.debug)
        return 1


def _check_usage(root: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """What argparse can't express; exits with 2."""
    if options.command in ("search", "ask") and bool(options.question) == bool(options.batch):
        root.error(f"{options.command} takes either a QUESTION or --batch FILE")
    if options.command == "check" and bool(options.file) == bool(options.batch):
        root.error("check takes either a FILE or --batch FILE")
    if options.command == "eval":
        _check_evaluation(root, options)
    if options.command == "models" and (options.action != "list") != bool(options.name):
        root.error(f"models {options.action} takes {'no' if options.action == 'list' else 'a'} name")
    if options.command == "trace" and (options.action in ("show", "export")) != bool(options.id):
        root.error(f"trace {options.action} takes {'an' if options.action in ('show', 'export') else 'no'} id")


def _check_evaluation(root: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if sum(map(bool, (options.file, options.mine, options.list, options.export, options.forget))) > 1:
        root.error("eval takes one of FILE, --mine, --list, --export and --forget")
    if options.search_only and (options.closed_book or options.model):
        root.error("eval --search-only asks no model")
    if options.forget and options.forget != "all" and not options.forget.isdigit():
        root.error("eval --forget takes the number of a kept measurement, or all")


def _run(home: Path, options: argparse.Namespace) -> int:
    # Each command imports what it needs: `footnote folders` must not wait for what only `ask` uses.
    if options.command == "models":
        from desktop_app.cli.models import models
        from desktop_app.models.store import ModelStore

        models(ModelStore(home), options)
    elif options.command == "trace":
        from desktop_app.cli.trace import trace
        from desktop_app.compose import open_history

        trace(open_history(home), options)
    elif options.command == "doctor":
        from desktop_app.cli.doctor import doctor
        from desktop_app.models.store import ModelStore

        return doctor(home, ModelStore(home), options)
    elif options.command == "ask":
        return _ask(home, options)
    elif options.command == "check":
        _check(home, options)
    elif options.command == "eval":
        return _evaluate(home, options)
    else:
        from desktop_app.cli import library as commands
        from desktop_app.compose import connect_library

        library = connect_library(home)
        try:
            getattr(commands, options.command)(library, options)
        finally:
            library.close()
    return 0


def _ask(home: Path, options: argparse.Namespace) -> int:
    from desktop_app.cli.asking import ask
    from desktop_app.compose import compose

    services = compose(home)
    try:
        return ask(services.answers, options)
    finally:
        services.close()


def _check(home: Path, options: argparse.Namespace) -> None:
    from desktop_app.answering.checking import CheckService
    from desktop_app.cli.checking import check
    from desktop_app.compose import connect_library

    library = connect_library(home)
    try:
        check(CheckService(library, lambda: load_settings(home)), options)
    finally:
        library.close()


def _evaluate(home: Path, options: argparse.Namespace) -> int:
    from desktop_app.cli import evaluating
    from desktop_app.compose import compose

    if options.list:
        evaluating.list_evaluations(home, options)
        return 0
    if options.export:
        evaluating.export_mine(home, options)
        return 0
    if options.forget:
        evaluating.forget_evaluations(home, options)
        return 0
    services = compose(home)
    try:
        return evaluating.evaluate(services, options)
    finally:
        services.close()
