"""The numbered steps that bring `history.db` to the present (see `indexer.migrations`)."""

from __future__ import annotations

HISTORY_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE conversations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL DEFAULT '',
        created REAL NOT NULL,
        updated REAL NOT NULL,
        archived INTEGER NOT NULL DEFAULT 0,
        pinned INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        created REAL NOT NULL,
        question TEXT NOT NULL,
        record TEXT NOT NULL   -- an Answer as JSON
    );
    CREATE INDEX answers_by_conversation ON answers (conversation_id, id);
    """,
    """
    CREATE TABLE traces (
        id TEXT PRIMARY KEY,
        created REAL NOT NULL,
        conversation_id INTEGER REFERENCES conversations (id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        outcome TEXT NOT NULL,
        record TEXT NOT NULL   -- a Trace as JSON
    ) WITHOUT ROWID;
    CREATE INDEX traces_by_time ON traces (created);
    """,
    """
    CREATE TABLE measurements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        model TEXT NOT NULL,    -- the model file
        measured REAL NOT NULL,
        prefill REAL NOT NULL   -- tokens per second
    );
    CREATE INDEX measurements_by_model ON measurements (model, id);
    """,
    """
    CREATE TABLE judgements (
        trace TEXT PRIMARY KEY,  -- of the answer that was judged
        conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        created REAL NOT NULL,
        record TEXT NOT NULL     -- a Judgement as JSON
    ) WITHOUT ROWID;
    CREATE INDEX judgements_by_conversation ON judgements (conversation_id);
    """,
    """
    CREATE TABLE evaluations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        created REAL NOT NULL,
        model TEXT NOT NULL,
        questions INTEGER NOT NULL,
        record TEXT NOT NULL     -- an Evaluation as JSON
    );
    """,
    """
    CREATE TABLE costs (
        trace TEXT PRIMARY KEY,      -- of the answer; a row holds no word of it and stays when its conversation goes
        created REAL NOT NULL,
        model TEXT NOT NULL,
        seconds REAL NOT NULL,
        prompt_tokens INTEGER NOT NULL,
        completion_tokens INTEGER NOT NULL,
        cpu_seconds REAL NOT NULL,
        watt_hours REAL NOT NULL,
        measured INTEGER NOT NULL    -- 0: estimated from the processor's time
    ) WITHOUT ROWID;
    CREATE INDEX costs_by_time ON costs (created);
    """,
    """
    ALTER TABLE conversations ADD COLUMN scope TEXT NOT NULL DEFAULT '[]';  -- paths as JSON; none: the whole library
    """,
    """
    CREATE TABLE collections (
        name TEXT PRIMARY KEY COLLATE NOCASE,
        paths TEXT NOT NULL   -- as JSON
    ) WITHOUT ROWID;
    """,
)
