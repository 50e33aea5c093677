"""What the processes say of particular problems, in the reader's language: sentences that hold more than the code of
their problem tells, such as which name is taken already. Knows no widgets."""

from __future__ import annotations

from desktop_app.ui.known_sentences import KnownSentences
from desktop_app.ui.translation import later

_PROCESSES = {
    "The language model process": later("The language model process"),
    "The indexer process": later("The indexer process"),
}
_WHO = rf"(?P<process>{'|'.join(_PROCESSES)})"

MESSAGES = KnownSentences(
    # Files, and what may be written
    (r"(?P<path>.+) is no longer there\.", later("{path} is no longer there.")),
    (
        r"(?P<path>.+) can't be read, so there is no copy of it \((?P<why>.+)\)\.",
        later("{path} can't be read, so there is no copy of it ({why})."),
    ),
    (
        r"There is no room for a copy of (?P<name>.+) in (?P<folder>.+)\.",
        later("There is no room for a copy of {name} in {folder}."),
    ),
    (
        r"A copy of (?P<name>.+) can't be written to (?P<folder>.+) \((?P<why>.+)\)\.",
        later("A copy of {name} can't be written to {folder} ({why})."),
    ),
    (r"(?P<path>.+) changed while it was copied\.", later("{path} changed while it was copied.")),
    (
        r"Copies can't be kept in (?P<folder>.+) \((?P<why>.+)\)\.",
        later("Copies can't be kept in {folder} ({why})."),
    ),
    (r"This conversation is not there any more\.", later("This conversation is not there any more.")),
    (r"This document is no longer in the library\.", later("This document is no longer in the library.")),
    (r"(?P<keys>\S+) is taken by another program\.", later("{keys} is taken by another program.")),
    (r"There is no file (?P<path>.+)\.", later("There is no file {path}.")),
    (r"There is no trace (?P<id>\S+)\.", later("There is no trace {id}.")),
    (r"(?P<path>.+) is not in the library\.", later("{path} is not in the library.")),
    (r"(?P<path>.+) is not there\.", later("{path} is not there.")),
    (r"(?P<path>.+) could not be deleted\.", later("{path} could not be deleted.")),
    (r"(?P<name>.+) could not be written: (?P<why>.+)\.", later("{name} could not be written: {why}.")),
    (r"Conversations can't be exported as “(?P<form>.+)”\.", later("Conversations can't be exported as “{form}”.")),
    (r"Footnote can't use the folder (?P<path>.+)\.", later("Footnote can't use the folder {path}.")),
    (
        r"Footnote can't start in (?P<path>.+): this folder can't be written\.",
        later("Footnote can't start in {path}: this folder can't be written."),
    ),
    (r"Footnote can't write to (?P<path>.+)\.", later("Footnote can't write to {path}.")),
    (r"Footnote may not write to (?P<path>.+)\.", later("Footnote may not write to {path}.")),
    (r"Footnote can't work with (?P<path>.+): (?P<why>.+)\.", later("Footnote can't work with {path}: {why}.")),
    (
        r"Starting at login could not be changed: (?P<why>.+)\.",
        later("Starting at login could not be changed: {why}."),
    ),
    (
        r"The disk of (?P<path>.+) has (?P<free>.+) free; (?P<needed>.+) are needed\.",
        later("The disk of {path} has {free} free; {needed} are needed."),
    ),
    (r"The disk of (?P<path>.+) is full\.", later("The disk of {path} is full.")),
    (
        r"(?P<name>.+) is no language model: it can't write answers\.",
        later("{name} is no language model: it can't write answers."),
    ),
    (r"Fetching (?P<name>.+) was stopped\.", later("Fetching {name} was stopped.")),
    (
        r"(?P<path>.+) is left out because of the name (?P<name>.+), as all hidden files and folders are\.",
        later("{path} is left out because of the name {name}, as all hidden files and folders are."),
    ),
    (
        r"(?P<path>.+) is left out by the pattern `(?P<pattern>.+)` in the settings\.",
        later("{path} is left out by the pattern {pattern} in the settings."),
    ),
    (
        r"(?P<path>.+) is left out by the pattern `(?P<pattern>.+)` in (?P<file>.+)\.",
        later("{path} is left out by the pattern {pattern} in {file}."),
    ),
    # What was asked, and where
    (r"The question is empty\.", later("The question is empty.")),
    (r"There is no text to check\.", later("There is no text to check.")),
    (r"“(?P<value>.+)” is no date\.", later("“{value}” is no date.")),
    (
        r"No document is of type (?P<value>.+); the nearest is (?P<near>.+)\.",
        later("No document is of type {value}; the nearest is {near}."),
    ),
    (r"No document is of type (?P<value>.+); nothing is called nearly so\.", later("No document is of type {value}.")),
    (
        r"No document is called (?P<value>.+); the nearest is (?P<near>.+)\.",
        later("No document is called {value}; the nearest is {near}."),
    ),
    (r"No document is called (?P<value>.+); nothing is called nearly so\.", later("No document is called {value}.")),
    (
        r"No folder is called (?P<value>.+); the nearest is (?P<near>.+)\.",
        later("No folder is called {value}; the nearest is {near}."),
    ),
    (r"No folder is called (?P<value>.+); nothing is called nearly so\.", later("No folder is called {value}.")),
    (
        r"No folder or collection is called (?P<value>.+); the nearest is (?P<near>.+)\.",
        later("No folder or collection is called {value}; the nearest is {near}."),
    ),
    (
        r"No folder or collection is called (?P<value>.+); nothing is called nearly so\.",
        later("No folder or collection is called {value}."),
    ),
    (
        r"The library holds nothing of the collection (?P<name>.+)\.",
        later("The library holds nothing of the collection {name}."),
    ),
    (r"There is a collection called (?P<name>.+) already\.", later("There is a collection called {name} already.")),
    (
        r"There is no collection called (?P<name>.+) any more\.",
        later("There is no collection called {name} any more."),
    ),
    (
        r"A collection needs a name without quotation marks\.",
        later("A collection needs a name without quotation marks."),
    ),
    (r"No language model was chosen\.", later("No language model was chosen.")),
    (
        r"This model's chat template can't write this conversation: (?P<why>.+)\.",
        later("This model's chat template can't write this conversation: {why}."),
    ),
    # Settings and the history
    (
        r"The setting (?P<name>\w+) is (?P<value>.+), which is too small\.",
        later("The setting {name} is {value}, which is too small."),
    ),
    (r"The setting (?P<name>\w+) is (?P<value>.+)\.", later("The setting {name} is {value}.")),
    (r"The setting ignore holds (?P<pattern>.+)\.", later("The setting ignore holds {pattern}.")),
    (
        r"The history of questions and answers, (?P<path>.+), is damaged\.",
        later("The history of questions and answers, {path}, is damaged."),
    ),
    (
        r"Which folders and files were chosen can't be read: the history is damaged\.",
        later("Which folders and files were chosen can't be read: the history is damaged."),
    ),
    (r"What was thought of answers can't be read\.", later("What was thought of answers can't be read.")),
    # Why a process ended
    (
        rf"{_WHO} was ended by the system, most likely because memory ran out\.",
        later("{process} was ended by the system, most likely because memory ran out."),
    ),
    (
        rf"{_WHO} was ended from outside, most likely by the system because memory ran out\.",
        later("{process} was ended from outside, most likely by the system because memory ran out."),
    ),
    (
        rf"{_WHO} crashed: it was built for another kind of processor \(SIGILL\)\.",
        later("{process} crashed: it was built for another kind of processor (SIGILL)."),
    ),
    (
        rf"{_WHO} crashed: a file it was reading was cut short or its disk went away \(SIGBUS\)\.",
        later("{process} crashed: a file it was reading was cut short or its disk went away (SIGBUS)."),
    ),
    (rf"{_WHO} was ended by another program \((?P<signal>.+)\)\.", later("{process} was ended by another program.")),
    (rf"{_WHO} crashed \((?P<signal>.+)\)\.", later("{process} crashed ({signal}).")),
    (rf"{_WHO} ended with exit code (?P<code>\d+)\.", later("{process} ended with exit code {code}.")),
    (rf"{_WHO} ended with an error of its own\.", later("{process} ended with an error of its own.")),
    (
        rf"{_WHO} died (?P<times>\d+) times within a minute, so it is not started for now\. .+",
        later("{process} died {times} times within a minute, so it is not started for now."),
    ),
    names=_PROCESSES,
)

