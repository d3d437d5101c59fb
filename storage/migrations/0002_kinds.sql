-- Four kinds, their fields, edits, public venues, series, and members who are connected.
-- Tables whose CHECKs change are made anew; foreign keys are off while migrations run, and checked at their end.

CREATE TABLE request_new (
    id              INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('ride', 'accompaniment', 'interpreting', 'shift')),
    state           TEXT NOT NULL CHECK (state IN ('open', 'withdrawn', 'cancelled', 'over')),
    starts_at       INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL,
    part            TEXT CHECK (part IN ('morning', 'afternoon')),
    duty            TEXT CHECK (duty IN ('hotline', 'coordination', 'presence')),
    origin          TEXT,
    destination     TEXT,
    passengers      INTEGER NOT NULL CHECK (passengers BETWEEN 1 AND 50),
    child_seats     INTEGER NOT NULL DEFAULT 0 CHECK (child_seats BETWEEN 0 AND 9),
    wheelchair      INTEGER NOT NULL DEFAULT 0 CHECK (wheelchair IN (0, 1)),
    returns         TEXT NOT NULL DEFAULT 'none' CHECK (returns IN ('none', 'finished', 'time')),
    return_at       INTEGER,
    waits           INTEGER NOT NULL DEFAULT 0 CHECK (waits IN (0, 1)),
    languages       TEXT NOT NULL DEFAULT '',
    interpreter     INTEGER NOT NULL DEFAULT 0 CHECK (interpreter IN (0, 1)),
    contact_id      INTEGER NOT NULL REFERENCES person (id),
    posted_at       INTEGER NOT NULL,
    closed_at       INTEGER,
    version         INTEGER NOT NULL DEFAULT 1,
    changed_version INTEGER,
    changed_at      INTEGER,
    series_id       INTEGER REFERENCES series (id) ON DELETE SET NULL,
    series_day      TEXT,
    CHECK (ends_at > starts_at),
    CHECK (kind = 'shift' OR origin IS NOT NULL)
) STRICT;
INSERT INTO request_new (id, kind, state, starts_at, ends_at, origin, destination, passengers, child_seats, languages,
                         interpreter, contact_id, posted_at, closed_at, version)
    SELECT id, kind, state, starts_at, ends_at, origin, destination, passengers, child_seats, languages,
           interpreter, contact_id, posted_at, closed_at, version FROM request;
DROP TABLE request;
ALTER TABLE request_new RENAME TO request;
CREATE INDEX request_open ON request (starts_at) WHERE state = 'open';
CREATE UNIQUE INDEX request_of_series ON request (series_id, series_day) WHERE series_id IS NOT NULL;

CREATE TABLE slot_new (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    role       TEXT NOT NULL CHECK (role IN ('driver', 'accompanier', 'interpreter', 'helper')),
    position   INTEGER NOT NULL,
    minimum    INTEGER NOT NULL CHECK (minimum >= 0),
    maximum    INTEGER NOT NULL CHECK (maximum BETWEEN 0 AND 50),
    CHECK (minimum <= maximum),
    UNIQUE (request_id, role)
) STRICT;
INSERT INTO slot_new SELECT * FROM slot;
DROP TABLE slot;
ALTER TABLE slot_new RENAME TO slot;

CREATE TABLE claim_new (
    id            INTEGER PRIMARY KEY,
    request_id    INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    slot_id       INTEGER NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    seat          INTEGER NOT NULL CHECK (seat >= 1),
    person_id     INTEGER NOT NULL REFERENCES person (id),
    state         TEXT NOT NULL CHECK (state IN ('held', 'active', 'released', 'done', 'no_show')),
    claimed_at    INTEGER NOT NULL,
    held_until    INTEGER,
    leaving_at    INTEGER,
    ended_at      INTEGER,
    ending        TEXT CHECK (ending IN ('replaced', 'lapsed', 'cancelled', 'removed', 'seat_gone')),
    message_id    INTEGER,
    told_version  INTEGER NOT NULL DEFAULT 0,
    unconfirmed   INTEGER NOT NULL DEFAULT 0 CHECK (unconfirmed IN (0, 1)),
    CHECK ((state = 'held') <= (held_until IS NOT NULL))
) STRICT;
INSERT INTO claim_new (id, request_id, slot_id, seat, person_id, state, claimed_at, held_until, leaving_at, ended_at,
                       ending, message_id)
    SELECT id, request_id, slot_id, seat, person_id, state, claimed_at, held_until, leaving_at, ended_at,
           ending, message_id FROM claim;
DROP TABLE claim;
ALTER TABLE claim_new RENAME TO claim;
CREATE UNIQUE INDEX claim_seat_once ON claim (slot_id, seat) WHERE state IN ('held', 'active');
CREATE UNIQUE INDEX claim_person_once ON claim (slot_id, person_id) WHERE state IN ('held', 'active');
CREATE INDEX claim_by_request ON claim (request_id);
CREATE INDEX claim_living_by_person ON claim (person_id) WHERE state IN ('held', 'active');

CREATE TABLE change (
    request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    actor_id   INTEGER NOT NULL REFERENCES person (id),
    before     TEXT NOT NULL,
    details    INTEGER NOT NULL CHECK (details IN (0, 1)),
    PRIMARY KEY (request_id, version)
) STRICT, WITHOUT ROWID;

ALTER TABLE party ADD COLUMN member_since INTEGER;
ALTER TABLE party ADD COLUMN lost_at INTEGER;
ALTER TABLE party ADD COLUMN message_id INTEGER;
ALTER TABLE party ADD COLUMN told_version INTEGER NOT NULL DEFAULT 0;
CREATE INDEX party_by_member ON party (member_id) WHERE member_id IS NOT NULL;

CREATE TABLE draft_new (
    id          INTEGER PRIMARY KEY,
    owner_id    INTEGER NOT NULL REFERENCES person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('request', 'details', 'profile', 'setup', 'invitation')),
    subject_id  INTEGER,
    asking      TEXT,
    body_sealed BLOB,
    chat_role   TEXT CHECK (chat_role IN ('volunteers', 'coordinators')),
    message_id  INTEGER,
    version     INTEGER NOT NULL DEFAULT 1,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
INSERT INTO draft_new SELECT * FROM draft;
DROP TABLE draft;
ALTER TABLE draft_new RENAME TO draft;
CREATE UNIQUE INDEX draft_one_question ON draft (owner_id) WHERE asking IS NOT NULL;

CREATE TABLE token_new (
    hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
    purpose    TEXT NOT NULL CHECK (purpose IN ('owner', 'member')),
    person_id  INTEGER REFERENCES person (id) ON DELETE CASCADE,
    subject_id INTEGER,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO token_new SELECT * FROM token;
DROP TABLE token;
ALTER TABLE token_new RENAME TO token;

CREATE TABLE venue (
    folded   TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    saved_by INTEGER NOT NULL REFERENCES person (id),
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
    id          INTEGER PRIMARY KEY,
    contact_id  INTEGER NOT NULL REFERENCES person (id),
    weekday     INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    next_day    TEXT,
    last_day    TEXT,
    body_sealed BLOB,
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    CHECK ((next_day IS NULL) = (body_sealed IS NULL)),
    CHECK (ended_at IS NULL OR next_day IS NULL)
) STRICT;

CREATE TABLE series_skip (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    day       TEXT NOT NULL,
    PRIMARY KEY (series_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE standing (
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role      TEXT NOT NULL CHECK (role IN ('driver', 'accompanier', 'interpreter', 'helper')),
    since     INTEGER NOT NULL,
    PRIMARY KEY (series_id, person_id, role)
) STRICT, WITHOUT ROWID;
