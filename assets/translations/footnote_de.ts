<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>Footnote</name>
        <message>
            <source> threads</source>
            <translation> Threads</translation>
        </message>
        <message>
            <source>*.log
Old drafts/</source>
            <translation>*.log
Alte Entwürfe/</translation>
        </message>
        <message>
            <source>1 folder holds more subfolders than this system lets Footnote watch (half of {limit}), and is scanned every {minutes} minutes instead. To watch them, run `{command}`; a line with {name} and this number in {file} makes it last.</source>
            <translation>1 Ordner enthält mehr Unterordner, als dieses System Footnote beobachten lässt (die Hälfte von {limit}), und wird stattdessen alle {minutes} Minuten durchgesehen. Um sie zu beobachten, führen Sie `{command}` aus; eine Zeile mit {name} und dieser Zahl in {file} macht es dauerhaft.</translation>
        </message>
        <message>
            <source>1 folder is watched for changes.</source>
            <translation>1 Ordner wird auf Änderungen beobachtet.</translation>
        </message>
        <message>
            <source>A collection needs a name without quotation marks.</source>
            <translation>Eine Sammlung braucht einen Namen ohne Anführungszeichen.</translation>
        </message>
        <message>
            <source>A copy of {name} can't be written to {folder} ({why}).</source>
            <translation>Eine Kopie von {name} kann nicht nach {folder} geschrieben werden ({why}).</translation>
        </message>
        <message>
            <source>A dotted line below a number</source>
            <translation>Eine gepunktete Linie unter einer Zahl</translation>
        </message>
        <message>
            <source>A few of the files are read on this computer, to tell what all of them will take. Nothing of it is kept.</source>
            <translation>Einige der Dateien werden auf diesem Computer gelesen, um abzuschätzen, was alle brauchen werden. Nichts davon wird aufbewahrt.</translation>
        </message>
        <message>
            <source>A larger model writes better and slower. Without one, passages are found and shown all the same. {settings} say how long you accept to wait for an answer’s first word.</source>
            <translation>Ein größeres Modell schreibt besser und langsamer. Ohne Modell werden Textstellen trotzdem gefunden und gezeigt. Wie lange Sie auf das erste Wort einer Antwort warten mögen, sagen Sie unter {settings}.</translation>
        </message>
        <message>
            <source>A million tokens read</source>
            <translation>Eine Million Token gelesen</translation>
        </message>
        <message>
            <source>A newer version of Footnote made this library.</source>
            <translation>Diese Bibliothek stammt von einer neueren Version von Footnote.</translation>
        </message>
        <message>
            <source>A process of Footnote has ended unexpectedly.</source>
            <translation>Ein Prozess von Footnote wurde unerwartet beendet.</translation>
        </message>
        <message>
            <source>A process of Footnote is not running.</source>
            <translation>Ein Prozess von Footnote läuft nicht.</translation>
        </message>
        <message>
            <source>A question about everything (“Which contracts mention a deposit?”, “How many invoices from 2023?”) reads every document that it may, and says how many it read. Figures are calculated from the tables of your documents, where they give what is needed, and shown as a formula.</source>
            <translation>Eine Frage nach allem („Which contracts mention a deposit?“, „How many invoices from 2023?“) liest jedes Dokument, das sie lesen darf, und sagt, wie viele es waren. Zahlen werden aus den Tabellen Ihrer Dokumente berechnet, wo diese das Nötige hergeben, und als Formel gezeigt.</translation>
        </message>
        <message>
            <source>A question may follow from the one before (“and in 2022?”). &lt;i&gt;Searched for&lt;/i&gt; below it says how it was understood; the pencil beside it changes that.</source>
            <translation>Eine Frage darf an die vorige anschließen („and in 2022?“). &lt;i&gt;Gesucht nach&lt;/i&gt; darunter sagt, wie sie verstanden wurde; der Stift daneben ändert das.</translation>
        </message>
        <message>
            <source>A setting is wrong: {said}</source>
            <translation>Eine Einstellung ist falsch: {said}</translation>
        </message>
        <message>
            <source>About {amount}</source>
            <translation>Etwa {amount}</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Add a folder to your library</source>
            <translation>Einen Ordner zur Bibliothek hinzufügen</translation>
        </message>
        <message>
            <source>Add documents</source>
            <translation>Dokumente hinzufügen</translation>
        </message>
        <message>
            <source>Add folder</source>
            <translation>Ordner hinzufügen</translation>
        </message>
        <message>
            <source>Add folder…</source>
            <translation>Ordner hinzufügen…</translation>
        </message>
        <message>
            <source>Add to a collection</source>
            <translation>Zu einer Sammlung hinzufügen</translation>
        </message>
        <message>
            <source>Add to a collection…</source>
            <translation>Zu einer Sammlung hinzufügen…</translation>
        </message>
        <message>
            <source>Add to your library</source>
            <translation>Zur Bibliothek hinzufügen</translation>
        </message>
        <message>
            <source>Add without measuring</source>
            <translation>Ohne Messung hinzufügen</translation>
        </message>
        <message>
            <source>Add {name}</source>
            <translation>{name} hinzufügen</translation>
        </message>
        <message numerus="yes">
            <source>Add {n} items</source>
            <translation>
                <numerusform>{n} Objekt hinzufügen</numerusform>
                <numerusform>{n} Objekte hinzufügen</numerusform>
            </translation>
        </message>
        <message>
            <source>Added to your library if need be. This conversation then looks nowhere else.</source>
            <translation>Wird wenn nötig zur Bibliothek hinzugefügt. Diese Unterhaltung sucht dann nirgends sonst.</translation>
        </message>
        <message>
            <source>Added to {name}</source>
            <translation>Zu {name} hinzugefügt</translation>
        </message>
        <message>
            <source>Added {name}. You can ask while it is being read.</source>
            <translation>{name} hinzugefügt. Sie können fragen, während gelesen wird.</translation>
        </message>
        <message numerus="yes">
            <source>Added {n} items. You can ask while it is being read.</source>
            <translation>
                <numerusform>{n} Objekt hinzugefügt. Sie können fragen, während gelesen wird.</numerusform>
                <numerusform>{n} Objekte hinzugefügt. Sie können fragen, während gelesen wird.</numerusform>
            </translation>
        </message>
        <message>
            <source>After a change, your documents are read into the new one once.</source>
            <translation>Nach einem Wechsel werden Ihre Dokumente einmal in das neue eingelesen.</translation>
        </message>
        <message>
            <source>All documents</source>
            <translation>Alle Dokumente</translation>
        </message>
        <message>
            <source>All states</source>
            <translation>Alle Zustände</translation>
        </message>
        <message numerus="yes">
            <source>All {n} documents of your library</source>
            <translation>
                <numerusform>Das Dokument Ihrer Bibliothek</numerusform>
                <numerusform>Alle {n} Dokumente Ihrer Bibliothek</numerusform>
            </translation>
        </message>
        <message>
            <source>Another program holds {path}. Close it, then try again.</source>
            <translation>weil ein anderes Programm {path} festhält. Schließen Sie es.</translation>
        </message>
        <message>
            <source>Another version of Footnote is running on this library.</source>
            <translation>Eine andere Version von Footnote arbeitet mit dieser Bibliothek.</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <source>Answers that quote them stay in your conversations until you delete those.</source>
            <translation>Antworten, die daraus zitieren, bleiben in Ihren Unterhaltungen, bis Sie diese löschen.</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Aussehen</translation>
        </message>
        <message>
            <source>Archive</source>
            <translation>Archivieren</translation>
        </message>
        <message>
            <source>Archive</source>
            <comment>a kind of file</comment>
            <translation>Archiv</translation>
        </message>
        <message>
            <source>Archived</source>
            <translation>Archiviert</translation>
        </message>
        <message>
            <source>Archived “{title}”</source>
            <translation>„{title}“ archiviert</translation>
        </message>
        <message>
            <source>Ask</source>
            <translation>Fragen</translation>
        </message>
        <message>
            <source>Ask (Enter)</source>
            <translation>Fragen (Eingabetaste)</translation>
        </message>
        <message>
            <source>Ask a question</source>
            <translation>Eine Frage stellen</translation>
        </message>
        <message>
            <source>Ask a shorter question, or start a new conversation.</source>
            <translation>Stellen Sie eine kürzere Frage oder beginnen Sie eine neue Unterhaltung.</translation>
        </message>
        <message>
            <source>Ask about the selection</source>
            <translation>Zur Auswahl fragen</translation>
        </message>
        <message numerus="yes">
            <source>Ask about these {n} documents only</source>
            <translation>
                <numerusform>Nur nach diesem Dokument fragen</numerusform>
                <numerusform>Nur nach diesen {n} Dokumenten fragen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Ask about these {n} only</source>
            <translation>
                <numerusform>Nur danach fragen</numerusform>
                <numerusform>Nur nach diesen {n} fragen</numerusform>
            </translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>Neu fragen</translation>
        </message>
        <message>
            <source>Ask again to judge.</source>
            <translation>Fragen Sie neu, um zu urteilen.</translation>
        </message>
        <message>
            <source>Ask again, reading more</source>
            <translation>Neu fragen und mehr lesen</translation>
        </message>
        <message>
            <source>Ask again.</source>
            <translation>Fragen Sie neu.</translation>
        </message>
        <message>
            <source>Ask again: it starts anew.</source>
            <translation>Fragen Sie neu: Er startet dann wieder.</translation>
        </message>
        <message>
            <source>Ask again: it starts anew. If it keeps happening, close other programs, or choose a smaller model.</source>
            <translation>Fragen Sie neu: Er startet dann wieder. Wenn es öfter vorkommt, schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
        </message>
        <message>
            <source>Ask only about</source>
            <translation>Nur fragen nach</translation>
        </message>
        <message>
            <source>Ask only this collection</source>
            <translation>Nur diese Sammlung fragen</translation>
        </message>
        <message>
            <source>Ask only this file</source>
            <translation>Nur diese Datei fragen</translation>
        </message>
        <message>
            <source>Ask only this folder</source>
            <translation>Nur diesen Ordner fragen</translation>
        </message>
        <message>
            <source>Ask the whole library</source>
            <translation>Die ganze Bibliothek fragen</translation>
        </message>
        <message>
            <source>Ask this as a question (Enter)</source>
            <translation>Dies als Frage stellen (Eingabetaste)</translation>
        </message>
        <message>
            <source>Ask your documents…</source>
            <translation>Fragen Sie Ihre Dokumente…</translation>
        </message>
        <message>
            <source>Ask your own documents</source>
            <translation>Fragen Sie Ihre eigenen Dokumente</translation>
        </message>
        <message>
            <source>Ask {model} this once</source>
            <translation>Diesmal {model} fragen</translation>
        </message>
        <message>
            <source>Asked</source>
            <translation>Gefragt am</translation>
        </message>
        <message>
            <source>Asking in {place}</source>
            <translation>Gefragt wird in {place}</translation>
        </message>
        <message>
            <source>Asking the model hub</source>
            <translation>Der Modell-Hub wird gefragt</translation>
        </message>
        <message>
            <source>Back to conversations</source>
            <translation>Zurück zu den Unterhaltungen</translation>
        </message>
        <message>
            <source>Back to the conversation</source>
            <translation>Zurück zur Unterhaltung</translation>
        </message>
        <message>
            <source>Begins at</source>
            <translation>Beginnt bei</translation>
        </message>
        <message>
            <source>Below it, working slowly on battery stops until mains power is back.</source>
            <translation>Darunter endet das langsame Arbeiten mit Akku, bis wieder Netzstrom da ist.</translation>
        </message>
        <message>
            <source>Bring documents in</source>
            <translation>Dokumente hineinbringen</translation>
        </message>
        <message>
            <source>Brings Footnote to the front from any program, as long as it runs.</source>
            <translation>Holt Footnote aus jedem Programm nach vorn, solange es läuft.</translation>
        </message>
        <message>
            <source>Brought up to date in {time}; predicted {predicted}.</source>
            <translation>In {time} auf den neuesten Stand gebracht (vorhergesagt: {predicted})</translation>
        </message>
        <message>
            <source>By day</source>
            <translation>Je Tag</translation>
        </message>
        <message>
            <source>By keyword</source>
            <translation>Nach Wörtern</translation>
        </message>
        <message>
            <source>By meaning</source>
            <translation>Nach Bedeutung</translation>
        </message>
        <message>
            <source>By month</source>
            <translation>Je Monat</translation>
        </message>
        <message>
            <source>COLLECTIONS</source>
            <translation>SAMMLUNGEN</translation>
        </message>
        <message>
            <source>CONVERSATIONS</source>
            <translation>UNTERHALTUNGEN</translation>
        </message>
        <message>
            <source>Calculate</source>
            <comment>a stage</comment>
            <translation>Rechnen</translation>
        </message>
        <message>
            <source>Calculated from the figures of the documents; no language model was asked.</source>
            <translation>Aus den Zahlen der Dokumente berechnet; kein Sprachmodell wurde gefragt.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Cancel {name}</source>
            <translation>{name} abbrechen</translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>Wird abgebrochen …</translation>
        </message>
        <message>
            <source>Cell {n}</source>
            <translation>Zelle {n}</translation>
        </message>
        <message>
            <source>Change it in the settings.</source>
            <translation>Ändern Sie sie in den Einstellungen.</translation>
        </message>
        <message>
            <source>Change the text</source>
            <translation>Text ändern</translation>
        </message>
        <message>
            <source>Change what is left out in the settings, or copy what you need to another place.</source>
            <translation>Ändern Sie in den Einstellungen, was ausgelassen wird, oder kopieren Sie das Nötige an einen anderen Ort.</translation>
        </message>
        <message>
            <source>Change what is searched for</source>
            <translation>Ändern, wonach gesucht wird</translation>
        </message>
        <message>
            <source>Change what you asked for, then try again.</source>
            <translation>Ändern Sie die Eingabe und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Chapter {n}</source>
            <translation>Kapitel {n}</translation>
        </message>
        <message>
            <source>Characters</source>
            <translation>Zeichen</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Check a file</source>
            <translation>Eine Datei prüfen</translation>
        </message>
        <message>
            <source>Check a text</source>
            <translation>Einen Text prüfen</translation>
        </message>
        <message>
            <source>Check its permissions, or choose another place for models with the setting models_folder.</source>
            <translation>Prüfen Sie die Berechtigungen oder wählen Sie mit der Einstellung models_folder einen anderen Ort für Modelle.</translation>
        </message>
        <message>
            <source>Check that you may read it and that its disk is connected.</source>
            <translation>Prüfen Sie, ob Sie sie lesen dürfen und ob ihr Datenträger angeschlossen ist.</translation>
        </message>
        <message>
            <source>Check the network, or add the model from a file.</source>
            <translation>Prüfen Sie das Netz oder fügen Sie das Modell aus einer Datei hinzu.</translation>
        </message>
        <message>
            <source>Check the path.</source>
            <translation>Prüfen Sie den Pfad.</translation>
        </message>
        <message>
            <source>Check the spelling, and whether its drive is connected; then try again.</source>
            <translation>Prüfen Sie die Schreibweise und ob das Laufwerk angeschlossen ist; versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Check this text (Ctrl+Enter)</source>
            <translation>Diesen Text prüfen (Strg+Eingabetaste)</translation>
        </message>
        <message>
            <source>Checked text</source>
            <translation>Geprüfter Text</translation>
        </message>
        <message>
            <source>Checking</source>
            <translation>Wird geprüft</translation>
        </message>
        <message>
            <source>Checking {name}</source>
            <translation>{name} wird geprüft</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>Wird geprüft…</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>Ordner wählen…</translation>
        </message>
        <message>
            <source>Choose a footnote or a passage to see it in its document.</source>
            <translation>Wählen Sie eine Fußnote oder Textstelle, um sie in ihrem Dokument zu sehen.</translation>
        </message>
        <message>
            <source>Choose a model</source>
            <translation>Ein Modell wählen</translation>
        </message>
        <message>
            <source>Choose a model, or install one.</source>
            <translation>Wählen Sie ein Modell oder installieren Sie eines.</translation>
        </message>
        <message>
            <source>Choose a name that ends in {endings}.</source>
            <translation>Wählen Sie einen Namen mit einer dieser Endungen: {endings}.</translation>
        </message>
        <message>
            <source>Choose a name that ends in {formats}.</source>
            <translation>Wählen Sie einen Namen, der auf {formats} endet.</translation>
        </message>
        <message>
            <source>Choose another folder for copies in the settings, then drop it again.</source>
            <translation>Wählen Sie in den Einstellungen einen anderen Ordner für Kopien und legen Sie es noch einmal ab.</translation>
        </message>
        <message>
            <source>Choose another folder, or close the file where it is open.</source>
            <translation>Wählen Sie einen anderen Ordner oder schließen Sie die Datei, wo sie geöffnet ist.</translation>
        </message>
        <message>
            <source>Choose another key in the settings.</source>
            <translation>Wählen Sie in den Einstellungen eine andere Taste.</translation>
        </message>
        <message>
            <source>Choose another name, or add the documents to that one.</source>
            <translation>Wählen Sie einen anderen Namen oder fügen Sie die Dokumente jener hinzu.</translation>
        </message>
        <message>
            <source>Choose another one, or start anew.</source>
            <translation>Wählen Sie eine andere oder beginnen Sie neu.</translation>
        </message>
        <message>
            <source>Choose files…</source>
            <translation>Dateien wählen…</translation>
        </message>
        <message>
            <source>Choose folders…</source>
            <translation>Ordner wählen…</translation>
        </message>
        <message>
            <source>Choose it to see why, and what helps: a password, reading it again, leaving it out.</source>
            <translation>Wählen Sie es aus, um zu sehen, warum, und was hilft: ein Passwort, noch einmal lesen, auslassen.</translation>
        </message>
        <message>
            <source>Choose {n} at most to do something with them.</source>
            <translation>Wählen Sie höchstens {n} aus, um etwas damit zu tun.</translation>
        </message>
        <message>
            <source>Citation {place} of {all}</source>
            <translation>Zitat {place} von {all}</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Close it, then try again.</source>
            <translation>Schließen Sie sie und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Close other programs that use it, then delete it by hand or try again.</source>
            <translation>Schließen Sie andere Programme, die es benutzen; löschen Sie es dann von Hand oder versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Close other programs, or choose a smaller model.</source>
            <translation>Schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
        </message>
        <message>
            <source>Close the other Footnote, then try again.</source>
            <translation>Schließen Sie das andere Footnote und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Close the source</source>
            <translation>Die Quelle schließen</translation>
        </message>
        <message>
            <source>Close what is in front</source>
            <translation>Schließen, was vorn ist</translation>
        </message>
        <message>
            <source>Close without an answer</source>
            <translation>Ohne Antwort schließen</translation>
        </message>
        <message>
            <source>Collection: choose one, or write a new name</source>
            <translation>Sammlung: eine wählen oder einen neuen Namen schreiben</translation>
        </message>
        <message>
            <source>Collection: {name}</source>
            <translation>Sammlung: {name}</translation>
        </message>
        <message>
            <source>Collections</source>
            <translation>Sammlungen</translation>
        </message>
        <message>
            <source>Conversation</source>
            <translation>Unterhaltung</translation>
        </message>
        <message>
            <source>Conversations</source>
            <translation>Unterhaltungen</translation>
        </message>
        <message>
            <source>Conversations can't be exported as “{format}”.</source>
            <translation>Unterhaltungen lassen sich nicht als „{format}“ exportieren.</translation>
        </message>
        <message>
            <source>Conversations can't be exported as “{form}”.</source>
            <translation>Unterhaltungen lassen sich nicht als „{form}“ exportieren.</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <source>Copied as Markdown</source>
            <translation>Als Markdown kopiert</translation>
        </message>
        <message>
            <source>Copied to {folder}; the originals stay as they are.</source>
            <translation>Wird nach {folder} kopiert; die Originale bleiben, wie sie sind.</translation>
        </message>
        <message numerus="yes">
            <source>Copied {n} files to {folder}.</source>
            <translation>
                <numerusform>{n} Datei nach {folder} kopiert.</numerusform>
                <numerusform>{n} Dateien nach {folder} kopiert.</numerusform>
            </translation>
        </message>
        <message>
            <source>Copies can't be kept in {folder} ({why}).</source>
            <translation>In {folder} können keine Kopien abgelegt werden ({why}).</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy as JSON</source>
            <translation>Als JSON kopieren</translation>
        </message>
        <message>
            <source>Copy as Markdown</source>
            <translation>Als Markdown kopieren</translation>
        </message>
        <message>
            <source>Copy id</source>
            <translation>Kennung kopieren</translation>
        </message>
        <message>
            <source>Copy the command</source>
            <translation>Den Befehl kopieren</translation>
        </message>
        <message>
            <source>Copy trace id</source>
            <translation>Protokollkennung kopieren</translation>
        </message>
        <message>
            <source>Copy with footnotes</source>
            <translation>Mit Fußnoten kopieren</translation>
        </message>
        <message>
            <source>Copying {name}</source>
            <translation>{name} wird kopiert</translation>
        </message>
        <message numerus="yes">
            <source>Copying {name}, {done} of {n} files done</source>
            <translation>
                <numerusform>{name} wird kopiert, {done} von {n} Datei fertig</numerusform>
                <numerusform>{name} wird kopiert, {done} von {n} Dateien fertig</numerusform>
            </translation>
        </message>
        <message>
            <source>Cores used</source>
            <translation>Genutzte Kerne</translation>
        </message>
        <message>
            <source>Count anew</source>
            <translation>Neu zählen</translation>
        </message>
        <message>
            <source>Cutting {name} anew…</source>
            <translation>Teilt {name} neu ein…</translation>
        </message>
        <message>
            <source>DELETE EVERYTHING</source>
            <translation>ALLES LÖSCHEN</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Dates are those that a document gives itself, else those of its file. Several limits of one kind widen, of different kinds narrow. The button in the question’s box limits the whole conversation: to folders, files or a collection.</source>
            <translation>Es gilt das Datum, das ein Dokument sich selbst gibt, sonst das seiner Datei. Mehrere Angaben derselben Art erweitern, verschiedene Arten engen ein. Die Schaltfläche im Fragefeld grenzt die ganze Unterhaltung ein: auf Ordner, Dateien oder eine Sammlung.</translation>
        </message>
        <message>
            <source>Decode</source>
            <comment>a stage</comment>
            <translation>Schreiben</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Delete</source>
            <comment>the key</comment>
            <translation>Entf</translation>
        </message>
        <message>
            <source>Delete a conversation</source>
            <translation>Eine Unterhaltung löschen</translation>
        </message>
        <message>
            <source>Delete everything</source>
            <translation>Alles löschen</translation>
        </message>
        <message>
            <source>Delete the collection</source>
            <translation>Sammlung löschen</translation>
        </message>
        <message numerus="yes">
            <source>Deleted from the library: the text, the keywords and the vectors of its {n} documents.</source>
            <translation>
                <numerusform>Aus der Bibliothek gelöscht werden der Text, die Stichwörter und die Vektoren von {n} Dokument.</numerusform>
                <numerusform>Aus der Bibliothek gelöscht werden der Text, die Stichwörter und die Vektoren von {n} Dokumenten.</numerusform>
            </translation>
        </message>
        <message>
            <source>Deleted from the library: the text, the keywords and the vectors.</source>
            <translation>Aus der Bibliothek gelöscht werden der Text, die Stichwörter und die Vektoren.</translation>
        </message>
        <message>
            <source>Deleted the collection {name}; its documents stay</source>
            <translation>Sammlung {name} gelöscht; ihre Dokumente bleiben</translation>
        </message>
        <message>
            <source>Deleted “{title}”</source>
            <translation>„{title}“ gelöscht</translation>
        </message>
        <message>
            <source>Deletes all of the above but the models: the library with every text and vector, all questions and answers, and the logs. Your own files stay. It can’t be undone, and Footnote closes.</source>
            <translation>Löscht alles oben Genannte außer den Modellen: die Bibliothek mit allen Texten und Vektoren, alle Fragen und Antworten und die Logdateien. Ihre eigenen Dateien bleiben. Das lässt sich nicht rückgängig machen, und Footnote wird geschlossen.</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Details…</source>
            <translation>Einzelheiten …</translation>
        </message>
        <message>
            <source>Disk space</source>
            <translation>Speicherplatz</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Dokument</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>Dokumente</translation>
        </message>
        <message>
            <source>Downloading part {part} of {all}</source>
            <translation>Teil {part} von {all} wird heruntergeladen</translation>
        </message>
        <message>
            <source>Downloading {name}</source>
            <translation>{name} wird heruntergeladen</translation>
        </message>
        <message>
            <source>Drop files or folders anywhere in this window. They stay where they are, and nothing leaves this machine. You can ask as soon as the first one is read.</source>
            <translation>Ziehen Sie Dateien oder Ordner irgendwo in dieses Fenster. Sie bleiben, wo sie sind, und nichts verlässt diesen Computer. Fragen können Sie, sobald die erste gelesen ist.</translation>
        </message>
        <message>
            <source>Drop files or folders on the library at the left, paste them, or choose {add}. Files are read where they lie and never changed. A folder is watched: what comes, changes or goes in it is noticed.</source>
            <translation>Ziehen Sie Dateien oder Ordner auf die Bibliothek links, fügen Sie sie ein oder wählen Sie {add}. Dateien werden dort gelesen, wo sie liegen, und nie geändert. Ein Ordner wird beobachtet: Was in ihm hinzukommt, sich ändert oder verschwindet, wird bemerkt.</translation>
        </message>
        <message>
            <source>Drop it again when it stays as it is.</source>
            <translation>Legen Sie es noch einmal ab, wenn es sich nicht mehr ändert.</translation>
        </message>
        <message>
            <source>Drop to add to your library</source>
            <translation>Loslassen, um zur Bibliothek hinzuzufügen</translation>
        </message>
        <message numerus="yes">
            <source>Drop to add {n} items</source>
            <translation>
                <numerusform>Loslassen, um {n} Objekt hinzuzufügen</numerusform>
                <numerusform>Loslassen, um {n} Objekte hinzuzufügen</numerusform>
            </translation>
        </message>
        <message>
            <source>Drop to check this file</source>
            <translation>Loslassen, um diese Datei zu prüfen</translation>
        </message>
        <message>
            <source>E-book</source>
            <translation>E-Book</translation>
        </message>
        <message>
            <source>EVIDENCE</source>
            <translation>BELEGE</translation>
        </message>
        <message>
            <source>Each sentence is looked up in your documents.</source>
            <translation>Jeder Satz wird in Ihren Dokumenten nachgeschlagen.</translation>
        </message>
        <message>
            <source>Each sentence is looked up in {name} only.</source>
            <translation>Jeder Satz wird nur in {name} nachgeschlagen.</translation>
        </message>
        <message>
            <source>Edit and ask again</source>
            <translation>Ändern und neu fragen</translation>
        </message>
        <message>
            <source>End the search</source>
            <translation>Suche beenden</translation>
        </message>
        <message>
            <source>Energy</source>
            <translation>Energie</translation>
        </message>
        <message>
            <source>Energy is estimated from the time that the processor worked for it, at {watts} W a core: this computer has no meter that can be read.</source>
            <translation>Die Energie ist aus der Prozessorzeit geschätzt, bei {watts} W je Kern: Dieser Computer hat keinen Zähler, der sich ablesen lässt.</translation>
        </message>
        <message numerus="yes">
            <source>Energy was measured by the processor for {n} answers, else estimated from the time that the processor worked for it, at {watts} W a core.</source>
            <translation>
                <numerusform>Die Energie wurde für {n} Antwort vom Prozessor gemessen, sonst aus der Prozessorzeit geschätzt, bei {watts} W je Kern.</numerusform>
                <numerusform>Die Energie wurde für {n} Antworten vom Prozessor gemessen, sonst aus der Prozessorzeit geschätzt, bei {watts} W je Kern.</numerusform>
            </translation>
        </message>
        <message>
            <source>Energy was measured by the processor.</source>
            <translation>Die Energie wurde vom Prozessor gemessen.</translation>
        </message>
        <message>
            <source>English, 384 dimensions, reads long passages; better search than the default, about twice the work.</source>
            <translation>Englisch, 384 Dimensionen, liest lange Textstellen; sucht besser als das voreingestellte, bei etwa doppelter Arbeit.</translation>
        </message>
        <message>
            <source>English, 384 dimensions. Small and quick; the default.</source>
            <translation>Englisch, 384 Dimensionen. Klein und schnell; voreingestellt.</translation>
        </message>
        <message>
            <source>English, long passages. Not used yet.</source>
            <translation>Englisch, lange Textstellen. Noch nicht benutzt.</translation>
        </message>
        <message>
            <source>English; better and slower. Not used yet.</source>
            <translation>Englisch; besser und langsamer. Noch nicht benutzt.</translation>
        </message>
        <message>
            <source>English; the quickest. Not used yet.</source>
            <translation>Englisch; das schnellste. Noch nicht benutzt.</translation>
        </message>
        <message>
            <source>Enter on the footnote opens it too</source>
            <translation>Auch mit der Eingabetaste auf der Fußnote</translation>
        </message>
        <message>
            <source>Enter password…</source>
            <translation>Passwort eingeben…</translation>
        </message>
        <message>
            <source>Enter the password, or save a copy without one.</source>
            <translation>Geben Sie das Passwort ein oder speichern Sie eine Kopie ohne Passwort.</translation>
        </message>
        <message>
            <source>Esc</source>
            <comment>the key</comment>
            <translation>Esc</translation>
        </message>
        <message>
            <source>Every sentence is checked after it was written: its numbers, dates, names, quotations and negations have to stand in the passages, and its words have to fit them. Footnotes are placed by this check, not by the model.</source>
            <translation>Jeder Satz wird geprüft, nachdem er geschrieben ist: Seine Zahlen, Daten, Namen, Zitate und Verneinungen müssen in den Textstellen stehen, und seine Wörter müssen zu ihnen passen. Fußnoten setzt diese Prüfung, nicht das Modell.</translation>
        </message>
        <message>
            <source>Every sentence of an answer carries a footnote that opens its source.</source>
            <translation>Jeder Satz einer Antwort trägt eine Fußnote, die seine Quelle öffnet.</translation>
        </message>
        <message>
            <source>Everything can be done by keyboard. {shortcuts} lists the keys.</source>
            <translation>Alles geht mit der Tastatur. {shortcuts} führt die Tasten auf.</translation>
        </message>
        <message>
            <source>Everything that Footnote kept was deleted.</source>
            <translation>Alles, was Footnote aufbewahrt hatte, wurde gelöscht.</translation>
        </message>
        <message>
            <source>Everything that is written in the window, from four fifths to twice as large.</source>
            <translation>Alles, was im Fenster steht, von vier Fünfteln bis doppelt so groß.</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>Belege</translation>
        </message>
        <message>
            <source>Export the conversation</source>
            <translation>Unterhaltung exportieren</translation>
        </message>
        <message>
            <source>Export the conversation…</source>
            <translation>Unterhaltung exportieren…</translation>
        </message>
        <message>
            <source>Exported from Footnote on {day}.</source>
            <translation>Exportiert aus Footnote am {day}.</translation>
        </message>
        <message>
            <source>Exported to {name}</source>
            <translation>Exportiert als {name}</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <source>FOR EXAMPLE</source>
            <translation>ZUM BEISPIEL</translation>
        </message>
        <message>
            <source>Fetched once, checked by checksum, and kept on this computer.</source>
            <translation>Einmal geholt, anhand der Prüfsumme geprüft und auf diesem Computer aufbewahrt.</translation>
        </message>
        <message>
            <source>Fetching the model</source>
            <translation>Das Modell wird geholt</translation>
        </message>
        <message>
            <source>Fetching the model {percent}%</source>
            <translation>Das Modell wird geholt: {percent} %</translation>
        </message>
        <message>
            <source>Fetching {names}</source>
            <translation>Holt {names}</translation>
        </message>
        <message>
            <source>Fetching {name} was stopped.</source>
            <translation>Das Holen von {name} wurde angehalten.</translation>
        </message>
        <message>
            <source>Files and folders that are never read, a pattern a line as in a .gitignore. What was read of them goes.</source>
            <translation>Dateien und Ordner, die nie gelesen werden: ein Muster je Zeile wie in einer .gitignore. Was davon gelesen war, entfällt.</translation>
        </message>
        <message>
            <source>Files and folders that you drop or paste are copied, and the copies are read: the originals may change or go. Without it they are read where they lie. Folders that you add are never copied.</source>
            <translation>Dateien und Ordner, die Sie ablegen oder einfügen, werden kopiert, und gelesen werden die Kopien: Die Originale dürfen sich ändern oder verschwinden. Sonst werden sie dort gelesen, wo sie liegen. Ordner, die Sie hinzufügen, werden nie kopiert.</translation>
        </message>
        <message>
            <source>Files stay where they are and are only read.</source>
            <translation>Dateien bleiben, wo sie sind, und werden nur gelesen.</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filtern</translation>
        </message>
        <message>
            <source>Filter by name</source>
            <translation>Nach Namen filtern</translation>
        </message>
        <message>
            <source>Filter conversations and folders</source>
            <translation>Unterhaltungen und Ordner filtern</translation>
        </message>
        <message>
            <source>Filter documents by name</source>
            <translation>Dokumente nach Namen filtern</translation>
        </message>
        <message>
            <source>Find in the help</source>
            <translation>In der Hilfe suchen</translation>
        </message>
        <message>
            <source>Find in this document</source>
            <translation>In diesem Dokument suchen</translation>
        </message>
        <message>
            <source>Fit the passage</source>
            <translation>An die Textstelle anpassen</translation>
        </message>
        <message>
            <source>Fit the width</source>
            <translation>An die Breite anpassen</translation>
        </message>
        <message>
            <source>Fits: it needs {needs} GB of this machine's {has} GB.</source>
            <translation>Passt: Es braucht {needs} GB von den {has} GB dieses Computers.</translation>
        </message>
        <message>
            <source>Fold the small pages away</source>
            <translation>Die kleinen Seiten einklappen</translation>
        </message>
        <message>
            <source>Folder for copies</source>
            <translation>Ordner für Kopien</translation>
        </message>
        <message>
            <source>Folders and files of the collection</source>
            <translation>Ordner und Dateien der Sammlung</translation>
        </message>
        <message>
            <source>Folders of the library</source>
            <translation>Ordner der Bibliothek</translation>
        </message>
        <message>
            <source>Footnote begins in the tray, or as a window where there is none.</source>
            <translation>Footnote startet im Infobereich oder, wo es keinen gibt, als Fenster.</translation>
        </message>
        <message>
            <source>Footnote can't start in {path}: this folder can't be written.</source>
            <translation>Footnote kann in {path} nicht starten: In diesen Ordner lässt sich nicht schreiben.</translation>
        </message>
        <message>
            <source>Footnote can't use the folder {path}.</source>
            <translation>Footnote kann den Ordner {path} nicht benutzen.</translation>
        </message>
        <message>
            <source>Footnote can't work with {path}: {why}.</source>
            <translation>Footnote kann mit {path} nicht arbeiten: {why}.</translation>
        </message>
        <message>
            <source>Footnote can't write to {path}.</source>
            <translation>Footnote kann nicht in {path} schreiben.</translation>
        </message>
        <message>
            <source>Footnote can't write to {path}. Make the file and its folder writable for you.</source>
            <translation>weil Footnote nicht in {path} schreiben kann. Geben Sie sich Schreibrechte für die Datei und ihren Ordner.</translation>
        </message>
        <message>
            <source>Footnote declines where nothing in your documents speaks to a question, where they don’t seem to state what was asked, and where the model’s answer was not borne out. Whatever passages were found then stand in its place.</source>
            <translation>Footnote antwortet nicht, wo nichts in Ihren Dokumenten von der Frage handelt, wo sie das Gefragte nicht zu sagen scheinen und wo die Antwort des Modells nicht belegt war. Dann stehen die Textstellen, die gefunden wurden, an ihrer Stelle.</translation>
        </message>
        <message>
            <source>Footnote has no permission for this: {said}</source>
            <translation>Dafür fehlt Footnote die Berechtigung: {said}</translation>
        </message>
        <message>
            <source>Footnote made a mistake.</source>
            <translation>Footnote hat einen Fehler gemacht.</translation>
        </message>
        <message>
            <source>Footnote made a mistake; what you did last may not have worked.</source>
            <translation>Footnote hat einen Fehler gemacht; was Sie zuletzt getan haben, ging vielleicht nicht.</translation>
        </message>
        <message>
            <source>Footnote may not write to {path}.</source>
            <translation>Footnote darf nicht in {path} schreiben.</translation>
        </message>
        <message>
            <source>Footnote may not write to {path}. Give your user account the right to write there.</source>
            <translation>weil Footnote nicht in {path} schreiben darf. Geben Sie Ihrem Benutzerkonto das Recht, dort zu schreiben.</translation>
        </message>
        <message>
            <source>Footnote reads PDF, Word, Excel and PowerPoint files, OpenDocument, mail, e-books, web pages, notebooks, source code and text. Pictures and scanned pages need text recognition, which is installed once: choose one of them in {documents}.</source>
            <translation>Footnote liest PDF-, Word-, Excel- und PowerPoint-Dateien, OpenDocument, E-Mails, E-Books, Webseiten, Notebooks, Quelltext und Text. Bilder und eingescannte Seiten brauchen Texterkennung, die einmal installiert wird: Wählen Sie dafür eines davon unter {documents} aus.</translation>
        </message>
        <message>
            <source>Footnote reads your documents and answers on this computer. Nothing of them is sent anywhere.</source>
            <translation>Footnote liest Ihre Dokumente und antwortet auf diesem Computer. Nichts davon wird irgendwohin gesendet.</translation>
        </message>
        <message>
            <source>Footnote reads your documents and answers on this computer. Their vectors are sent to {address}.</source>
            <translation>Footnote liest Ihre Dokumente und antwortet auf diesem Computer. Die Vektoren werden an {address} gesendet.</translation>
        </message>
        <message>
            <source>Footnote {n}: {text}</source>
            <translation>Fußnote {n}: {text}</translation>
        </message>
        <message>
            <source>Footnotes</source>
            <translation>Fußnoten</translation>
        </message>
        <message>
            <source>For Footnote's own tests: too weak for real answers.</source>
            <translation>Für die Tests von Footnote selbst: zu schwach für echte Antworten.</translation>
        </message>
        <message>
            <source>For documents in several languages, 384 dimensions.</source>
            <translation>Für Dokumente in mehreren Sprachen, 384 Dimensionen.</translation>
        </message>
        <message>
            <source>For machines with less than 8 GB of memory; quick, and plainer in its answers.</source>
            <translation>Für Computer mit weniger als 8 GB Arbeitsspeicher; schnell, und schlichter in seinen Antworten.</translation>
        </message>
        <message>
            <source>Found by</source>
            <translation>Zu finden über</translation>
        </message>
        <message>
            <source>Free some space, or choose another folder for copies in the settings; then drop it again.</source>
            <translation>Schaffen Sie Platz oder wählen Sie in den Einstellungen einen anderen Ordner für Kopien; legen Sie es dann noch einmal ab.</translation>
        </message>
        <message>
            <source>Free some space, then try again.</source>
            <translation>Schaffen Sie Platz und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Get</source>
            <comment>a model</comment>
            <translation>Holen</translation>
        </message>
        <message>
            <source>Get again</source>
            <translation>Noch einmal holen</translation>
        </message>
        <message>
            <source>Get it</source>
            <translation>Holen</translation>
        </message>
        <message>
            <source>Get {name}</source>
            <translation>{name} holen</translation>
        </message>
        <message>
            <source>Give a text with at least a sentence.</source>
            <translation>Geben Sie einen Text mit mindestens einem Satz.</translation>
        </message>
        <message>
            <source>Give it another name, or copy what you need to another place.</source>
            <translation>Geben Sie ihm einen anderen Namen oder kopieren Sie das Nötige an einen anderen Ort.</translation>
        </message>
        <message>
            <source>Give your user account the right to write there.</source>
            <translation>Geben Sie Ihrem Benutzerkonto das Recht, dort zu schreiben.</translation>
        </message>
        <message>
            <source>Give yourself permission to read it, then drop it again.</source>
            <translation>Geben Sie sich das Recht, es zu lesen, und legen Sie es noch einmal ab.</translation>
        </message>
        <message>
            <source>Give yourself permission, then try again.</source>
            <translation>Geben Sie sich die Berechtigung und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>Go on</source>
            <comment>on battery</comment>
            <translation>Weiterarbeiten</translation>
        </message>
        <message>
            <source>Go on indexing</source>
            <translation>Weiter einlesen</translation>
        </message>
        <message>
            <source>Go to the next part</source>
            <translation>Zum nächsten Teil gehen</translation>
        </message>
        <message>
            <source>Group by</source>
            <translation>Gruppieren nach</translation>
        </message>
        <message>
            <source>Heading</source>
            <translation>Überschrift</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Hide evidence</source>
            <translation>Belege ausblenden</translation>
        </message>
        <message>
            <source>Hide the library</source>
            <translation>Bibliothek ausblenden</translation>
        </message>
        <message>
            <source>How large it is shown (Ctrl and the wheel)</source>
            <translation>Wie groß es gezeigt wird (Strg und das Mausrad)</translation>
        </message>
        <message>
            <source>How long you accept to wait. Longer lets the model read more of your documents.</source>
            <translation>Wie lange Sie warten möchten. Bei längerer Zeit kann das Modell mehr von Ihren Dokumenten lesen.</translation>
        </message>
        <message>
            <source>How much of this computer Footnote may take.</source>
            <translation>Wie viel von diesem Rechner Footnote nutzen darf.</translation>
        </message>
        <message>
            <source>How this answer came about</source>
            <translation>Wie diese Antwort zustande kam</translation>
        </message>
        <message>
            <source>Import a GGUF file…</source>
            <translation>GGUF-Datei importieren…</translation>
        </message>
        <message>
            <source>Import a model</source>
            <translation>Ein Modell importieren</translation>
        </message>
        <message>
            <source>In Footnote</source>
            <translation>In Footnote</translation>
        </message>
        <message>
            <source>In a cloud</source>
            <translation>In einer Cloud</translation>
        </message>
        <message>
            <source>In a question or a search. The box offers what can stand there as you type:</source>
            <translation>In einer Frage oder Suche. Das Feld bietet beim Schreiben an, was dort stehen kann:</translation>
        </message>
        <message>
            <source>In all</source>
            <translation>Insgesamt</translation>
        </message>
        <message>
            <source>In any program</source>
            <translation>In jedem Programm</translation>
        </message>
        <message>
            <source>In the question: begin a line</source>
            <translation>In der Frage: eine Zeile beginnen</translation>
        </message>
        <message>
            <source>In the question: name a document, a folder, a kind, a date</source>
            <translation>In der Frage: ein Dokument, einen Ordner, eine Art, ein Datum nennen</translation>
        </message>
        <message>
            <source>In the question: recall what was asked</source>
            <translation>In der Frage: frühere Fragen zurückholen</translation>
        </message>
        <message>
            <source>In the source: go to the next passage, to the one before</source>
            <translation>In der Quelle: zur nächsten Textstelle gehen, zur vorigen</translation>
        </message>
        <message>
            <source>In the source: show it larger, smaller</source>
            <translation>In der Quelle: größer zeigen, kleiner</translation>
        </message>
        <message>
            <source>In the tray Footnote goes on reading your documents.</source>
            <translation>Im Infobereich liest Footnote Ihre Dokumente weiter.</translation>
        </message>
        <message>
            <source>Indexer</source>
            <translation>Indexdienst</translation>
        </message>
        <message>
            <source>Indexing did not make room for the answer: {why}</source>
            <translation>Das Einlesen machte der Antwort keinen Platz: {why}</translation>
        </message>
        <message>
            <source>Indexing is paused…</source>
            <translation>Das Einlesen ist angehalten…</translation>
        </message>
        <message>
            <source>Indexing waits while less memory than this is free.</source>
            <translation>Das Einlesen wartet, solange weniger Speicher als dies frei ist.</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>Installieren</translation>
        </message>
        <message>
            <source>Install it again, or choose another model.</source>
            <translation>Installieren Sie es neu oder wählen Sie ein anderes Modell.</translation>
        </message>
        <message>
            <source>Install text recognition, then read the file again.</source>
            <translation>Installieren Sie die Texterkennung und lesen Sie die Datei dann noch einmal.</translation>
        </message>
        <message>
            <source>Install text recognition…</source>
            <translation>Texterkennung installieren …</translation>
        </message>
        <message>
            <source>Installed</source>
            <translation>Installiert</translation>
        </message>
        <message>
            <source>Installing …</source>
            <translation>Wird installiert …</translation>
        </message>
        <message numerus="yes">
            <source>Installing … {n} seconds</source>
            <translation>
                <numerusform>Wird installiert … {n} Sekunde</numerusform>
                <numerusform>Wird installiert … {n} Sekunden</numerusform>
            </translation>
        </message>
        <message>
            <source>It becomes a test question of your own, which footnote eval asks. It stays on this computer.</source>
            <translation>Daraus wird Ihre eigene Testfrage, die footnote eval stellt. Sie bleibt auf diesem Computer.</translation>
        </message>
        <message>
            <source>It belongs to a folder of the library. Remove the folder, or move the file out of it.</source>
            <translation>Es gehört zu einem Ordner der Bibliothek. Entfernen Sie den Ordner oder verschieben Sie die Datei daraus.</translation>
        </message>
        <message>
            <source>It can be added without.</source>
            <translation>Es lässt sich auch so hinzufügen.</translation>
        </message>
        <message>
            <source>It can be found by its words and by its meaning.</source>
            <translation>Es ist über seine Wörter und seine Bedeutung zu finden.</translation>
        </message>
        <message>
            <source>It could not be measured. {why}</source>
            <translation>Es ließ sich nicht messen. {why}</translation>
        </message>
        <message>
            <source>It could not be read.</source>
            <translation>Es konnte nicht gelesen werden.</translation>
        </message>
        <message>
            <source>It has not been read yet.</source>
            <translation>Es wurde noch nicht gelesen.</translation>
        </message>
        <message>
            <source>It holds nothing that can be searched.</source>
            <translation>Es enthält nichts, was durchsucht werden kann.</translation>
        </message>
        <message>
            <source>It is being started again</source>
            <translation>Es wird neu gestartet</translation>
        </message>
        <message>
            <source>It is empty, too large, or of a kind that can’t be read. Choose it to see what helps.</source>
            <translation>Es ist leer, zu groß oder von einer Art, die sich nicht lesen lässt. Wählen Sie es aus, um zu sehen, was hilft.</translation>
        </message>
        <message>
            <source>It is found by its words and its meaning. A warning sign: a part of it is missing.</source>
            <translation>Es wird nach Wörtern und Bedeutung gefunden. Ein Warnzeichen: Ein Teil davon fehlt.</translation>
        </message>
        <message>
            <source>It is left out: {said}</source>
            <translation>Das wird ausgelassen: {said}</translation>
        </message>
        <message>
            <source>It is not written down anywhere.</source>
            <translation>Es wird nirgends aufgeschrieben.</translation>
        </message>
        <message>
            <source>It is only read, and not added to your library.</source>
            <translation>Sie wird nur gelesen und nicht zur Bibliothek hinzugefügt.</translation>
        </message>
        <message>
            <source>It is read again as soon as it stays as it is.</source>
            <translation>Sie wird noch einmal gelesen, sobald sie sich nicht mehr ändert.</translation>
        </message>
        <message>
            <source>It is read soon. Nothing to do.</source>
            <translation>Es wird bald gelesen. Nichts zu tun.</translation>
        </message>
        <message>
            <source>It is running again. Nothing that was indexed is lost.</source>
            <translation>Er läuft wieder. Nichts, was eingelesen war, ist verloren.</translation>
        </message>
        <message>
            <source>It took too long and was given up.</source>
            <translation>Es dauerte zu lange und wurde abgebrochen.</translation>
        </message>
        <message>
            <source>It was stopped.</source>
            <translation>Es wurde angehalten.</translation>
        </message>
        <message>
            <source>Its drive is not connected. It still answers; connect the drive to open it.</source>
            <translation>Sein Laufwerk ist nicht angeschlossen. Es antwortet trotzdem; schließen Sie das Laufwerk an, um es zu öffnen.</translation>
        </message>
        <message>
            <source>Its drive is not connected: it can be read anew only once it is.</source>
            <translation>Das Laufwerk ist nicht angeschlossen: Neu gelesen werden kann erst, wenn es das wieder ist.</translation>
        </message>
        <message>
            <source>Its drive is not connected; what is known of it can still be searched.</source>
            <translation>Sein Laufwerk ist nicht angeschlossen; was davon bekannt ist, kann weiter durchsucht werden.</translation>
        </message>
        <message>
            <source>Its words are found already, its meaning soon. Nothing to do.</source>
            <translation>Nach seinen Wörtern wird es schon gefunden, nach seiner Bedeutung bald. Nichts zu tun.</translation>
        </message>
        <message>
            <source>Its words can be found already; search by meaning is being prepared.</source>
            <translation>Seine Wörter sind schon zu finden; die Suche nach der Bedeutung wird vorbereitet.</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keep copies of what is dropped</source>
            <translation>Kopien von Abgelegtem behalten</translation>
        </message>
        <message>
            <source>Key from anywhere</source>
            <translation>Taste von überall</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Keywords</source>
            <translation>Stichwörter</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>LIBRARY</source>
            <translation>BIBLIOTHEK</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Language model</source>
            <translation>Sprachmodell</translation>
        </message>
        <message>
            <source>Larger</source>
            <translation>Größer</translation>
        </message>
        <message>
            <source>Larger files are left out, with a note in the list of documents. What was read of them goes.</source>
            <translation>Größere Dateien werden ausgelassen, mit einem Hinweis in der Dokumentenliste. Was aus ihnen gelesen war, wird entfernt.</translation>
        </message>
        <message>
            <source>Largest file</source>
            <translation>Größte Datei</translation>
        </message>
        <message>
            <source>Least charge</source>
            <translation>Geringste Ladung</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>Auslassen</translation>
        </message>
        <message>
            <source>Leave out…</source>
            <translation>Auslassen…</translation>
        </message>
        <message>
            <source>Leave {name} out from now on?</source>
            <translation>{name} ab jetzt auslassen?</translation>
        </message>
        <message numerus="yes">
            <source>Leave {n} documents out from now on?</source>
            <translation>
                <numerusform>{n} Dokument ab jetzt auslassen?</numerusform>
                <numerusform>{n} Dokumente ab jetzt auslassen?</numerusform>
            </translation>
        </message>
        <message>
            <source>Leave {value} away, or correct it.</source>
            <translation>Lassen Sie {value} weg oder berichtigen Sie es.</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>Ausgelassen</translation>
        </message>
        <message>
            <source>Left out</source>
            <comment>files by their names</comment>
            <translation>Ausgelassen</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Light, dark, or as the system is set.</source>
            <translation>Hell, dunkel oder wie im System eingestellt.</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>Wie im System</translation>
        </message>
        <message>
            <source>Limit what is asked</source>
            <translation>Eingrenzen, was gefragt wird</translation>
        </message>
        <message>
            <source>Load</source>
            <comment>a stage</comment>
            <translation>Laden</translation>
        </message>
        <message>
            <source>Loading the embedding model.</source>
            <translation>Das Einbettungsmodell wird geladen.</translation>
        </message>
        <message>
            <source>Logs</source>
            <translation>Logdateien</translation>
        </message>
        <message>
            <source>Look at what is indexed…</source>
            <translation>Ansehen, was im Index steht…</translation>
        </message>
        <message>
            <source>Look inside…</source>
            <translation>Hineinsehen…</translation>
        </message>
        <message>
            <source>Look where it went, then drop it from there.</source>
            <translation>Sehen Sie nach, wo es jetzt liegt, und legen Sie es von dort ab.</translation>
        </message>
        <message>
            <source>Looking at what changed…</source>
            <translation>Sieht nach, was sich geändert hat…</translation>
        </message>
        <message>
            <source>Looking at what there is to copy…</source>
            <translation>Es wird nachgesehen, was zu kopieren ist…</translation>
        </message>
        <message>
            <source>Looking through your folders…</source>
            <translation>Sieht Ihre Ordner durch…</translation>
        </message>
        <message>
            <source>Made when it is first used; what you put there yourself is read, too.</source>
            <translation>Wird beim ersten Mal angelegt; auch was Sie selbst dorthin legen, wird gelesen.</translation>
        </message>
        <message>
            <source>Mail</source>
            <translation>E-Mail</translation>
        </message>
        <message>
            <source>Make it anew.</source>
            <translation>Legen Sie sie neu an.</translation>
        </message>
        <message>
            <source>Make it writable for you, or choose another place with --home.</source>
            <translation>Geben Sie sich Schreibrechte dafür oder wählen Sie mit --home einen anderen Ort.</translation>
        </message>
        <message>
            <source>Make room, or choose another place for models with the setting models_folder.</source>
            <translation>Schaffen Sie Platz oder wählen Sie mit der Einstellung models_folder einen anderen Ort für Modelle.</translation>
        </message>
        <message>
            <source>Make the file and its folder writable for you.</source>
            <translation>Geben Sie sich Schreibrechte für die Datei und ihren Ordner.</translation>
        </message>
        <message>
            <source>Make the folder writable for you, or choose another one in the settings; then drop it again.</source>
            <translation>Geben Sie sich das Recht, in den Ordner zu schreiben, oder wählen Sie in den Einstellungen einen anderen; legen Sie es dann noch einmal ab.</translation>
        </message>
        <message>
            <source>Make {path} writable for you, or set it in your system's settings: {command}</source>
            <translation>Geben Sie sich Schreibrechte für {path} oder stellen Sie es in den Einstellungen Ihres Systems ein: {command}</translation>
        </message>
        <message>
            <source>Making your documents searchable by meaning…</source>
            <translation>Erfasst Bedeutung…</translation>
        </message>
        <message>
            <source>Many languages; slow without a graphics card. Not used yet.</source>
            <translation>Viele Sprachen; langsam ohne Grafikkarte. Noch nicht benutzt.</translation>
        </message>
        <message>
            <source>Markdown</source>
            <translation>Markdown</translation>
        </message>
        <message numerus="yes">
            <source>Measured on this computer with {n} of these files.</source>
            <translation>
                <numerusform>Auf diesem Computer mit {n} dieser Dateien gemessen.</numerusform>
                <numerusform>Auf diesem Computer mit {n} dieser Dateien gemessen.</numerusform>
            </translation>
        </message>
        <message>
            <source>Measuring… a moment more</source>
            <translation>Misst… noch einen Augenblick</translation>
        </message>
        <message>
            <source>Measuring… at most {left} s</source>
            <translation>Misst… höchstens {left} s</translation>
        </message>
        <message>
            <source>Memory to keep free</source>
            <translation>Freizuhaltender Speicher</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Models (*.gguf)</source>
            <translation>Modelle (*.gguf)</translation>
        </message>
        <message>
            <source>Models…</source>
            <translation>Modelle…</translation>
        </message>
        <message>
            <source>Modified</source>
            <translation>Geändert</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>Move in a list, open</source>
            <translation>Sich in einer Liste bewegen, öffnen</translation>
        </message>
        <message>
            <source>My documents don’t say</source>
            <translation>Meine Dokumente sagen es nicht</translation>
        </message>
        <message>
            <source>NOT FOUND</source>
            <translation>NICHT GEFUNDEN</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Nearest passages</source>
            <translation>Ähnliche Textstellen</translation>
        </message>
        <message>
            <source>Needs a model hub.</source>
            <translation>Braucht einen Modell-Hub.</translation>
        </message>
        <message>
            <source>Needs a model hub; several languages.</source>
            <translation>Braucht einen Modell-Hub; mehrere Sprachen.</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nie</translation>
        </message>
        <message>
            <source>New conversation</source>
            <translation>Neue Unterhaltung</translation>
        </message>
        <message>
            <source>New question</source>
            <translation>Neue Frage</translation>
        </message>
        <message>
            <source>Next citation</source>
            <translation>Nächstes Zitat</translation>
        </message>
        <message>
            <source>Next occurrence</source>
            <translation>Nächste Stelle</translation>
        </message>
        <message>
            <source>No</source>
            <translation>Nein</translation>
        </message>
        <message>
            <source>No answer has been made yet. What each takes will be added up here.</source>
            <translation>Es gibt noch keine Antwort. Was jede kostet, wird hier zusammengezählt.</translation>
        </message>
        <message>
            <source>No answer: nothing speaks to the question.</source>
            <translation>Keine Antwort: Nichts betrifft die Frage.</translation>
        </message>
        <message>
            <source>No answer: the model's answer was withdrawn, because it only says the question again.</source>
            <translation>Keine Antwort: Die Antwort des Sprachmodells wurde zurückgezogen, weil sie nur die Frage wiederholt.</translation>
        </message>
        <message>
            <source>No answer: the model's answer was withdrawn, because the passages do not bear it out.</source>
            <translation>Keine Antwort: Die Antwort des Sprachmodells wurde zurückgezogen, weil die Textstellen sie nicht stützen.</translation>
        </message>
        <message>
            <source>No answer: the passages found do not answer the question.</source>
            <translation>Keine Antwort: Die gefundenen Textstellen beantworten die Frage nicht.</translation>
        </message>
        <message>
            <source>No answer: what was found is near to the question, but does not seem to state the answer.</source>
            <translation>Keine Antwort: Was gefunden wurde, kommt der Frage nahe, nennt die Antwort aber wohl nicht.</translation>
        </message>
        <message>
            <source>No conversation speaks of “{words}”.</source>
            <translation>Keine Unterhaltung spricht von „{words}“.</translation>
        </message>
        <message>
            <source>No document is called {value}.</source>
            <translation>Kein Dokument heißt {value}.</translation>
        </message>
        <message>
            <source>No document is called {value}; the nearest is {near}.</source>
            <translation>Kein Dokument heißt {value}; am nächsten kommt {near}.</translation>
        </message>
        <message>
            <source>No document is like this.</source>
            <translation>So ist kein Dokument.</translation>
        </message>
        <message>
            <source>No document is of type {value}.</source>
            <translation>Kein Dokument ist von der Art {value}.</translation>
        </message>
        <message>
            <source>No document is of type {value}; the nearest is {near}.</source>
            <translation>Kein Dokument ist von der Art {value}; am nächsten kommt {near}.</translation>
        </message>
        <message>
            <source>No folder is called {value}.</source>
            <translation>Kein Ordner heißt {value}.</translation>
        </message>
        <message>
            <source>No folder is called {value}; the nearest is {near}.</source>
            <translation>Kein Ordner heißt {value}; am nächsten kommt {near}.</translation>
        </message>
        <message>
            <source>No folder is watched yet.</source>
            <translation>Noch wird kein Ordner beobachtet.</translation>
        </message>
        <message>
            <source>No folder or collection is called {value}.</source>
            <translation>Kein Ordner und keine Sammlung heißt {value}.</translation>
        </message>
        <message>
            <source>No folder or collection is called {value}; the nearest is {near}.</source>
            <translation>Kein Ordner und keine Sammlung heißt {value}; am nächsten kommt {near}.</translation>
        </message>
        <message>
            <source>No language model is installed: the documents' own sentences were used.</source>
            <translation>Kein Sprachmodell ist installiert: Die eigenen Sätze der Dokumente wurden benutzt.</translation>
        </message>
        <message>
            <source>No language model was chosen.</source>
            <translation>Es wurde kein Sprachmodell gewählt.</translation>
        </message>
        <message>
            <source>No model yet</source>
            <translation>Noch kein Modell</translation>
        </message>
        <message>
            <source>No model yet · get one ({size})</source>
            <translation>Noch kein Modell · eines holen ({size})</translation>
        </message>
        <message>
            <source>No passage of your documents speaks to “{text}”.</source>
            <translation>Keine Stelle in Ihren Dokumenten sagt etwas zu „{text}“.</translation>
        </message>
        <message>
            <source>No passage says this.</source>
            <translation>Keine Textstelle sagt das.</translation>
        </message>
        <message>
            <source>No reliable answer</source>
            <translation>Keine verlässliche Antwort</translation>
        </message>
        <message>
            <source>No setting is called that.</source>
            <translation>So heißt keine Einstellung.</translation>
        </message>
        <message>
            <source>No source could deliver the model.</source>
            <translation>Keine Quelle konnte das Modell liefern.</translation>
        </message>
        <message>
            <source>None</source>
            <comment>of the keys</comment>
            <translation>Keine</translation>
        </message>
        <message>
            <source>None</source>
            <comment>of the memory</comment>
            <translation>Keiner</translation>
        </message>
        <message>
            <source>None of them holds an internet socket now, as the system tells it. They speak to each other through sockets of this computer that only you can open.</source>
            <translation>Nach Auskunft des Systems hält keiner davon jetzt eine Verbindung ins Internet. Untereinander sprechen sie über Sockets dieses Computers, die nur Sie öffnen können.</translation>
        </message>
        <message>
            <source>Not found: {words}</source>
            <translation>Nicht gefunden: {words}</translation>
        </message>
        <message>
            <source>Not in it</source>
            <translation>Nicht darin</translation>
        </message>
        <message>
            <source>Not in the library any more: {places}</source>
            <translation>Nicht mehr in der Bibliothek: {places}</translation>
        </message>
        <message>
            <source>Not in the passages: {missing}</source>
            <translation>Nicht in den Textstellen: {missing}</translation>
        </message>
        <message>
            <source>Not read</source>
            <translation>Nicht gelesen</translation>
        </message>
        <message>
            <source>Not running</source>
            <translation>Läuft nicht</translation>
        </message>
        <message>
            <source>Not supported by your documents</source>
            <translation>Von Ihren Dokumenten nicht gestützt</translation>
        </message>
        <message>
            <source>Not supported. Not found in the passages: {missing}</source>
            <translation>Nicht gestützt. In den Textstellen nicht gefunden: {missing}</translation>
        </message>
        <message>
            <source>Not used yet.</source>
            <translation>Noch nicht benutzt.</translation>
        </message>
        <message>
            <source>Notebook</source>
            <translation>Notebook</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Anmerkungen</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>Nichts gefunden</translation>
        </message>
        <message>
            <source>Nothing in your documents speaks to this.</source>
            <translation>In Ihren Dokumenten steht nichts dazu.</translation>
        </message>
        <message>
            <source>Nothing is indexed of this document.</source>
            <translation>Von diesem Dokument steht nichts im Index.</translation>
        </message>
        <message>
            <source>Nothing of your documents, questions and answers. They are read, searched and answered here. The network is used to fetch models and text recognition, when you ask for that. A website that an answer links to opens in your browser only after you agreed.</source>
            <translation>Nichts von Ihren Dokumenten, Fragen und Antworten. Gelesen, gesucht und geantwortet wird hier. Das Netz wird benutzt, um Modelle und Texterkennung zu holen, wenn Sie es verlangen. Eine Webseite, auf die eine Antwort verweist, öffnet sich in Ihrem Browser erst, wenn Sie zugestimmt haben.</translation>
        </message>
        <message>
            <source>Nothing to do, unless it should have content.</source>
            <translation>Nichts zu tun, außer wenn sie einen Inhalt haben sollte.</translation>
        </message>
        <message>
            <source>Nothing to do, unless it should have text.</source>
            <translation>Nichts zu tun, außer wenn sie Text enthalten sollte.</translation>
        </message>
        <message>
            <source>Nothing to open</source>
            <translation>Nichts zu öffnen</translation>
        </message>
        <message>
            <source>Nothing was calculated: documents differ about {name}.</source>
            <translation>Nichts wurde berechnet: Die Dokumente widersprechen einander bei {name}.</translation>
        </message>
        <message>
            <source>Nothing was calculated: it is not clear what “{words}” asks for.</source>
            <translation>Nichts wurde berechnet: Es ist nicht klar, wonach „{words}“ fragt.</translation>
        </message>
        <message>
            <source>Nothing was calculated: no document gives all figures for {name}.</source>
            <translation>Nichts wurde berechnet: Kein Dokument nennt alle Zahlen für {name}.</translation>
        </message>
        <message>
            <source>Nothing was calculated: {why}</source>
            <translation>Nichts wurde berechnet: {why}</translation>
        </message>
        <message>
            <source>Nothing was copied: {folder} holds the same already.</source>
            <translation>Nichts wurde kopiert: {folder} enthält schon das Gleiche.</translation>
        </message>
        <message>
            <source>ORDERS PASSAGES</source>
            <translation>ORDNET TEXTSTELLEN</translation>
        </message>
        <message>
            <source>Offline</source>
            <translation>Offline</translation>
        </message>
        <message>
            <source>Offline: from what was read before.</source>
            <translation>Offline: aus dem, was zuvor gelesen wurde.</translation>
        </message>
        <message>
            <source>Offline: its drive or folder is not connected. This is the text that was read from it before.</source>
            <translation>Offline: Das Laufwerk oder der Ordner ist nicht verbunden. Dies ist der Text, der zuvor daraus gelesen wurde.</translation>
        </message>
        <message>
            <source>Old Office</source>
            <translation>Altes Office</translation>
        </message>
        <message>
            <source>On battery</source>
            <translation>Im Akkubetrieb</translation>
        </message>
        <message>
            <source>One a core</source>
            <translation>Einer je Kern</translation>
        </message>
        <message>
            <source>One model writes answers, another one searches by meaning. Both run on this computer. {models} says which suit its memory, fetches them, and lets a download be paused and resumed.</source>
            <translation>Ein Modell schreibt Antworten, ein anderes sucht nach Bedeutung. Beide laufen auf diesem Computer. {models} sagt, welche zu seinem Arbeitsspeicher passen, holt sie und lässt Sie einen Download anhalten und fortsetzen.</translation>
        </message>
        <message>
            <source>One thing is yours to change: the setting &lt;code&gt;vectors&lt;/code&gt; can keep the vectors of your documents at an address of your own instead.</source>
            <translation>Eines können Sie ändern: Die Einstellung &lt;code&gt;vectors&lt;/code&gt; kann die Vektoren Ihrer Dokumente stattdessen an einer Adresse Ihrer Wahl ablegen.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Open</source>
            <comment>a passage in its document</comment>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Open Footnote</source>
            <translation>Footnote öffnen</translation>
        </message>
        <message>
            <source>Open Footnote again.</source>
            <translation>Öffnen Sie Footnote neu.</translation>
        </message>
        <message>
            <source>Open a file…</source>
            <translation>Datei öffnen…</translation>
        </message>
        <message>
            <source>Open a website</source>
            <translation>Eine Website öffnen</translation>
        </message>
        <message>
            <source>Open in its own application</source>
            <translation>Im eigenen Programm öffnen</translation>
        </message>
        <message>
            <source>Open it in the program that made it and save it again.</source>
            <translation>Öffnen Sie sie in dem Programm, aus dem sie stammt, und speichern Sie sie neu.</translation>
        </message>
        <message>
            <source>Open it with that version.</source>
            <translation>Öffnen Sie sie mit jener Version.</translation>
        </message>
        <message>
            <source>Open {host} in your browser?</source>
            <translation>{host} in Ihrem Browser öffnen?</translation>
        </message>
        <message>
            <source>OpenDocument</source>
            <translation>OpenDocument</translation>
        </message>
        <message>
            <source>Opens the models</source>
            <translation>Öffnet die Modelle</translation>
        </message>
        <message>
            <source>Opens {host} after asking</source>
            <translation>Öffnet {host} nach Rückfrage</translation>
        </message>
        <message>
            <source>Or drop files and folders anywhere on this window. They are read, never changed.</source>
            <translation>Oder ziehen Sie Dateien und Ordner irgendwo auf dieses Fenster. Sie werden gelesen, nie geändert.</translation>
        </message>
        <message>
            <source>Other models…</source>
            <translation>Andere Modelle…</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>Ergebnis</translation>
        </message>
        <message>
            <source>PDF</source>
            <translation>PDF</translation>
        </message>
        <message>
            <source>Page</source>
            <translation>Seite</translation>
        </message>
        <message>
            <source>Page layout</source>
            <translation>Seitenlayout</translation>
        </message>
        <message>
            <source>Page {name}</source>
            <translation>Seite {name}</translation>
        </message>
        <message>
            <source>Page {page} of {all}</source>
            <translation>Seite {page} von {all}</translation>
        </message>
        <message>
            <source>Page {page}, with a cited passage</source>
            <translation>Seite {page}, mit einer zitierten Textstelle</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Seiten</translation>
        </message>
        <message>
            <source>Partly supported by your documents</source>
            <translation>Von Ihren Dokumenten teils gestützt</translation>
        </message>
        <message>
            <source>Partly supported. Not found in the passages: {missing}</source>
            <translation>Teils gestützt. In den Textstellen nicht gefunden: {missing}</translation>
        </message>
        <message>
            <source>Passages</source>
            <translation>Textstellen</translation>
        </message>
        <message>
            <source>Passages answer it</source>
            <translation>Textstellen beantworten es</translation>
        </message>
        <message>
            <source>Passages found</source>
            <translation>Gefundene Textstellen</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Passwort</translation>
        </message>
        <message>
            <source>Password of {name}</source>
            <translation>Passwort von {name}</translation>
        </message>
        <message numerus="yes">
            <source>Password of {n} documents</source>
            <translation>
                <numerusform>Passwort von {n} Dokument</numerusform>
                <numerusform>Passwort von {n} Dokumenten</numerusform>
            </translation>
        </message>
        <message>
            <source>Paste a text here, or drop a file: a draft, a letter, an answer that another program gave.</source>
            <translation>Fügen Sie hier einen Text ein oder ziehen Sie eine Datei herein: einen Entwurf, einen Brief, die Antwort eines anderen Programms.</translation>
        </message>
        <message>
            <source>Paste files or text</source>
            <translation>Dateien oder Text einfügen</translation>
        </message>
        <message>
            <source>Pause</source>
            <comment>a download</comment>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Pause indexing</source>
            <translation>Einlesen anhalten</translation>
        </message>
        <message>
            <source>Pause {name}</source>
            <translation>{name} anhalten</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>Paused at {done} of {total}</source>
            <translation>Angehalten bei {done} von {total}</translation>
        </message>
        <message>
            <source>Paused before a part of it was whole, so it begins anew</source>
            <translation>Angehalten, bevor ein Teil vollständig war; beginnt daher von vorn</translation>
        </message>
        <message>
            <source>Pausing…</source>
            <translation>Wird angehalten …</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>Pictures and scanned pages have no text until it is recognized. The program for that is fetched with pip from your package index and takes about {size} of disk. It runs on this computer: no document leaves it.</source>
            <translation>Bilder und gescannte Seiten haben keinen Text, bis er erkannt wird. Das Programm dafür wird mit pip von Ihrem Paketverzeichnis geholt und belegt etwa {size}. Es läuft auf diesem Rechner: Kein Dokument verlässt ihn.</translation>
        </message>
        <message>
            <source>Pin</source>
            <translation>Anheften</translation>
        </message>
        <message>
            <source>PowerPoint 97–2003</source>
            <translation>PowerPoint 97–2003</translation>
        </message>
        <message>
            <source>Predicted from what this computer has read before.</source>
            <translation>Vorhergesagt aus dem, was dieser Computer bisher gelesen hat.</translation>
        </message>
        <message>
            <source>Prefill</source>
            <comment>a stage</comment>
            <translation>Einlesen</translation>
        </message>
        <message>
            <source>Preparing it for this processor</source>
            <translation>Wird für diesen Prozessor vorbereitet</translation>
        </message>
        <message>
            <source>Presentation</source>
            <translation>Präsentation</translation>
        </message>
        <message>
            <source>Previous citation</source>
            <translation>Voriges Zitat</translation>
        </message>
        <message>
            <source>Previous occurrence</source>
            <translation>Vorige Stelle</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>Datenschutz</translation>
        </message>
        <message>
            <source>Privacy…</source>
            <translation>Datenschutz…</translation>
        </message>
        <message>
            <source>Problem</source>
            <translation>Problem</translation>
        </message>
        <message>
            <source>Progress of copying</source>
            <translation>Fortschritt des Kopierens</translation>
        </message>
        <message>
            <source>Progress of the library</source>
            <translation>Fortschritt der Bibliothek</translation>
        </message>
        <message>
            <source>Progress of the measurement</source>
            <translation>Fortschritt der Messung</translation>
        </message>
        <message>
            <source>Progress of the model</source>
            <translation>Fortschritt des Modells</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Frage</translation>
        </message>
        <message>
            <source>Questions and answers</source>
            <translation>Fragen und Antworten</translation>
        </message>
        <message>
            <source>Questions you ask are kept here.</source>
            <translation>Ihre Fragen werden hier aufbewahrt.</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Raise the limit in the settings, or split the file.</source>
            <translation>Erhöhen Sie die Grenze in den Einstellungen oder teilen Sie die Datei.</translation>
        </message>
        <message>
            <source>Read again</source>
            <translation>Neu lesen</translation>
        </message>
        <message>
            <source>Read all again</source>
            <translation>Alle neu lesen</translation>
        </message>
        <message>
            <source>Read footnotes and verdicts</source>
            <translation>Fußnoten und Urteile lesen</translation>
        </message>
        <message numerus="yes">
            <source>Read them</source>
            <translation>
                <numerusform>Lesen</numerusform>
                <numerusform>Lesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Read {n} again</source>
            <translation>
                <numerusform>{n} Dokument neu lesen</numerusform>
                <numerusform>{n} Dokumente neu lesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Read {n} documents in {time}; predicted {predicted}.</source>
            <translation>
                <numerusform>{n} Dokument in {time} gelesen (vorhergesagt: {predicted})</numerusform>
                <numerusform>{n} Dokumente in {time} gelesen (vorhergesagt: {predicted})</numerusform>
            </translation>
        </message>
        <message>
            <source>Reader of files</source>
            <translation>Dateileser</translation>
        </message>
        <message>
            <source>Reading all documents</source>
            <translation>Alle Dokumente werden gelesen</translation>
        </message>
        <message>
            <source>Reading all parts</source>
            <translation>Alle Teile werden gelesen</translation>
        </message>
        <message>
            <source>Reading all tables</source>
            <translation>Alle Tabellen werden gelesen</translation>
        </message>
        <message>
            <source>Reading it takes more memory than is allowed.</source>
            <translation>Das Lesen braucht mehr Speicher, als erlaubt ist.</translation>
        </message>
        <message>
            <source>Reading the file made its reader crash.</source>
            <translation>Beim Lesen der Datei ist das Leseprogramm abgestürzt.</translation>
        </message>
        <message numerus="yes">
            <source>Reading {done} of {n} documents</source>
            <translation>
                <numerusform>{done} von {n} Dokument wird gelesen</numerusform>
                <numerusform>{done} von {n} Dokumenten werden gelesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reading {done} of {n} parts</source>
            <translation>
                <numerusform>{done} von {n} Teil wird gelesen</numerusform>
                <numerusform>{done} von {n} Teilen werden gelesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reading {done} of {n} tables</source>
            <translation>
                <numerusform>{done} von {n} Tabelle wird gelesen</numerusform>
                <numerusform>{done} von {n} Tabellen werden gelesen</numerusform>
            </translation>
        </message>
        <message>
            <source>Reading {name}…</source>
            <translation>Liest {name}…</translation>
        </message>
        <message numerus="yes">
            <source>Reading {n} passages</source>
            <translation>
                <numerusform>{n} Textstelle wird gelesen</numerusform>
                <numerusform>{n} Textstellen werden gelesen</numerusform>
            </translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>Liest…</translation>
        </message>
        <message>
            <source>Reads {tokens} tokens a second on this machine, as measured.</source>
            <translation>Liest auf diesem Computer gemessene {tokens} Token in der Sekunde.</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Ready on this computer · {licence}</source>
            <translation>Bereit auf diesem Computer · {licence}</translation>
        </message>
        <message>
            <source>Recognizing the text of {name}…</source>
            <translation>Erkennt den Text von {name}…</translation>
        </message>
        <message>
            <source>Recommended</source>
            <translation>Empfohlen</translation>
        </message>
        <message>
            <source>Recommended for this computer, to search by meaning. Until then, search is by keyword.</source>
            <translation>Für diesen Computer empfohlen, um nach Bedeutung zu suchen. Bis dahin wird nach Wörtern gesucht.</translation>
        </message>
        <message>
            <source>Recommended for this computer, to write answers and to search by meaning. Until then, search is by keyword.</source>
            <translation>Für diesen Computer empfohlen, um Antworten zu schreiben und nach Bedeutung zu suchen. Bis dahin wird nach Wörtern gesucht.</translation>
        </message>
        <message>
            <source>Recommended for this computer, to write answers. Until then, search is by keyword.</source>
            <translation>Für diesen Computer empfohlen, um Antworten zu schreiben. Bis dahin wird nach Wörtern gesucht.</translation>
        </message>
        <message>
            <source>Recommended from 8 GB of memory.</source>
            <translation>Empfohlen ab 8 GB Arbeitsspeicher.</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Remove from the library</source>
            <translation>Aus der Bibliothek entfernen</translation>
        </message>
        <message>
            <source>Remove from the library…</source>
            <translation>Aus der Bibliothek entfernen…</translation>
        </message>
        <message>
            <source>Remove {name}</source>
            <translation>{name} entfernen</translation>
        </message>
        <message>
            <source>Remove {name} from the library?</source>
            <translation>{name} aus der Bibliothek entfernen?</translation>
        </message>
        <message>
            <source>Rename a conversation</source>
            <translation>Eine Unterhaltung umbenennen</translation>
        </message>
        <message>
            <source>Rename the collection</source>
            <translation>Sammlung umbenennen</translation>
        </message>
        <message>
            <source>Rename the collection…</source>
            <translation>Sammlung umbenennen…</translation>
        </message>
        <message>
            <source>Rename…</source>
            <translation>Umbenennen…</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>Zurücksetzen</translation>
        </message>
        <message>
            <source>Reset all settings</source>
            <translation>Alle Einstellungen zurücksetzen</translation>
        </message>
        <message>
            <source>Reset all…</source>
            <translation>Alles zurücksetzen…</translation>
        </message>
        <message>
            <source>Restore it from a backup, or move it away to start with an empty history; your documents are safe.</source>
            <translation>Stellen Sie ihn aus einer Sicherung wieder her oder verschieben Sie ihn, um mit einem leeren Verlauf zu beginnen; Ihre Dokumente sind sicher.</translation>
        </message>
        <message>
            <source>Restore the history from a backup; your documents are safe.</source>
            <translation>Stellen Sie den Verlauf aus einer Sicherung wieder her; Ihre Dokumente sind sicher.</translation>
        </message>
        <message>
            <source>Resume</source>
            <comment>a download</comment>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Resume indexing</source>
            <translation>Weiter einlesen</translation>
        </message>
        <message>
            <source>Resume {name}</source>
            <translation>{name} fortsetzen</translation>
        </message>
        <message>
            <source>Retry</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>Rich text</source>
            <translation>RTF-Text</translation>
        </message>
        <message>
            <source>Runs on this computer. A larger one writes better and slower.</source>
            <translation>Läuft auf diesem Computer. Ein größeres schreibt besser und langsamer.</translation>
        </message>
        <message>
            <source>SEARCHES BY MEANING</source>
            <translation>SUCHT NACH BEDEUTUNG</translation>
        </message>
        <message>
            <source>Sample library</source>
            <translation>Beispielbibliothek</translation>
        </message>
        <message>
            <source>Save it in another format, such as PDF.</source>
            <translation>Speichern Sie sie in einem anderen Format, zum Beispiel als PDF.</translation>
        </message>
        <message>
            <source>Save the file again in its program, then read it again.</source>
            <translation>Speichern Sie die Datei in ihrem Programm neu und lesen Sie sie dann noch einmal.</translation>
        </message>
        <message>
            <source>Scanned PDF</source>
            <translation>Gescanntes PDF</translation>
        </message>
        <message>
            <source>Scope</source>
            <translation>Bereich</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>Wertung</translation>
        </message>
        <message>
            <source>Score</source>
            <comment>a stage</comment>
            <translation>Bewerten</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Search</source>
            <comment>a stage</comment>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Search by meaning</source>
            <translation>Suche nach Bedeutung</translation>
        </message>
        <message>
            <source>Search for</source>
            <translation>Suchen nach</translation>
        </message>
        <message>
            <source>Search settings</source>
            <translation>Einstellungen suchen</translation>
        </message>
        <message>
            <source>Search the library</source>
            <translation>Die Bibliothek durchsuchen</translation>
        </message>
        <message>
            <source>Search your documents</source>
            <translation>Ihre Dokumente durchsuchen</translation>
        </message>
        <message>
            <source>Searched</source>
            <translation>Durchsucht</translation>
        </message>
        <message>
            <source>Searched for</source>
            <translation>Gesucht nach</translation>
        </message>
        <message>
            <source>Searched for: {query}</source>
            <translation>Gesucht nach: {query}</translation>
        </message>
        <message numerus="yes">
            <source>Searched {n} documents; nothing speaks to the question.</source>
            <translation>
                <numerusform>{n} Dokument durchsucht; es betrifft die Frage nicht.</numerusform>
                <numerusform>{n} Dokumente durchsucht; nichts darin betrifft die Frage.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Searched {n} documents; the model's answer was withdrawn, because it only says the question again.</source>
            <translation>
                <numerusform>{n} Dokument durchsucht; die Antwort des Sprachmodells wurde zurückgezogen, weil sie nur die Frage wiederholt.</numerusform>
                <numerusform>{n} Dokumente durchsucht; die Antwort des Sprachmodells wurde zurückgezogen, weil sie nur die Frage wiederholt.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Searched {n} documents; the model's answer was withdrawn, because the passages do not bear it out.</source>
            <translation>
                <numerusform>{n} Dokument durchsucht; die Antwort des Sprachmodells wurde zurückgezogen, weil die Textstellen sie nicht stützen.</numerusform>
                <numerusform>{n} Dokumente durchsucht; die Antwort des Sprachmodells wurde zurückgezogen, weil die Textstellen sie nicht stützen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Searched {n} documents; the passages found do not answer the question.</source>
            <translation>
                <numerusform>{n} Dokument durchsucht; die gefundenen Textstellen beantworten die Frage nicht.</numerusform>
                <numerusform>{n} Dokumente durchsucht; die gefundenen Textstellen beantworten die Frage nicht.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Searched {n} documents; what was found is near to the question, but does not seem to state the answer.</source>
            <translation>
                <numerusform>{n} Dokument durchsucht; was gefunden wurde, kommt der Frage nahe, nennt die Antwort aber wohl nicht.</numerusform>
                <numerusform>{n} Dokumente durchsucht; was gefunden wurde, kommt der Frage nahe, nennt die Antwort aber wohl nicht.</numerusform>
            </translation>
        </message>
        <message>
            <source>Searching your documents</source>
            <translation>Ihre Dokumente werden durchsucht</translation>
        </message>
        <message>
            <source>Searching…</source>
            <translation>Wird gesucht…</translation>
        </message>
        <message>
            <source>Sections of the help</source>
            <translation>Abschnitte der Hilfe</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>Übergeben</translation>
        </message>
        <message>
            <source>Sentences and their check</source>
            <translation>Sätze und ihre Prüfung</translation>
        </message>
        <message>
            <source>Sentences were checked by words alone: {why}</source>
            <translation>Die Sätze wurden nur nach Wörtern geprüft: {why}</translation>
        </message>
        <message>
            <source>Set every setting back to what it was at first?</source>
            <translation>Jede Einstellung auf ihren Anfangswert zurücksetzen?</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Einstellungen…</translation>
        </message>
        <message>
            <source>Sheet {n}</source>
            <translation>Blatt {n}</translation>
        </message>
        <message>
            <source>Shift+Enter</source>
            <comment>the keys</comment>
            <translation>Umschalt+Eingabe</translation>
        </message>
        <message>
            <source>Show documents</source>
            <translation>Dokumente zeigen</translation>
        </message>
        <message>
            <source>Show documents in this state</source>
            <translation>Dokumente in diesem Zustand zeigen</translation>
        </message>
        <message>
            <source>Show evidence</source>
            <translation>Belege einblenden</translation>
        </message>
        <message>
            <source>Show in file manager</source>
            <translation>Im Dateimanager zeigen</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <source>Show in the chart</source>
            <translation>Im Diagramm zeigen</translation>
        </message>
        <message>
            <source>Show it as it was</source>
            <translation>Zeigen, wie es war</translation>
        </message>
        <message>
            <source>Show or hide the library</source>
            <translation>Bibliothek ein- oder ausblenden</translation>
        </message>
        <message>
            <source>Show or hide the source</source>
            <translation>Quelle ein- oder ausblenden</translation>
        </message>
        <message>
            <source>Show small pages</source>
            <translation>Kleine Seiten zeigen</translation>
        </message>
        <message>
            <source>Show the library</source>
            <translation>Bibliothek einblenden</translation>
        </message>
        <message>
            <source>Show the query</source>
            <translation>Die Abfrage zeigen</translation>
        </message>
        <message>
            <source>Show the trace of this answer</source>
            <translation>Das Protokoll dieser Antwort zeigen</translation>
        </message>
        <message>
            <source>Show the whole text</source>
            <translation>Den ganzen Text zeigen</translation>
        </message>
        <message>
            <source>Show trace</source>
            <translation>Protokoll zeigen</translation>
        </message>
        <message>
            <source>Show what could not be read</source>
            <translation>Zeigen, was nicht gelesen werden konnte</translation>
        </message>
        <message>
            <source>Show what was not read</source>
            <translation>Zeigen, was nicht gelesen wurde</translation>
        </message>
        <message>
            <source>Shown at {percent} percent</source>
            <translation>Gezeigt mit {percent} Prozent</translation>
        </message>
        <message>
            <source>Similarity</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Size of text</source>
            <translation>Textgröße</translation>
        </message>
        <message>
            <source>Slide {n}</source>
            <translation>Folie {n}</translation>
        </message>
        <message>
            <source>Smaller</source>
            <translation>Kleiner</translation>
        </message>
        <message>
            <source>Some folders can't be watched and are scanned every {minutes} minutes instead: {why}</source>
            <translation>Einige Ordner lassen sich nicht beobachten und werden stattdessen alle {minutes} Minuten durchgesehen: {why}</translation>
        </message>
        <message>
            <source>Something is not there: {said}</source>
            <translation>Etwas ist nicht da: {said}</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>Quelle</translation>
        </message>
        <message>
            <source>Source code</source>
            <translation>Quelltext</translation>
        </message>
        <message>
            <source>Source code is not opened from here, since some systems would run it. Show it in its folder</source>
            <translation>Quelltext wird von hier nicht geöffnet, weil manche Systeme ihn ausführen würden. Zeigen Sie ihn in seinem Ordner</translation>
        </message>
        <message>
            <source>Source code of the document</source>
            <translation>Quelltext des Dokuments</translation>
        </message>
        <message>
            <source>Split the file, or read it again when more memory is free.</source>
            <translation>Teilen Sie die Datei oder lesen Sie sie noch einmal, wenn mehr Speicher frei ist.</translation>
        </message>
        <message>
            <source>Spreadsheet</source>
            <translation>Tabelle</translation>
        </message>
        <message>
            <source>Stale</source>
            <translation>Veraltet</translation>
        </message>
        <message>
            <source>Stale: {why}</source>
            <translation>Veraltet: {why}</translation>
        </message>
        <message>
            <source>Start at login</source>
            <translation>Beim Anmelden starten</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>Beginnt</translation>
        </message>
        <message>
            <source>Starting at login could not be changed: {why}.</source>
            <translation>Der Start beim Anmelden ließ sich nicht ändern: {why}.</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>Startet…</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Stay in the tray</source>
            <translation>Im Infobereich bleiben</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stop the answer (Esc)</source>
            <translation>Die Antwort anhalten (Esc)</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>Angehalten</translation>
        </message>
        <message numerus="yes">
            <source>Stopped after {n} files, copied to {folder}.</source>
            <translation>
                <numerusform>Angehalten nach {n} Datei, kopiert nach {folder}.</numerusform>
                <numerusform>Angehalten nach {n} Dateien, kopiert nach {folder}.</numerusform>
            </translation>
        </message>
        <message>
            <source>Stopped before its end.</source>
            <translation>Vor dem Ende angehalten.</translation>
        </message>
        <message>
            <source>Stopped before the first word</source>
            <translation>Vor dem ersten Wort angehalten</translation>
        </message>
        <message>
            <source>Stopping, and checking what was written</source>
            <translation>Wird angehalten, und was geschrieben ist, wird geprüft</translation>
        </message>
        <message>
            <source>Stops, and throws away what was fetched</source>
            <translation>Bricht ab und verwirft, was schon geladen ist</translation>
        </message>
        <message>
            <source>Supported by your documents</source>
            <translation>Von Ihren Dokumenten gestützt</translation>
        </message>
        <message>
            <source>Supported. Not found in the passages: {missing}</source>
            <translation>Gestützt. In den Textstellen nicht gefunden: {missing}</translation>
        </message>
        <message>
            <source>Tab</source>
            <comment>the key</comment>
            <translation>Tab</translation>
        </message>
        <message>
            <source>Take out</source>
            <translation>Herausnehmen</translation>
        </message>
        <message>
            <source>Take out of the archive</source>
            <translation>Aus dem Archiv holen</translation>
        </message>
        <message>
            <source>Take that pattern out in the settings, under “Left out”, then start Footnote again.</source>
            <translation>Nehmen Sie dieses Muster in den Einstellungen unter „Ausgelassen“ heraus und starten Sie Footnote dann neu.</translation>
        </message>
        <message>
            <source>Take that pattern out of {file}; Footnote then reads it by itself.</source>
            <translation>Nehmen Sie dieses Muster aus {file} heraus; Footnote liest es dann von selbst.</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Text of the document</source>
            <translation>Text des Dokuments</translation>
        </message>
        <message>
            <source>Text recognition</source>
            <translation>Texterkennung</translation>
        </message>
        <message>
            <source>Text recognition could not be installed. Check the network, look at the details, then try again.</source>
            <translation>Die Texterkennung ließ sich nicht installieren. Prüfen Sie das Netz, sehen Sie sich die Einzelheiten an und versuchen Sie es dann erneut.</translation>
        </message>
        <message>
            <source>Text recognition is installed. Pictures and scans are read when all other documents are.</source>
            <translation>Die Texterkennung ist installiert. Bilder und Scans werden gelesen, sobald alle anderen Dokumente gelesen sind.</translation>
        </message>
        <message>
            <source>Text to check</source>
            <translation>Zu prüfender Text</translation>
        </message>
        <message>
            <source>The answer was cut at its greatest length.</source>
            <translation>Die Antwort wurde bei ihrer größten Länge abgeschnitten.</translation>
        </message>
        <message>
            <source>The best answers of this list where a model hub can be reached; about a third of the speed of the 1.5B model.</source>
            <translation>Die besten Antworten dieser Liste, wo ein Modell-Hub erreichbar ist; etwa ein Drittel so schnell wie das 1.5B-Modell.</translation>
        </message>
        <message>
            <source>The check can be wrong, too: where it matters, read the passage. {check} does the same for a text of yours.</source>
            <translation>Auch die Prüfung kann irren: Wo es darauf ankommt, lesen Sie die Textstelle. {check} leistet dasselbe für einen Text von Ihnen.</translation>
        </message>
        <message>
            <source>The disk is full.</source>
            <translation>Der Datenträger ist voll.</translation>
        </message>
        <message>
            <source>The disk of {path} has {free} free; {needed} are needed.</source>
            <translation>Auf dem Datenträger von {path} sind {free} frei; {needed} werden gebraucht.</translation>
        </message>
        <message>
            <source>The disk of {path} is full.</source>
            <translation>Der Datenträger von {path} ist voll.</translation>
        </message>
        <message>
            <source>The disk that holds {path} is full or failing. Free some space; Footnote then goes on by itself.</source>
            <translation>weil der Datenträger mit {path} voll oder gestört ist. Schaffen Sie Platz; Footnote macht dann von selbst weiter.</translation>
        </message>
        <message>
            <source>The disk that holds {path} is full. Free some space; indexing goes on by itself.</source>
            <translation>weil der Datenträger mit {path} voll ist. Schaffen Sie Platz; das Einlesen geht dann von selbst weiter.</translation>
        </message>
        <message>
            <source>The document is no longer in your library. This is the passage as it was kept.</source>
            <translation>Das Dokument ist nicht mehr in Ihrer Bibliothek. Dies ist die Textstelle, wie sie aufbewahrt wurde.</translation>
        </message>
        <message>
            <source>The file can't be opened.</source>
            <translation>Die Datei lässt sich nicht öffnen.</translation>
        </message>
        <message>
            <source>The file changed while it was read.</source>
            <translation>Die Datei hat sich während des Lesens geändert.</translation>
        </message>
        <message>
            <source>The file has changed since the answer, or is gone.</source>
            <translation>Die Datei hat sich seit der Antwort geändert oder ist weg.</translation>
        </message>
        <message>
            <source>The file holds no text.</source>
            <translation>Die Datei enthält keinen Text.</translation>
        </message>
        <message>
            <source>The file is damaged.</source>
            <translation>Die Datei ist beschädigt.</translation>
        </message>
        <message>
            <source>The file is empty.</source>
            <translation>Die Datei ist leer.</translation>
        </message>
        <message>
            <source>The file is locked with a password. This is the text that was read from it.</source>
            <translation>Die Datei ist mit einem Passwort gesperrt. Dies ist der Text, der daraus gelesen wurde.</translation>
        </message>
        <message>
            <source>The file is not there</source>
            <translation>Die Datei ist nicht da</translation>
        </message>
        <message>
            <source>The file is not where it was. This is the text that was read from it.</source>
            <translation>Die Datei ist nicht mehr da, wo sie war. Dies ist der Text, der daraus gelesen wurde.</translation>
        </message>
        <message>
            <source>The file is protected with a password.</source>
            <translation>Die Datei ist mit einem Passwort geschützt.</translation>
        </message>
        <message>
            <source>The file is too large to be read.</source>
            <translation>Die Datei ist zu groß, um gelesen zu werden.</translation>
        </message>
        <message>
            <source>The file itself stays where it is.</source>
            <translation>Die Datei selbst bleibt, wo sie ist.</translation>
        </message>
        <message>
            <source>The file, or a part of it, is a picture of text that was not recognized.</source>
            <translation>Die Datei oder ein Teil davon ist ein Bild von Text, der nicht erkannt wurde.</translation>
        </message>
        <message>
            <source>The files themselves stay where they are.</source>
            <translation>Die Dateien selbst bleiben, wo sie sind.</translation>
        </message>
        <message>
            <source>The help says nothing of this.</source>
            <translation>Dazu sagt die Hilfe nichts.</translation>
        </message>
        <message>
            <source>The history of questions and answers, {path}, is damaged.</source>
            <translation>Der Verlauf der Fragen und Antworten, {path}, ist beschädigt.</translation>
        </message>
        <message>
            <source>The indexer process</source>
            <translation>Der Indexdienst</translation>
        </message>
        <message>
            <source>The language model process</source>
            <translation>Der Prozess des Sprachmodells</translation>
        </message>
        <message>
            <source>The library holds nothing of the collection {name}.</source>
            <translation>Die Bibliothek enthält nichts aus der Sammlung {name}.</translation>
        </message>
        <message>
            <source>The library is in use by another process.</source>
            <translation>Die Bibliothek wird von einem anderen Prozess benutzt.</translation>
        </message>
        <message>
            <source>The library's index is damaged.</source>
            <translation>Der Index der Bibliothek ist beschädigt.</translation>
        </message>
        <message>
            <source>The model can't be used: its files are damaged or don't belong together.</source>
            <translation>Das Modell ist nicht brauchbar: Seine Dateien sind beschädigt oder gehören nicht zusammen.</translation>
        </message>
        <message>
            <source>The model that this takes is not installed.</source>
            <translation>Das Modell, das dafür nötig ist, ist nicht installiert.</translation>
        </message>
        <message>
            <source>The model that turns text into meaning. Another one embeds your documents anew; until it is done, the one before answers.</source>
            <translation>Das Modell, das aus Text Bedeutung macht. Ein anderes bettet Ihre Dokumente neu ein; bis das fertig ist, antwortet das bisherige.</translation>
        </message>
        <message>
            <source>The model {name} is not installed. Get it with `{command}`.</source>
            <translation>weil das Modell {name} nicht installiert ist. Holen Sie es mit `{command}`.</translation>
        </message>
        <message>
            <source>The nearest passages may still answer it.</source>
            <translation>Eine der ähnlichen Textstellen beantwortet es vielleicht dennoch.</translation>
        </message>
        <message>
            <source>The nearest passages:</source>
            <translation>Die ähnlichsten Textstellen:</translation>
        </message>
        <message>
            <source>The number behind a sentence is its footnote. Rest on it to read the passage; click it, or reach it with Tab and press Enter, to see the passage marked in its document.</source>
            <translation>Die Zahl hinter einem Satz ist seine Fußnote. Zeigen Sie darauf, um die Textstelle zu lesen; klicken Sie sie an, oder gehen Sie mit der Tabulatortaste hin und drücken Sie die Eingabetaste, um die Textstelle markiert in ihrem Dokument zu sehen.</translation>
        </message>
        <message>
            <source>The pages can’t be drawn. This is the text that was read from them.</source>
            <translation>Die Seiten lassen sich nicht darstellen. Dies ist der Text, der daraus gelesen wurde.</translation>
        </message>
        <message>
            <source>The parts of Footnote did not understand each other.</source>
            <translation>Die Teile von Footnote haben einander nicht verstanden.</translation>
        </message>
        <message>
            <source>The passage could not be found in the drawn page; it was read from here.</source>
            <translation>Die Textstelle war auf der dargestellten Seite nicht zu finden; gelesen wurde sie hier.</translation>
        </message>
        <message>
            <source>The passages found stay here, and open as usual.</source>
            <translation>Die gefundenen Textstellen bleiben hier und lassen sich wie gewohnt öffnen.</translation>
        </message>
        <message>
            <source>The passages say a part of it, or say it otherwise.</source>
            <translation>Die Textstellen sagen einen Teil davon, oder sie sagen es anders.</translation>
        </message>
        <message>
            <source>The patterns of what is left out and the prices of the costs go with them. Your documents stay.</source>
            <translation>Auch die Muster für Ausgelassenes und die Preise der Kosten gehen verloren. Ihre Dokumente bleiben.</translation>
        </message>
        <message>
            <source>The question is empty.</source>
            <translation>Die Frage ist leer.</translation>
        </message>
        <message>
            <source>The question with its passages is longer than the model can read at once.</source>
            <translation>Die Frage mit ihren Textstellen ist länger, als das Modell auf einmal lesen kann.</translation>
        </message>
        <message>
            <source>The right answer</source>
            <translation>Die richtige Antwort</translation>
        </message>
        <message>
            <source>The right answer, in a few words</source>
            <translation>Die richtige Antwort, in wenigen Worten</translation>
        </message>
        <message>
            <source>The sentence has its footnotes and no mark.</source>
            <translation>Der Satz hat seine Fußnoten und keine Markierung.</translation>
        </message>
        <message>
            <source>The setting ignore holds {pattern}.</source>
            <translation>Die Einstellung ignore enthält {pattern}.</translation>
        </message>
        <message>
            <source>The setting {name} is {value}, which is too small.</source>
            <translation>Die Einstellung {name} ist {value}; das ist zu klein.</translation>
        </message>
        <message>
            <source>The setting {name} is {value}.</source>
            <translation>Die Einstellung {name} ist {value}.</translation>
        </message>
        <message>
            <source>The system does not tell which sockets these hold: {processes}.</source>
            <translation>Das System gibt nicht an, welche Sockets diese halten: {processes}.</translation>
        </message>
        <message>
            <source>The text and the passages that are indexed of it</source>
            <translation>Der Text und die Textstellen, die davon im Index stehen</translation>
        </message>
        <message>
            <source>The text as it was read. The chosen passage is marked, the others more lightly.</source>
            <translation>Der Text, wie er gelesen wurde. Die gewählte Textstelle ist markiert, die anderen schwächer.</translation>
        </message>
        <message>
            <source>The trace of this answer was deleted.</source>
            <translation>Das Protokoll dieser Antwort wurde gelöscht.</translation>
        </message>
        <message>
            <source>The vector store at {address} does not answer as it should. Check the address, your rights and the network, then try again.</source>
            <translation>weil der Vektorspeicher bei {address} nicht antwortet, wie er sollte. Prüfen Sie die Adresse, Ihre Rechte und das Netz.</translation>
        </message>
        <message>
            <source>The vectors in {path} can't be read. They have to be built again; your documents are not affected.</source>
            <translation>weil die Vektoren in {path} nicht lesbar sind. Sie müssen neu erstellt werden; Ihre Dokumente sind nicht betroffen.</translation>
        </message>
        <message>
            <source>The vectors lie at {address}, as you have set it; delete them there.</source>
            <translation>Die Vektoren liegen bei {address}, wie Sie es eingestellt haben; löschen Sie sie dort.</translation>
        </message>
        <message>
            <source>The whole library</source>
            <translation>Die ganze Bibliothek</translation>
        </message>
        <message>
            <source>The words were recognised in a picture, so some may be wrong.</source>
            <translation>Die Wörter wurden in einem Bild erkannt, einige können daher falsch sein.</translation>
        </message>
        <message>
            <source>There are no documents yet. Drop files or folders on the window, or add a folder.</source>
            <translation>Es gibt noch keine Dokumente. Ziehen Sie Dateien oder Ordner auf das Fenster oder fügen Sie einen Ordner hinzu.</translation>
        </message>
        <message>
            <source>There is a collection called {name} already.</source>
            <translation>Eine Sammlung namens {name} gibt es schon.</translation>
        </message>
        <message>
            <source>There is no collection called {name} any more.</source>
            <translation>Eine Sammlung namens {name} gibt es nicht mehr.</translation>
        </message>
        <message>
            <source>There is no document in it to copy.</source>
            <translation>Darin ist kein Dokument, das kopiert werden könnte.</translation>
        </message>
        <message>
            <source>There is no file {path}.</source>
            <translation>Es gibt keine Datei {path}.</translation>
        </message>
        <message>
            <source>There is no model to write answers yet. Passages are found and shown without it.</source>
            <translation>Es gibt noch kein Modell, das Antworten schreibt. Textstellen werden auch ohne es gefunden und gezeigt.</translation>
        </message>
        <message>
            <source>There is no reliable answer, though your documents may hold one.</source>
            <translation>Es gibt keine verlässliche Antwort, auch wenn Ihre Dokumente vielleicht eine enthalten.</translation>
        </message>
        <message>
            <source>There is no room for a copy of {name} in {folder}.</source>
            <translation>In {folder} ist kein Platz für eine Kopie von {name}.</translation>
        </message>
        <message>
            <source>There is no text to check.</source>
            <translation>Es gibt keinen Text zu prüfen.</translation>
        </message>
        <message>
            <source>There is no trace {id}.</source>
            <translation>Es gibt kein Protokoll {id}.</translation>
        </message>
        <message>
            <source>There is not enough free memory for this.</source>
            <translation>Dafür ist nicht genug Speicher frei.</translation>
        </message>
        <message>
            <source>There is nothing to read here now. What comes later is read as soon as it is there.</source>
            <translation>Hier gibt es jetzt nichts zu lesen. Was später dazukommt, wird gelesen, sobald es da ist.</translation>
        </message>
        <message>
            <source>These internet sockets are open now, as the system tells it. Footnote itself opens one only to fetch a model that you asked for. {sockets}.</source>
            <translation>Nach Auskunft des Systems sind jetzt diese Internet-Sockets offen. Footnote selbst öffnet nur dann einen, wenn es ein Modell holt, das Sie verlangt haben. {sockets}.</translation>
        </message>
        <message>
            <source>This can't be done: {said}</source>
            <translation>Das geht nicht: {said}</translation>
        </message>
        <message>
            <source>This conversation</source>
            <translation>Diese Unterhaltung</translation>
        </message>
        <message>
            <source>This conversation is not there any more.</source>
            <translation>Diese Unterhaltung ist nicht mehr da.</translation>
        </message>
        <message>
            <source>This could not be kept. {problem}</source>
            <translation>Das konnte nicht behalten werden. {problem}</translation>
        </message>
        <message>
            <source>This desktop gives no program a key of its own. Give one to the command footnote in your system’s keyboard settings: it brings Footnote to the front.</source>
            <translation>Diese Arbeitsumgebung gibt keinem Programm eine eigene Taste. Geben Sie in den Tastatureinstellungen Ihres Systems dem Befehl footnote eine: Er holt Footnote nach vorn.</translation>
        </message>
        <message>
            <source>This desktop has no tray to stay in, so Footnote ends with its window.</source>
            <translation>Diese Arbeitsumgebung hat keinen Infobereich, in dem Footnote bleiben könnte; es endet mit seinem Fenster.</translation>
        </message>
        <message>
            <source>This document is no longer in the library.</source>
            <translation>Dieses Dokument ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>This file has changed since the answer, and the passage is not in it any more.</source>
            <translation>Diese Datei hat sich seit der Antwort geändert, und die Textstelle steht nicht mehr darin.</translation>
        </message>
        <message>
            <source>This file has changed since the answer.</source>
            <translation>Diese Datei hat sich seit der Antwort geändert.</translation>
        </message>
        <message>
            <source>This file is gone. The passage is shown as it was.</source>
            <translation>Diese Datei ist weg. Die Textstelle wird gezeigt, wie sie war.</translation>
        </message>
        <message>
            <source>This helps when you report the problem.</source>
            <translation>Das hilft, wenn Sie das Problem melden.</translation>
        </message>
        <message>
            <source>This is a part of a long document, around the passage.</source>
            <translation>Dies ist ein Teil eines langen Dokuments, rund um die Textstelle.</translation>
        </message>
        <message>
            <source>This is a part of a long text, around the passage.</source>
            <translation>Dies ist ein Teil eines langen Textes, rund um die Textstelle.</translation>
        </message>
        <message>
            <source>This is not right</source>
            <translation>Das stimmt nicht</translation>
        </message>
        <message>
            <source>This is right</source>
            <translation>Das stimmt</translation>
        </message>
        <message>
            <source>This is the passage as it was when the answer was made.</source>
            <translation>Dies ist die Textstelle, wie sie war, als die Antwort entstand.</translation>
        </message>
        <message>
            <source>This kind of file, or a part of it, can't be read.</source>
            <translation>Diese Art von Datei oder ein Teil davon kann nicht gelesen werden.</translation>
        </message>
        <message>
            <source>This leaves Footnote and your own documents.</source>
            <translation>Das verlässt Footnote und Ihre eigenen Dokumente.</translation>
        </message>
        <message>
            <source>This model's chat template can't write this conversation: {why}.</source>
            <translation>Die Chat-Vorlage dieses Modells kann diese Unterhaltung nicht schreiben: {why}.</translation>
        </message>
        <message>
            <source>This text has {characters} characters; the window checks up to {most}. `footnote check FILE` checks texts of any length.</source>
            <translation>Dieser Text hat {characters} Zeichen; das Fenster prüft bis zu {most}. `footnote check DATEI` prüft Texte jeder Länge.</translation>
        </message>
        <message>
            <source>Tidying up…</source>
            <translation>Räumt auf…</translation>
        </message>
        <message>
            <source>Tight: it needs {needs} GB of this machine's {has} GB; other programs may slow down.</source>
            <translation>Knapp: Es braucht {needs} GB von den {has} GB dieses Computers; andere Programme können langsamer werden.</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Tokens read</source>
            <translation>Gelesene Token</translation>
        </message>
        <message>
            <source>Tokens written</source>
            <translation>Geschriebene Token</translation>
        </message>
        <message>
            <source>Too big: it needs {needs} GB of memory, this machine has {has} GB.</source>
            <translation>Zu groß: Es braucht {needs} GB Arbeitsspeicher, dieser Computer hat {has} GB.</translation>
        </message>
        <message>
            <source>Took all out of {name}, which is deleted; its documents stay</source>
            <translation>Aus {name} wurde alles herausgenommen; die Sammlung ist gelöscht, ihre Dokumente bleiben</translation>
        </message>
        <message>
            <source>Took {what} out of {name}</source>
            <translation>{what} aus {name} herausgenommen</translation>
        </message>
        <message>
            <source>Trace</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Trace id copied</source>
            <translation>Protokollkennung kopiert</translation>
        </message>
        <message>
            <source>Trace of an answer</source>
            <translation>Protokoll einer Antwort</translation>
        </message>
        <message>
            <source>Trace {id}</source>
            <translation>Protokoll {id}</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>Try again.</source>
            <translation>Versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Try again: it starts anew and goes on where it was.</source>
            <translation>Versuchen Sie es noch einmal: Er startet wieder und macht dort weiter, wo er war.</translation>
        </message>
        <message>
            <source>Try again: it starts anew and goes on where it was. If it keeps happening, close other programs.</source>
            <translation>Versuchen Sie es noch einmal: Er startet wieder und macht dort weiter, wo er war. Wenn es öfter vorkommt, schließen Sie andere Programme.</translation>
        </message>
        <message>
            <source>Try again; if it stays, open Footnote again.</source>
            <translation>Versuchen Sie es noch einmal; wenn es dabei bleibt, öffnen Sie Footnote neu.</translation>
        </message>
        <message>
            <source>Try again; if it stays, report it with what the details say.</source>
            <translation>Versuchen Sie es noch einmal; wenn es dabei bleibt, melden Sie es mit dem, was in den Einzelheiten steht.</translation>
        </message>
        <message>
            <source>Try it again. If it stays, report it with the details.</source>
            <translation>Versuchen Sie es noch einmal. Wenn es dabei bleibt, melden Sie es mit den Einzelheiten.</translation>
        </message>
        <message>
            <source>Try the sample library</source>
            <translation>Beispielbibliothek ausprobieren</translation>
        </message>
        <message>
            <source>Type words or a question: passages that hold the words, and those that mean the same, appear at once. Words in “quotation marks” are looked for as they stand. Enter asks it as a question.</source>
            <translation>Geben Sie Wörter oder eine Frage ein: Textstellen mit diesen Wörtern und solche, die dasselbe bedeuten, erscheinen sofort. Wörter in „Anführungszeichen“ werden genau so gesucht. Die Eingabetaste stellt es als Frage.</translation>
        </message>
        <message>
            <source>Type {word}</source>
            <translation>{word} eintippen</translation>
        </message>
        <message>
            <source>Type {word} to delete everything</source>
            <translation>{word} eintippen, um alles zu löschen</translation>
        </message>
        <message>
            <source>Underlined with a wave. Rest on it to read what was not found; don’t rely on it.</source>
            <translation>Wellig unterstrichen. Zeigen Sie darauf, um zu lesen, was nicht gefunden wurde; verlassen Sie sich nicht darauf.</translation>
        </message>
        <message>
            <source>Underlined with dashes: something in it was not found.</source>
            <translation>Gestrichelt unterstrichen: Etwas darin wurde nicht gefunden.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Unpacking and checking</source>
            <translation>Wird entpackt und geprüft</translation>
        </message>
        <message>
            <source>Unpin</source>
            <translation>Nicht mehr anheften</translation>
        </message>
        <message>
            <source>Up to date</source>
            <translation>Auf dem neuesten Stand</translation>
        </message>
        <message>
            <source>Up, Down</source>
            <comment>the keys</comment>
            <translation>Auf, Ab</translation>
        </message>
        <message>
            <source>Up, Down, Enter</source>
            <comment>the keys</comment>
            <translation>Auf, Ab, Eingabe</translation>
        </message>
        <message>
            <source>Use</source>
            <comment>a model</comment>
            <translation>Benutzen</translation>
        </message>
        <message>
            <source>Use {low} or more.</source>
            <translation>Nehmen Sie {low} oder mehr.</translation>
        </message>
        <message>
            <source>Use {low} to {high}.</source>
            <translation>Nehmen Sie {low} bis {high}.</translation>
        </message>
        <message>
            <source>Use {name}</source>
            <translation>{name} benutzen</translation>
        </message>
        <message>
            <source>Use {some} or {last}.</source>
            <translation>Nehmen Sie {some} oder {last}.</translation>
        </message>
        <message>
            <source>Vectors</source>
            <translation>Vektoren</translation>
        </message>
        <message>
            <source>WHAT RUNS</source>
            <translation>WAS LÄUFT</translation>
        </message>
        <message>
            <source>WHERE IT LIES</source>
            <translation>WO ES LIEGT</translation>
        </message>
        <message>
            <source>WRITES ANSWERS</source>
            <translation>SCHREIBT ANTWORTEN</translation>
        </message>
        <message>
            <source>Wait a minute, then try again. If it keeps happening, close other programs, or choose a smaller model.</source>
            <translation>Warten Sie eine Minute und versuchen Sie es dann noch einmal. Wenn es öfter vorkommt, schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
        </message>
        <message>
            <source>Wait a minute, then try again. If it keeps happening, close other programs.</source>
            <translation>Warten Sie eine Minute und versuchen Sie es dann noch einmal. Wenn es öfter vorkommt, schließen Sie andere Programme.</translation>
        </message>
        <message>
            <source>Wait for mains power</source>
            <translation>Auf Netzstrom warten</translation>
        </message>
        <message>
            <source>Wait for the first word</source>
            <translation>Warten auf das erste Wort</translation>
        </message>
        <message>
            <source>Wait while you type</source>
            <translation>Warten, während Sie tippen</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Waiting for another Footnote that is fetching it</source>
            <translation>Wartet auf ein anderes Footnote, das es gerade holt</translation>
        </message>
        <message>
            <source>Watts of a busy core</source>
            <translation>Watt je Kern unter Last</translation>
        </message>
        <message>
            <source>Web page</source>
            <translation>Webseite</translation>
        </message>
        <message>
            <source>What answers cost</source>
            <translation>Was Antworten kosten</translation>
        </message>
        <message>
            <source>What answers cost…</source>
            <translation>Was Antworten kosten…</translation>
        </message>
        <message>
            <source>What belongs to it…</source>
            <translation>Was dazugehört…</translation>
        </message>
        <message>
            <source>What belongs to {name}</source>
            <translation>Was zu {name} gehört</translation>
        </message>
        <message>
            <source>What can stand here</source>
            <translation>Was hier stehen kann</translation>
        </message>
        <message>
            <source>What do you want to know?</source>
            <translation>Was möchten Sie wissen?</translation>
        </message>
        <message>
            <source>What does “{title}” say about “{heading}”?</source>
            <translation>Was sagt „{title}“ über „{heading}“?</translation>
        </message>
        <message>
            <source>What indexing does while no mains power is there.</source>
            <translation>Was das Einlesen tut, solange kein Netzstrom da ist.</translation>
        </message>
        <message>
            <source>What is asked: press to choose folders or files.</source>
            <translation>Was gefragt wird: drücken, um Ordner oder Dateien zu wählen.</translation>
        </message>
        <message>
            <source>What is dropped on a conversation is added too, and that conversation then asks nothing else. Text is found by its words first, then by its meaning; the foot of the library says how far that is, and has &lt;i&gt;Pause&lt;/i&gt;.</source>
            <translation>Was Sie auf eine Unterhaltung ziehen, wird auch hinzugefügt, und diese Unterhaltung fragt dann nur noch danach. Text wird zuerst nach seinen Wörtern gefunden, dann nach seiner Bedeutung; unten in der Bibliothek steht, wie weit das ist, und dort lässt es sich &lt;i&gt;anhalten&lt;/i&gt;.</translation>
        </message>
        <message>
            <source>What is indexed</source>
            <translation>Was im Index steht</translation>
        </message>
        <message>
            <source>What is “{title}” about?</source>
            <translation>Worum geht es in „{title}“?</translation>
        </message>
        <message>
            <source>What leaves this computer</source>
            <translation>Was diesen Computer verlässt</translation>
        </message>
        <message>
            <source>What may help: the words that the document uses, a wider limit, and a look at {documents} for what was not read. A question that is answered beside the point may deserve to be declined as well: read the passage.</source>
            <translation>Was helfen kann: die Wörter, die das Dokument benutzt, weniger eng suchen, und unter {documents} nachsehen, was nicht gelesen wurde. Manche Frage wird an der Sache vorbei beantwortet, obwohl es keine Antwort gibt: Lesen Sie die Textstelle.</translation>
        </message>
        <message>
            <source>What the library knows of it is deleted: text, keywords and vectors. The file itself stays where it is, and is not read again. To let it in again, add it to the library.</source>
            <translation>Was die Bibliothek davon weiß, wird gelöscht: Text, Stichwörter und Vektoren. Die Datei selbst bleibt, wo sie ist, und wird nicht wieder gelesen. Um sie wieder zuzulassen, fügen Sie sie zur Bibliothek hinzu.</translation>
        </message>
        <message>
            <source>What the library knows of them is deleted: text, keywords and vectors. The files stay where they are, and are not read again. To let them in again, add them to the library.</source>
            <translation>Was die Bibliothek davon weiß, wird gelöscht: Text, Stichwörter und Vektoren. Die Dateien bleiben, wo sie sind, und werden nicht wieder gelesen. Um sie wieder zuzulassen, fügen Sie sie zur Bibliothek hinzu.</translation>
        </message>
        <message>
            <source>What the model was sent</source>
            <translation>Was dem Modell übergeben wurde</translation>
        </message>
        <message>
            <source>What the same tokens would cost in a cloud, at a price that you set; and the power to estimate with:</source>
            <translation>Was dieselben Token in einer Cloud kosten würden, zu einem Preis, den Sie angeben; und die Leistung für die Schätzung:</translation>
        </message>
        <message>
            <source>What the window is written in; your documents stay as they are. It changes once this dialog is closed and no answer or download is under way.</source>
            <translation>Die Sprache des Fensters; Ihre Dokumente bleiben, wie sie sind. Sie wechselt, sobald dieser Dialog geschlossen ist und keine Antwort und kein Download mehr läuft.</translation>
        </message>
        <message>
            <source>What was done is kept; begin again to go on.</source>
            <translation>Was fertig war, bleibt erhalten; beginnen Sie noch einmal, um fortzufahren.</translation>
        </message>
        <message>
            <source>What was fetched is kept, also while Footnote is closed.</source>
            <translation>Was schon geladen ist, bleibt erhalten, auch wenn Footnote geschlossen ist.</translation>
        </message>
        <message>
            <source>What was fetched so far is kept; get it again to go on.</source>
            <translation>Was bisher geholt ist, bleibt erhalten; holen Sie es noch einmal, um fortzufahren.</translation>
        </message>
        <message>
            <source>What was not found</source>
            <translation>Was nicht gefunden wurde</translation>
        </message>
        <message>
            <source>What was thought of answers can't be read.</source>
            <translation>Wie Antworten beurteilt wurden, lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>What was written so far stays here.</source>
            <translation>Was bisher geschrieben ist, bleibt hier.</translation>
        </message>
        <message>
            <source>What would be right?</source>
            <translation>Was wäre richtig?</translation>
        </message>
        <message>
            <source>When the window is closed</source>
            <translation>Wenn das Fenster geschlossen wird</translation>
        </message>
        <message>
            <source>When there is no answer</source>
            <translation>Wenn es keine Antwort gibt</translation>
        </message>
        <message>
            <source>Where a document stands</source>
            <translation>Wie es um ein Dokument steht</translation>
        </message>
        <message>
            <source>Where indexing makes room for you at once.</source>
            <translation>Wo das Einlesen Ihnen sofort Platz macht.</translation>
        </message>
        <message>
            <source>Where what you drop will not stay, as on a stick, &lt;i&gt;Keep copies of what is dropped&lt;/i&gt; in the settings copies it into a folder of your documents first, and reads the copies.</source>
            <translation>Wo das Abgelegte nicht bleibt, wie auf einem Stick, kopiert &lt;i&gt;Kopien von Abgelegtem behalten&lt;/i&gt; in den Einstellungen es zuerst in einen Ordner Ihrer Dokumente und liest die Kopien.</translation>
        </message>
        <message>
            <source>Which folders and files were chosen can't be read: the history is damaged.</source>
            <translation>Welche Ordner und Dateien gewählt waren, lässt sich nicht lesen: Der Verlauf ist beschädigt.</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>Fenster</translation>
        </message>
        <message>
            <source>Word</source>
            <translation>Word</translation>
        </message>
        <message>
            <source>Word 97–2003</source>
            <translation>Word 97–2003</translation>
        </message>
        <message>
            <source>Word document</source>
            <translation>Word-Dokument</translation>
        </message>
        <message>
            <source>Work slowly</source>
            <translation>Langsam arbeiten</translation>
        </message>
        <message>
            <source>Working slowly to spare the battery, {left} left.</source>
            <translation>um den Akku zu schonen: arbeitet langsam, noch {left}.</translation>
        </message>
        <message>
            <source>Write a question in the box of a conversation and press Enter. The best sentences of your documents appear at once; the model then writes an answer from them. Esc stops it.</source>
            <translation>Schreiben Sie eine Frage in das Feld einer Unterhaltung und drücken Sie die Eingabetaste. Die besten Sätze Ihrer Dokumente erscheinen sofort; dann schreibt das Modell daraus eine Antwort. Esc hält es an.</translation>
        </message>
        <message>
            <source>Write a question.</source>
            <translation>Schreiben Sie eine Frage.</translation>
        </message>
        <message>
            <source>Write another name.</source>
            <translation>Schreiben Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>Write each pattern as in a .gitignore, like *.log.</source>
            <translation>Schreiben Sie jedes Muster wie in einer .gitignore, etwa *.log.</translation>
        </message>
        <message>
            <source>Write it as {year}, {month} or {day}.</source>
            <translation>Schreiben Sie es als {year}, {month} oder {day}.</translation>
        </message>
        <message>
            <source>Write {near}, or leave {sign} away.</source>
            <translation>Schreiben Sie {near} oder lassen Sie {sign} weg.</translation>
        </message>
        <message>
            <source>Writing</source>
            <translation>Schreibt</translation>
        </message>
        <message>
            <source>Written by {model}</source>
            <translation>Geschrieben von {model}</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Ja</translation>
        </message>
        <message>
            <source>You brought this file.</source>
            <translation>Sie haben diese Datei mitgebracht.</translation>
        </message>
        <message>
            <source>You brought this file. It names no chat template, so answers may be odd.</source>
            <translation>Sie haben diese Datei mitgebracht. Sie nennt keine Chat-Vorlage, daher können die Antworten seltsam ausfallen.</translation>
        </message>
        <message>
            <source>You can ask while they are read: documents are found by their words first, by their meaning later.</source>
            <translation>Sie können fragen, während sie gelesen werden: Dokumente sind zuerst über ihre Wörter, später über ihre Bedeutung zu finden.</translation>
        </message>
        <message>
            <source>You can go on meanwhile: keyword search and evidence work already.</source>
            <translation>Sie können inzwischen weitermachen: Die Suche nach Wörtern und die Belege funktionieren schon.</translation>
        </message>
        <message>
            <source>You judged this as not right. Press to take it back</source>
            <translation>Sie haben dies als falsch beurteilt. Drücken, um es zurückzunehmen</translation>
        </message>
        <message>
            <source>You judged this as right. Press to take it back</source>
            <translation>Sie haben dies als richtig beurteilt. Drücken, um es zurückzunehmen</translation>
        </message>
        <message>
            <source>Your documents are ready</source>
            <translation>Ihre Dokumente sind bereit</translation>
        </message>
        <message>
            <source>Your documents are safe. See the details for the way to mend the index.</source>
            <translation>Ihre Dokumente sind sicher. Wie der Index wiederherzustellen ist, steht in den Einzelheiten.</translation>
        </message>
        <message>
            <source>Your documents do not seem to answer this.</source>
            <translation>Ihre Dokumente scheinen das nicht zu beantworten.</translation>
        </message>
        <message>
            <source>Your documents don’t answer this</source>
            <translation>Ihre Dokumente beantworten das nicht</translation>
        </message>
        <message>
            <source>Your documents, your questions and the answers stay on this computer. The network is used only to fetch models and text recognition, and only when you ask for it.</source>
            <translation>Ihre Dokumente, Ihre Fragen und die Antworten bleiben auf diesem Computer. Das Netz wird nur benutzt, um Modelle und die Texterkennung zu holen, und nur, wenn Sie es verlangen.</translation>
        </message>
        <message>
            <source>Your library is empty</source>
            <translation>Ihre Bibliothek ist leer</translation>
        </message>
        <message>
            <source>Your own files are where they were. Footnote is closed now.</source>
            <translation>Ihre eigenen Dateien sind, wo sie waren. Footnote ist jetzt geschlossen.</translation>
        </message>
        <message>
            <source>Your question is kept.</source>
            <translation>Ihre Frage bleibt erhalten.</translation>
        </message>
        <message>
            <source>[picture: {text}]</source>
            <translation>[Bild: {text}]</translation>
        </message>
        <message>
            <source>[picture]</source>
            <translation>[Bild]</translation>
        </message>
        <message>
            <source>a folder or a collection; in:"My folder" where its name has spaces</source>
            <translation>ein Ordner oder eine Sammlung; in:"Mein Ordner", wenn der Name Leerzeichen hat</translation>
        </message>
        <message>
            <source>a kind of file</source>
            <translation>eine Art von Datei</translation>
        </message>
        <message>
            <source>about {time}</source>
            <translation>etwa {time}</translation>
        </message>
        <message>
            <source>an example, not from your documents</source>
            <translation>ein Beispiel, nicht aus Ihren Dokumenten</translation>
        </message>
        <message>
            <source>and how the window stood</source>
            <translation>und wie das Fenster stand</translation>
        </message>
        <message numerus="yes">
            <source>and {n} more; the library lists them</source>
            <translation>
                <numerusform>und {n} weiteres; die Bibliothek führt es auf</numerusform>
                <numerusform>und {n} weitere; die Bibliothek führt sie auf</numerusform>
            </translation>
        </message>
        <message>
            <source>answered</source>
            <comment>an outcome</comment>
            <translation>beantwortet</translation>
        </message>
        <message>
            <source>beside the files themselves</source>
            <translation>neben den Dateien selbst</translation>
        </message>
        <message>
            <source>between {low} and {high}</source>
            <translation>zwischen {low} und {high}</translation>
        </message>
        <message>
            <source>by meaning</source>
            <translation>nach Bedeutung</translation>
        </message>
        <message>
            <source>by words and meaning</source>
            <translation>nach Wörtern und Bedeutung</translation>
        </message>
        <message>
            <source>by words only</source>
            <translation>nur nach Wörtern</translation>
        </message>
        <message>
            <source>cell {n}</source>
            <translation>Zelle {n}</translation>
        </message>
        <message>
            <source>chapter {n}</source>
            <translation>Kapitel {n}</translation>
        </message>
        <message>
            <source>collection</source>
            <translation>Sammlung</translation>
        </message>
        <message>
            <source>d MMM</source>
            <comment>how a day is written, in Qt's letters</comment>
            <translation>d. MMM</translation>
        </message>
        <message>
            <source>d MMM yyyy</source>
            <comment>how a day is written, in Qt's letters</comment>
            <translation>d. MMM yyyy</translation>
        </message>
        <message>
            <source>d MMMM yyyy</source>
            <comment>how a day is written, in Qt's letters</comment>
            <translation>d. MMMM yyyy</translation>
        </message>
        <message>
            <source>declined</source>
            <comment>an outcome</comment>
            <translation>nicht beantwortet</translation>
        </message>
        <message>
            <source>delete</source>
            <translation>löschen</translation>
        </message>
        <message>
            <source>documents with this in their name or title</source>
            <translation>Dokumente mit diesem Wort im Namen oder Titel</translation>
        </message>
        <message>
            <source>failed</source>
            <comment>an outcome</comment>
            <translation>gescheitert</translation>
        </message>
        <message>
            <source>footnote {n}</source>
            <translation>Fußnote {n}</translation>
        </message>
        <message>
            <source>for mains power: on battery, {left} left.</source>
            <translation>auf Netzstrom: im Akkubetrieb, noch {left}.</translation>
        </message>
        <message>
            <source>for mains power: only {left} of the battery left.</source>
            <translation>auf Netzstrom: nur noch {left} im Akku.</translation>
        </message>
        <message>
            <source>for memory: programs were held up for {share} % of the last ten seconds, {free} MB free.</source>
            <translation>auf Speicher: Programme wurden in {share} % der letzten zehn Sekunden aufgehalten, {free} MB frei.</translation>
        </message>
        <message>
            <source>for memory: {free} MB free, {wanted} MB wanted.</source>
            <translation>auf Speicher: {free} MB frei, {wanted} MB gewünscht.</translation>
        </message>
        <message>
            <source>from that year, month (2024-03) or day on</source>
            <translation>ab diesem Jahr, Monat (2024-03) oder Tag</translation>
        </message>
        <message>
            <source>gone</source>
            <translation>weg</translation>
        </message>
        <message>
            <source>holds no text</source>
            <translation>enthält keinen Text</translation>
        </message>
        <message>
            <source>iWork</source>
            <translation>iWork</translation>
        </message>
        <message>
            <source>in</source>
            <comment>a currency</comment>
            <translation>in</translation>
        </message>
        <message>
            <source>in: {place}</source>
            <translation>in: {place}</translation>
        </message>
        <message>
            <source>its drive is not connected, and it was not read before</source>
            <translation>das Laufwerk ist nicht angeschlossen, und es wurde noch nie gelesen</translation>
        </message>
        <message>
            <source>last year</source>
            <translation>letztes Jahr</translation>
        </message>
        <message>
            <source>line {n}</source>
            <translation>Zeile {n}</translation>
        </message>
        <message>
            <source>message</source>
            <translation>Nachricht</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <source>no reader for their format yet; each is listed</source>
            <translation>noch kein Leseprogramm für ihr Format; jede wird aufgeführt</translation>
        </message>
        <message>
            <source>none</source>
            <comment>in a cell</comment>
            <translation>keine Angabe</translation>
        </message>
        <message>
            <source>not read yet</source>
            <translation>noch nicht gelesen</translation>
        </message>
        <message>
            <source>not supported</source>
            <translation>nicht gestützt</translation>
        </message>
        <message>
            <source>nothing yet</source>
            <translation>noch nichts</translation>
        </message>
        <message>
            <source>offline</source>
            <translation>offline</translation>
        </message>
        <message>
            <source>only a folder or a collection</source>
            <translation>nur ein Ordner oder eine Sammlung</translation>
        </message>
        <message>
            <source>only a kind of document</source>
            <translation>nur eine Art von Dokument</translation>
        </message>
        <message>
            <source>only what is newer</source>
            <translation>nur Neueres</translation>
        </message>
        <message>
            <source>only what is older</source>
            <translation>nur Älteres</translation>
        </message>
        <message>
            <source>p. {name}</source>
            <translation>S. {name}</translation>
        </message>
        <message>
            <source>p. {name} ({page} of {all})</source>
            <translation>S. {name} ({page} von {all})</translation>
        </message>
        <message>
            <source>page {name}</source>
            <translation>Seite {name}</translation>
        </message>
        <message>
            <source>partly supported</source>
            <translation>teils gestützt</translation>
        </message>
        <message>
            <source>process {pid}</source>
            <translation>Prozess {pid}</translation>
        </message>
        <message>
            <source>shared by all libraries; they hold nothing of yours</source>
            <translation>von allen Bibliotheken gemeinsam genutzt; sie enthalten nichts von Ihnen</translation>
        </message>
        <message>
            <source>sheet {n}</source>
            <translation>Blatt {n}</translation>
        </message>
        <message>
            <source>sheet {sheet}, row {row}</source>
            <translation>Blatt {sheet}, Zeile {row}</translation>
        </message>
        <message>
            <source>slide {n}</source>
            <translation>Folie {n}</translation>
        </message>
        <message>
            <source>stale</source>
            <translation>veraltet</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>stopped</source>
            <comment>an outcome</comment>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>supported</source>
            <translation>gestützt</translation>
        </message>
        <message>
            <source>the meaning of their passages, as numbers</source>
            <translation>die Bedeutung ihrer Textstellen, als Zahlen</translation>
        </message>
        <message>
            <source>the settings too</source>
            <translation>auch die Einstellungen</translation>
        </message>
        <message>
            <source>their names, text and keywords</source>
            <translation>ihre Namen, Texte und Stichwörter</translation>
        </message>
        <message>
            <source>this command</source>
            <translation>diesen Befehl</translation>
        </message>
        <message>
            <source>this month</source>
            <translation>dieser Monat</translation>
        </message>
        <message>
            <source>this year</source>
            <translation>dieses Jahr</translation>
        </message>
        <message>
            <source>today</source>
            <translation>heute</translation>
        </message>
        <message>
            <source>trace</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>unbekannt</translation>
        </message>
        <message>
            <source>what is older than that</source>
            <translation>was älter ist</translation>
        </message>
        <message>
            <source>what went wrong, and which services run</source>
            <translation>was schiefging und welche Dienste laufen</translation>
        </message>
        <message>
            <source>while an answer is made.</source>
            <translation>solange eine Antwort entsteht.</translation>
        </message>
        <message>
            <source>while an estimate is made.</source>
            <translation>solange eine Schätzung entsteht.</translation>
        </message>
        <message>
            <source>while you type.</source>
            <translation>solange Sie tippen.</translation>
        </message>
        <message>
            <source>while you use this computer.</source>
            <translation>solange Sie diesen Computer benutzen.</translation>
        </message>
        <message>
            <source>whole library</source>
            <translation>ganze Bibliothek</translation>
        </message>
        <message>
            <source>with their traces and costs</source>
            <translation>mit ihren Protokollen und Kosten</translation>
        </message>
        <message>
            <source>words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>words, meaning</source>
            <translation>Wörter, Bedeutung</translation>
        </message>
        <message>
            <source>written</source>
            <comment>a million tokens</comment>
            <translation>geschrieben</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>yyyy-MM</source>
            <comment>how a month is written, in Qt's letters</comment>
            <translation>MM.yyyy</translation>
        </message>
        <message>
            <source>yyyy-MM-dd</source>
            <comment>how a day is written, in Qt's letters</comment>
            <translation>dd.MM.yyyy</translation>
        </message>
        <message>
            <source>yyyy-MM-dd HH:mm:ss</source>
            <comment>how a moment is written, in Qt's letters</comment>
            <translation>dd.MM.yyyy HH:mm:ss</translation>
        </message>
        <message>
            <source>{amount} GB of memory</source>
            <translation>{amount} GB Arbeitsspeicher</translation>
        </message>
        <message>
            <source>{amount} for the same tokens, at {read} for a million read and {written} for a million written</source>
            <translation>{amount} für dieselben Token, bei {read} je Million gelesene und {written} je Million geschriebene</translation>
        </message>
        <message>
            <source>{attachment}, p. {name}</source>
            <translation>{attachment}, S. {name}</translation>
        </message>
        <message>
            <source>{costs} counts the tokens, seconds and watt-hours of answers. Energy is measured where this computer tells it, else estimated, and called so. Beside it stands what the same tokens would cost in a cloud, at the price in the settings. Nobody charges you anything.</source>
            <translation>{costs} zählt Token, Sekunden und Wattstunden der Antworten. Energie wird gemessen, wo dieser Computer sie nennt, sonst geschätzt, und das steht dabei. Daneben steht, was dieselben Token in einer Cloud kosten würden, zum Preis aus den Einstellungen. Niemand berechnet Ihnen etwas.</translation>
        </message>
        <message>
            <source>{count} more</source>
            <comment>passages</comment>
            <translation>{count} weitere</translation>
        </message>
        <message>
            <source>{currency}{figure}</source>
            <comment>an amount of money</comment>
            <translation>{figure} {currency}</translation>
        </message>
        <message>
            <source>{documents} lists them all, with what is wrong and what to do.</source>
            <translation>{documents} führt alle auf, mit dem, was nicht stimmt und was zu tun ist.</translation>
        </message>
        <message numerus="yes">
            <source>{done} of {n} documents</source>
            <translation>
                <numerusform>{done} von {n} Dokument</numerusform>
                <numerusform>{done} von {n} Dokumenten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{done} of {n} documents searched</source>
            <translation>
                <numerusform>{done} von {n} Dokument durchsucht</numerusform>
                <numerusform>{done} von {n} Dokumenten durchsucht</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{done} of {n} passages</source>
            <translation>
                <numerusform>{done} von {n} Textstelle</numerusform>
                <numerusform>{done} von {n} Textstellen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{done} of {n} sentences checked</source>
            <translation>
                <numerusform>{done} von {n} Satz geprüft</numerusform>
                <numerusform>{done} von {n} Sätzen geprüft</numerusform>
            </translation>
        </message>
        <message>
            <source>{energy}, estimated: {seconds} s of processor time at {watts} W a core</source>
            <translation>{energy}, geschätzt: {seconds} s Prozessorzeit bei {watts} W je Kern</translation>
        </message>
        <message>
            <source>{energy}, measured by the processor, whatever else it did meanwhile</source>
            <translation>{energy}, vom Prozessor gemessen, was immer er sonst noch tat</translation>
        </message>
        <message>
            <source>{first} and {rest}</source>
            <translation>{first} und {rest}</translation>
        </message>
        <message>
            <source>{held}. Taking one out leaves it in the library, and the file where it is.</source>
            <translation>{held}. Was Sie herausnehmen, bleibt in der Bibliothek, und die Datei bleibt, wo sie ist.</translation>
        </message>
        <message>
            <source>{hours} h</source>
            <translation>{hours} Std.</translation>
        </message>
        <message>
            <source>{hours} h {minutes} min</source>
            <translation>{hours} Std. {minutes} Min.</translation>
        </message>
        <message>
            <source>{index} of {count}</source>
            <translation>{index} von {count}</translation>
        </message>
        <message>
            <source>{keys} is taken by another program.</source>
            <translation>{keys} ist von einem anderen Programm belegt.</translation>
        </message>
        <message>
            <source>{meaning} A part of it could not be read.</source>
            <translation>{meaning} Ein Teil davon konnte nicht gelesen werden.</translation>
        </message>
        <message>
            <source>{milliseconds} ms in all.</source>
            <translation>{milliseconds} ms insgesamt.</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} Min.</translation>
        </message>
        <message>
            <source>{minutes} min {seconds} s</source>
            <translation>{minutes} Min. {seconds} s</translation>
        </message>
        <message>
            <source>{name} could not be written: {why}.</source>
            <translation>{name} konnte nicht geschrieben werden: {why}.</translation>
        </message>
        <message>
            <source>{name} is no language model: it can't write answers.</source>
            <translation>{name} ist kein Sprachmodell und kann keine Antworten schreiben.</translation>
        </message>
        <message>
            <source>{name} suits this computer: {size}, {licence}.</source>
            <translation>{name} passt zu diesem Computer: {size}, {licence}.</translation>
        </message>
        <message>
            <source>{name}, offline</source>
            <translation>{name}, offline</translation>
        </message>
        <message>
            <source>{name}: keywords</source>
            <translation>{name}: über Wörter zu finden</translation>
        </message>
        <message>
            <source>{name}: left out</source>
            <translation>{name}: ausgelassen</translation>
        </message>
        <message>
            <source>{name}: not read</source>
            <translation>{name}: nicht gelesen</translation>
        </message>
        <message>
            <source>{name}: offline</source>
            <translation>{name}: offline</translation>
        </message>
        <message>
            <source>{name}: ready</source>
            <translation>{name}: bereit</translation>
        </message>
        <message>
            <source>{name}: waiting</source>
            <translation>{name}: wartet</translation>
        </message>
        <message>
            <source>{name}: {message}</source>
            <translation>{name}: {message}</translation>
        </message>
        <message>
            <source>{number} bytes</source>
            <translation>{number} Bytes</translation>
        </message>
        <message>
            <source>{number} folders are watched for changes.</source>
            <translation>{number} Ordner werden auf Änderungen beobachtet.</translation>
        </message>
        <message>
            <source>{number} folders hold more subfolders than this system lets Footnote watch (half of {limit}), and are scanned every {minutes} minutes instead. To watch them, run `{command}`; a line with {name} and this number in {file} makes it last.</source>
            <translation>{number} Ordner enthalten mehr Unterordner, als dieses System Footnote beobachten lässt (die Hälfte von {limit}), und werden stattdessen alle {minutes} Minuten durchgesehen. Um sie zu beobachten, führen Sie `{command}` aus; eine Zeile mit {name} und dieser Zahl in {file} macht es dauerhaft.</translation>
        </message>
        <message numerus="yes">
            <source>{n} answers in all: {time}, {tokens} tokens, {energy}</source>
            <translation>
                <numerusform>{n} Antwort insgesamt: {time}, {tokens} Token, {energy}</numerusform>
                <numerusform>{n} Antworten insgesamt: {time}, {tokens} Token, {energy}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} cells</source>
            <translation>
                <numerusform>{n} Zelle</numerusform>
                <numerusform>{n} Zellen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} chapters</source>
            <translation>
                <numerusform>{n} Kapitel</numerusform>
                <numerusform>{n} Kapitel</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} could not be read</source>
            <translation>
                <numerusform>{n} konnte nicht gelesen werden</numerusform>
                <numerusform>{n} konnten nicht gelesen werden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents</source>
            <translation>
                <numerusform>{n} Dokument</numerusform>
                <numerusform>{n} Dokumente</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents are on a drive that is not connected.</source>
            <translation>
                <numerusform>{n} Dokument liegt auf einem Laufwerk, das nicht angeschlossen ist.</numerusform>
                <numerusform>{n} Dokumente liegen auf einem Laufwerk, das nicht angeschlossen ist.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents are still being indexed, so ask again later.</source>
            <translation>
                <numerusform>{n} Dokument wird noch eingelesen; fragen Sie später noch einmal.</numerusform>
                <numerusform>{n} Dokumente werden noch eingelesen; fragen Sie später noch einmal.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents can be asked.</source>
            <translation>
                <numerusform>Sie können {n} Dokument befragen.</numerusform>
                <numerusform>Sie können {n} Dokumente befragen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents chosen</source>
            <translation>
                <numerusform>{n} Dokument ausgewählt</numerusform>
                <numerusform>{n} Dokumente ausgewählt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents chosen, {problems}</source>
            <translation>
                <numerusform>{n} Dokument gewählt, {problems}</numerusform>
                <numerusform>{n} Dokumente gewählt, {problems}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents could not be read</source>
            <translation>
                <numerusform>{n} Dokument konnte nicht gelesen werden</numerusform>
                <numerusform>{n} Dokumente konnten nicht gelesen werden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents could not be read; the library says why.</source>
            <translation>
                <numerusform>{n} Dokument konnte nicht gelesen werden; die Bibliothek sagt, warum.</numerusform>
                <numerusform>{n} Dokumente konnten nicht gelesen werden; die Bibliothek sagt, warum.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} documents to go</source>
            <translation>
                <numerusform>noch {n} Dokument</numerusform>
                <numerusform>noch {n} Dokumente</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} files</source>
            <translation>
                <numerusform>{n} Datei</numerusform>
                <numerusform>{n} Dateien</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} folders and files</source>
            <translation>
                <numerusform>{n} Ordner oder Datei</numerusform>
                <numerusform>{n} Ordner und Dateien</numerusform>
            </translation>
        </message>
        <message>
            <source>{n} found by keywords only</source>
            <translation>{n} nur nach Wörtern zu finden</translation>
        </message>
        <message>
            <source>{n} left out</source>
            <translation>{n} ausgelassen</translation>
        </message>
        <message numerus="yes">
            <source>{n} local sockets</source>
            <translation>
                <numerusform>{n} lokaler Socket</numerusform>
                <numerusform>{n} lokale Sockets</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} more</source>
            <translation>
                <numerusform>{n} weiterem</numerusform>
                <numerusform>{n} weiteren</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} more are still being read; you can ask already.</source>
            <translation>
                <numerusform>{n} weiteres wird noch gelesen; Sie können schon fragen.</numerusform>
                <numerusform>{n} weitere werden noch gelesen; Sie können schon fragen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} more are up to date already</source>
            <translation>
                <numerusform>{n} weiteres ist schon auf dem neuesten Stand</numerusform>
                <numerusform>{n} weitere sind schon auf dem neuesten Stand</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} more files were not copied.</source>
            <translation>
                <numerusform>{n} weitere Datei wurde nicht kopiert.</numerusform>
                <numerusform>{n} weitere Dateien wurden nicht kopiert.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} more footnotes</source>
            <translation>
                <numerusform>{n} weitere Fußnote</numerusform>
                <numerusform>{n} weitere Fußnoten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} not</source>
            <translation>
                <numerusform>{n} nicht</numerusform>
                <numerusform>{n} nicht</numerusform>
            </translation>
        </message>
        <message>
            <source>{n} not read</source>
            <translation>{n} nicht gelesen</translation>
        </message>
        <message numerus="yes">
            <source>{n} of {n} sentences supported</source>
            <translation>
                <numerusform>{n} von {n} Satz gestützt</numerusform>
                <numerusform>{n} von {n} Sätzen gestützt</numerusform>
            </translation>
        </message>
        <message>
            <source>{n} offline</source>
            <translation>{n} offline</translation>
        </message>
        <message>
            <source>{n} on a drive that is away</source>
            <translation>{n} auf einem Laufwerk, das nicht verbunden ist</translation>
        </message>
        <message numerus="yes">
            <source>{n} pages</source>
            <translation>
                <numerusform>{n} Seite</numerusform>
                <numerusform>{n} Seiten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} partly</source>
            <translation>
                <numerusform>{n} teils</numerusform>
                <numerusform>{n} teils</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} parts</source>
            <translation>
                <numerusform>{n} Teil</numerusform>
                <numerusform>{n} Teile</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} passages</source>
            <translation>
                <numerusform>{n} Textstelle</numerusform>
                <numerusform>{n} Textstellen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} passages, {embedded} with a vector</source>
            <translation>
                <numerusform>{n} Textstelle, {embedded} mit Vektor</numerusform>
                <numerusform>{n} Textstellen, {embedded} mit Vektor</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} places</source>
            <translation>
                <numerusform>{n} Ort</numerusform>
                <numerusform>{n} Orte</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} problems</source>
            <translation>
                <numerusform>{n} Problem</numerusform>
                <numerusform>{n} Probleme</numerusform>
            </translation>
        </message>
        <message>
            <source>{n} ready</source>
            <translation>{n} bereit</translation>
        </message>
        <message numerus="yes">
            <source>{n} searched by keyword only so far</source>
            <translation>
                <numerusform>{n} bisher nur nach Wörtern durchsucht</numerusform>
                <numerusform>{n} bisher nur nach Wörtern durchsucht</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} sentences not</source>
            <translation>
                <numerusform>{n} Satz nicht gestützt</numerusform>
                <numerusform>{n} Sätze nicht gestützt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} sentences partly</source>
            <translation>
                <numerusform>{n} Satz teils gestützt</numerusform>
                <numerusform>{n} Sätze teils gestützt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} sentences supported</source>
            <translation>
                <numerusform>{n} Satz gestützt</numerusform>
                <numerusform>{n} Sätze gestützt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} sheets</source>
            <translation>
                <numerusform>{n} Blatt</numerusform>
                <numerusform>{n} Blätter</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} slides</source>
            <translation>
                <numerusform>{n} Folie</numerusform>
                <numerusform>{n} Folien</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} still to be read</source>
            <translation>
                <numerusform>{n} noch zu lesen</numerusform>
                <numerusform>{n} noch zu lesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} supported</source>
            <translation>
                <numerusform>{n} gestützt</numerusform>
                <numerusform>{n} gestützt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{n} tokens</source>
            <translation>
                <numerusform>{n} Token</numerusform>
                <numerusform>{n} Token</numerusform>
            </translation>
        </message>
        <message>
            <source>{n} waiting</source>
            <translation>{n} warten</translation>
        </message>
        <message numerus="yes">
            <source>{passages} in {n} documents</source>
            <translation>
                <numerusform>{passages} in {n} Dokument</numerusform>
                <numerusform>{passages} in {n} Dokumenten</numerusform>
            </translation>
        </message>
        <message>
            <source>{path} can't be read, so there is no copy of it ({why}).</source>
            <translation>{path} kann nicht gelesen werden, deshalb gibt es keine Kopie davon ({why}).</translation>
        </message>
        <message>
            <source>{path} changed while it was copied.</source>
            <translation>{path} hat sich geändert, während es kopiert wurde.</translation>
        </message>
        <message>
            <source>{path} could not be deleted.</source>
            <translation>{path} ließ sich nicht löschen.</translation>
        </message>
        <message>
            <source>{path} is damaged. Run `{command}`: it keeps the file aside and builds what can be built anew.</source>
            <translation>weil {path} beschädigt ist. Führen Sie `{command}` aus: Das legt die Datei beiseite und erstellt neu, was sich erstellen lässt.</translation>
        </message>
        <message>
            <source>{path} is left out because of the name {name}, as all hidden files and folders are.</source>
            <translation>{path} wird wegen des Namens {name} ausgelassen, wie alle versteckten Dateien und Ordner.</translation>
        </message>
        <message>
            <source>{path} is left out by the pattern {pattern} in the settings.</source>
            <translation>{path} wird durch das Muster {pattern} in den Einstellungen ausgelassen.</translation>
        </message>
        <message>
            <source>{path} is left out by the pattern {pattern} in {file}.</source>
            <translation>{path} wird durch das Muster {pattern} in {file} ausgelassen.</translation>
        </message>
        <message>
            <source>{path} is no longer there.</source>
            <translation>{path} ist nicht mehr da.</translation>
        </message>
        <message>
            <source>{path} is not in the library.</source>
            <translation>{path} ist nicht in der Bibliothek.</translation>
        </message>
        <message>
            <source>{path} is not there.</source>
            <translation>{path} ist nicht da.</translation>
        </message>
        <message>
            <source>{place} of {all}</source>
            <translation>{place} von {all}</translation>
        </message>
        <message>
            <source>{privacy} shows what runs, what it is connected to, and where everything lies; there it can all be deleted. Your own files always stay.</source>
            <translation>{privacy} zeigt, was läuft, womit es verbunden ist und wo alles liegt; dort lässt sich alles löschen. Ihre eigenen Dateien bleiben immer.</translation>
        </message>
        <message>
            <source>{process} crashed ({signal}).</source>
            <translation>{process} ist abgestürzt ({signal}).</translation>
        </message>
        <message>
            <source>{process} crashed: a file it was reading was cut short or its disk went away (SIGBUS).</source>
            <translation>{process} ist abgestürzt: Eine Datei, die er las, wurde gekürzt, oder ihr Datenträger war plötzlich weg (SIGBUS).</translation>
        </message>
        <message>
            <source>{process} crashed: it was built for another kind of processor (SIGILL).</source>
            <translation>{process} ist abgestürzt: Er ist für eine andere Art von Prozessor gebaut (SIGILL).</translation>
        </message>
        <message>
            <source>{process} died {times} times within a minute, so it is not started for now.</source>
            <translation>{process} ist {times}-mal innerhalb einer Minute abgestürzt und wird daher vorerst nicht gestartet.</translation>
        </message>
        <message>
            <source>{process} ended with an error of its own.</source>
            <translation>{process} endete mit einem eigenen Fehler.</translation>
        </message>
        <message>
            <source>{process} ended with exit code {code}.</source>
            <translation>{process} endete mit dem Code {code}.</translation>
        </message>
        <message>
            <source>{process} was ended by another program.</source>
            <translation>{process} wurde von einem anderen Programm beendet.</translation>
        </message>
        <message>
            <source>{process} was ended by the system, most likely because memory ran out.</source>
            <translation>{process} wurde vom System beendet, höchstwahrscheinlich, weil der Speicher ausging.</translation>
        </message>
        <message>
            <source>{process} was ended from outside, most likely by the system because memory ran out.</source>
            <translation>{process} wurde von außen beendet, höchstwahrscheinlich vom System, weil der Speicher ausging.</translation>
        </message>
        <message>
            <source>{process}: {local} to {remote}</source>
            <translation>{process}: {local} zu {remote}</translation>
        </message>
        <message>
            <source>{process}: {local}, waiting for others</source>
            <translation>{process}: {local}, wartet auf andere</translation>
        </message>
        <message numerus="yes">
            <source>{read} of {n} documents read</source>
            <translation>
                <numerusform>{read} von {n} Dokument gelesen</numerusform>
                <numerusform>{read} von {n} Dokumenten gelesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{read} of {n} parts of {name} read</source>
            <translation>
                <numerusform>{read} von {n} Teil von {name} gelesen</numerusform>
                <numerusform>{read} von {n} Teilen von {name} gelesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{read} of {n} parts read</source>
            <translation>
                <numerusform>{read} von {n} Teil gelesen</numerusform>
                <numerusform>{read} von {n} Teilen gelesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{read} of {n} rows of {name} read</source>
            <translation>
                <numerusform>{read} von {n} Zeile von {name} gelesen</numerusform>
                <numerusform>{read} von {n} Zeilen von {name} gelesen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{read} of {n} rows read</source>
            <translation>
                <numerusform>{read} von {n} Zeile gelesen</numerusform>
                <numerusform>{read} von {n} Zeilen gelesen</numerusform>
            </translation>
        </message>
        <message>
            <source>{read} read, {written} written</source>
            <translation>{read} gelesen, {written} geschrieben</translation>
        </message>
        <message>
            <source>{read} tokens read, {written} written.</source>
            <translation>{read} Token gelesen, {written} geschrieben.</translation>
        </message>
        <message>
            <source>{remedy} Run `{command}`.</source>
            <translation>{remedy} Führen Sie `{command}` aus.</translation>
        </message>
        <message>
            <source>{said} You can ask while it is being read.</source>
            <translation>{said} Sie können schon fragen, während es gelesen wird.</translation>
        </message>
        <message>
            <source>{search} finds passages without asking the model; &lt;code&gt;word*&lt;/code&gt; finds what begins so.</source>
            <translation>{search} findet Textstellen, ohne das Modell zu fragen; &lt;code&gt;wort*&lt;/code&gt; findet, was so beginnt.</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
        <message>
            <source>{seconds} s so far</source>
            <translation>bisher {seconds} s</translation>
        </message>
        <message numerus="yes">
            <source>{seconds} s, for about {n} passages</source>
            <translation>
                <numerusform>{seconds} s, für etwa {n} Textstelle</numerusform>
                <numerusform>{seconds} s, für etwa {n} Textstellen</numerusform>
            </translation>
        </message>
        <message>
            <source>{sheet}, row {row}</source>
            <translation>{sheet}, Zeile {row}</translation>
        </message>
        <message>
            <source>{size} GB</source>
            <translation>{size} GB</translation>
        </message>
        <message>
            <source>{size} MB</source>
            <translation>{size} MB</translation>
        </message>
        <message>
            <source>{size} to fetch</source>
            <translation>{size} zu holen</translation>
        </message>
        <message>
            <source>{speed}/s</source>
            <translation>{speed}/s</translation>
        </message>
        <message>
            <source>{stage} · {done} of {total}</source>
            <translation>{stage} · {done} von {total}</translation>
        </message>
        <message>
            <source>{state}. Until there is one, a question finds its passages, without prose.</source>
            <translation>{state}. Bis es eines gibt, findet eine Frage ihre Textstellen, aber keinen Antworttext.</translation>
        </message>
        <message>
            <source>{time} left</source>
            <translation>noch {time}</translation>
        </message>
        <message>
            <source>{time} left of about {whole}</source>
            <translation>noch {time} von etwa {whole}</translation>
        </message>
        <message>
            <source>{time} of processor time</source>
            <translation>{time} Prozessorzeit</translation>
        </message>
        <message>
            <source>{title}, pinned</source>
            <translation>{title}, angeheftet</translation>
        </message>
        <message>
            <source>{value}, where {least} is needed for an answer</source>
            <translation>{value}; für eine Antwort ist {least} nötig</translation>
        </message>
        <message>
            <source>“{quote}”</source>
            <translation>„{quote}“</translation>
        </message>
        <message>
            <source>“{value}” is no date.</source>
            <translation>„{value}“ ist kein Datum.</translation>
        </message>
        <message>
            <source>…”</source>
            <translation>…“</translation>
        </message>
        <message>
            <source>○ not supported</source>
            <translation>○ nicht gestützt</translation>
        </message>
        <message>
            <source>◐ partly supported</source>
            <translation>◐ teils gestützt</translation>
        </message>
        <message>
            <source>✓ In use</source>
            <translation>✓ In Benutzung</translation>
        </message>
        <message>
            <source>✓ The file is as it was</source>
            <translation>✓ Die Datei ist unverändert</translation>
        </message>
        <message>
            <source>✓ supported</source>
            <translation>✓ gestützt</translation>
        </message>
    </context>
</TS>