REMEDIES = KnownSentences(
    (
        r"Look where it went, then drop it from there\.",
        later("Look where it went, then drop it from there."),
    ),
    (
        r"Give yourself permission to read it, then drop it again\.",
        later("Give yourself permission to read it, then drop it again."),
    ),
    (
        r"Free some space, or choose another folder for copies in the settings; then drop it again\.",
        later("Free some space, or choose another folder for copies in the settings; then drop it again."),
    ),
    (
        r"Make the folder writable for you, or choose another one in the settings; then drop it again\.",
        later("Make the folder writable for you, or choose another one in the settings; then drop it again."),
    ),
    (r"Drop it again when it stays as it is\.", later("Drop it again when it stays as it is.")),
    (
        r"Choose another folder for copies in the settings, then drop it again\.",
        later("Choose another folder for copies in the settings, then drop it again."),
    ),
    (r"Check the path\.", later("Check the path.")),
    (r"Choose another one, or start anew\.", later("Choose another one, or start anew.")),
    (r"Ask again to judge\.", later("Ask again to judge.")),
    (r"Ask again\.", later("Ask again.")),
    (
        r"Close other programs that use it, then delete it by hand or try again\.",
        later("Close other programs that use it, then delete it by hand or try again."),
    ),
    (
        r"Choose another folder, or close the file where it is open\.",
        later("Choose another folder, or close the file where it is open."),
    ),
    (r"Choose another key in the settings\.", later("Choose another key in the settings.")),
    (r"Choose a name that ends in (?P<endings>.+)\.", later("Choose a name that ends in {endings}.")),
    (
        r"Make it writable for you, or choose another place with --home\.",
        later("Make it writable for you, or choose another place with --home."),
    ),
    (r"Make the file and its folder writable for you\.", later("Make the file and its folder writable for you.")),
    (
        r"Give your user account the right to write there\.",
        later("Give your user account the right to write there."),
    ),
    (
        r"Check its permissions, or choose another place for models with the setting models_folder\.",
        later("Check its permissions, or choose another place for models with the setting models_folder."),
    ),
    (
        r"Make room, or choose another place for models with the setting models_folder\.",
        later("Make room, or choose another place for models with the setting models_folder."),
    ),
    (
        r"Make (?P<path>.+) writable for you, or set it in your system's settings: (?P<command>.+)",
        later("Make {path} writable for you, or set it in your system's settings: {command}"),
    ),
    (
        r"What was fetched so far is kept; get it again to go on\.",
        later("What was fetched so far is kept; get it again to go on."),
    ),
    (
        r"Give it another name, or copy what you need to another place\.",
        later("Give it another name, or copy what you need to another place."),
    ),
    (
        r"Take that pattern out of ignore in the settings, then start Footnote again\.",
        later("Take that pattern out in the settings, under “Left out”, then start Footnote again."),
    ),
    (
        r"Take that pattern out of (?P<file>.+); Footnote then reads it by itself\.",
        later("Take that pattern out of {file}; Footnote then reads it by itself."),
    ),
    (r"Write a question\.", later("Write a question.")),
    (r"Give a text with at least a sentence\.", later("Give a text with at least a sentence.")),
    (
        r"Write it as (?P<year>\S+), (?P<month>\S+) or (?P<day>\S+)\.",
        later("Write it as {year}, {month} or {day}."),
    ),
    (r"Write (?P<near>.+), or leave (?P<sign>\S+) away\.", later("Write {near}, or leave {sign} away.")),
    (r"Leave (?P<value>.+) away, or correct it\.", later("Leave {value} away, or correct it.")),
    (
        r"Choose another name, or add the documents to that one\.",
        later("Choose another name, or add the documents to that one."),
    ),
    (r"Make it anew\.", later("Make it anew.")),
    (r"Write another name\.", later("Write another name.")),
    (r"Use (?P<low>[\d.]+) or more\.", later("Use {low} or more.")),
    (r"Use (?P<low>\d+) to (?P<high>\d+)\.", later("Use {low} to {high}.")),
    (r"Use (?P<some>.+) or (?P<last>\S+)\.", later("Use {some} or {last}.")),
    (
        r"Write each pattern as in a \.gitignore, like \*\.log\.",
        later("Write each pattern as in a .gitignore, like *.log."),
    ),
    (
        r"Restore it from a backup, or move it away to start with an empty history; your documents are safe\.",
        later("Restore it from a backup, or move it away to start with an empty history; your documents are safe."),
    ),
    (
        r"Restore the history from a backup; your documents are safe\.",
        later("Restore the history from a backup; your documents are safe."),
    ),
    (r"Ask again: it starts anew\.", later("Ask again: it starts anew.")),
    (
        r"Ask again: it starts anew\. If it keeps happening, close other programs, or choose a smaller model with .+",
        later("Ask again: it starts anew. If it keeps happening, close other programs, or choose a smaller model."),
    ),
    (
        r"Try again: it starts anew and goes on where it was\.",
        later("Try again: it starts anew and goes on where it was."),
    ),
    (
        r"Try again: it starts anew and goes on where it was\. If it keeps happening, close other programs\.",
        later("Try again: it starts anew and goes on where it was. If it keeps happening, close other programs."),
    ),
    (
        r"Wait a minute, then try again\. If it keeps happening, close other programs\.",
        later("Wait a minute, then try again. If it keeps happening, close other programs."),
    ),
    (
        r"Wait a minute, then try again\. If it keeps happening, close other programs, or choose a smaller model .+",
        later("Wait a minute, then try again. If it keeps happening, close other programs, or choose a smaller model."),
    ),
)
