"""The tables of a journal."""

SCHEMA_VERSION = 8
SCHEMA = """
CREATE TABLE run (
    id TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, collection TEXT NOT NULL,
    batch_size INTEGER NOT NULL, workers INTEGER NOT NULL,
    state TEXT NOT NULL, pid INTEGER, host TEXT NOT NULL DEFAULT '', process_started REAL,
    started REAL NOT NULL, heartbeat REAL NOT NULL, ended REAL,
    stamps TEXT NOT NULL, digests TEXT, preflight TEXT, batches_total INTEGER,
    in_flight INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0,
    resumed INTEGER NOT NULL DEFAULT 0,
    target_before INTEGER, target_exact INTEGER, target_exact_at REAL,
    verification TEXT, report TEXT,
    staging TEXT, previous TEXT, switch TEXT, verdict TEXT,
    drop_staging INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0,
    max_failed REAL NOT NULL, bulk INTEGER,
    breaker TEXT NOT NULL DEFAULT 'closed', request_points INTEGER, transport TEXT,
    transport_why TEXT NOT NULL DEFAULT '', lanes TEXT NOT NULL DEFAULT '[]',
    snapshot TEXT, snapshots_before TEXT, added INTEGER, replaced INTEGER,
    fields TEXT NOT NULL DEFAULT '{}', manner TEXT NOT NULL DEFAULT '{}',
    moved_from TEXT, aliases TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE batches (
    number INTEGER PRIMARY KEY, first_record INTEGER NOT NULL, last_record INTEGER NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, points INTEGER NOT NULL, at REAL NOT NULL,
    digest BLOB
);
CREATE TABLE ranges (
    number INTEGER PRIMARY KEY, first TEXT NOT NULL, points INTEGER NOT NULL, ids BLOB NOT NULL
);
CREATE INDEX batches_at ON batches (at);
CREATE TABLE failures (
    record INTEGER PRIMARY KEY, place TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    reason TEXT NOT NULL, content TEXT NOT NULL, excerpt TEXT NOT NULL, offset INTEGER
);
CREATE TABLE superseded (record INTEGER PRIMARY KEY);
CREATE TABLE commands (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, word TEXT NOT NULL,
    drop_staging INTEGER NOT NULL, taken REAL
);
CREATE TABLE events (at REAL NOT NULL, summary TEXT NOT NULL, batch INTEGER);
"""
