-- Trainings and events: sessions, who comes, who was there.

CREATE TABLE session (
    id              INTEGER PRIMARY KEY,
    evening_id      INTEGER NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('training', 'event')),
    state           TEXT NOT NULL CHECK (state IN ('open', 'cancelled', 'over')),
    qualification   TEXT CHECK (qualification IN ('rideshare', 'accompaniment', 'interpreting', 'hotline')),
    starts_at       INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL,
    place           TEXT,
    languages       TEXT NOT NULL DEFAULT '',
    capacity        INTEGER CHECK (capacity BETWEEN 1 AND 1000),
    title_sealed    BLOB,
    venue_sealed    BLOB,
    link_sealed     BLOB,
    code_sealed     BLOB,
    contact_id      INTEGER NOT NULL REFERENCES person (id),
    trainer_id      INTEGER REFERENCES person (id),
    posted_at       INTEGER NOT NULL,
    closed_at       INTEGER,
    confirmed_at    INTEGER,
    confirmed_by    INTEGER REFERENCES person (id),
    version         INTEGER NOT NULL DEFAULT 1,
    changed_version INTEGER,
    changed_at      INTEGER,
    CHECK (ends_at > starts_at),
    CHECK ((kind = 'training') = (qualification IS NOT NULL))
) STRICT;
CREATE INDEX session_open ON session (starts_at) WHERE state = 'open';
CREATE INDEX session_by_evening ON session (evening_id);

CREATE TABLE rsvp (
    id          INTEGER PRIMARY KEY,
    session_id  INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    person_id   INTEGER REFERENCES person (id) ON DELETE CASCADE,
    name_sealed BLOB,
    state       TEXT NOT NULL CHECK (state IN ('going', 'waitlisted', 'maybe', 'declined', 'walk_in', 'attended', 'absent')),
    turn        INTEGER NOT NULL,
    since       INTEGER NOT NULL,
    arrival     TEXT NOT NULL CHECK (arrival IN ('asked', 'promoted', 'moved')),
    held_until  INTEGER,
    present_at  INTEGER,
    granted     INTEGER NOT NULL DEFAULT 0 CHECK (granted IN (0, 1)),
    told_version INTEGER NOT NULL DEFAULT 0,
    message_id  INTEGER,
    UNIQUE (session_id, person_id),
    CHECK (held_until IS NULL OR state IN ('going', 'waitlisted', 'maybe'))
) STRICT;
CREATE INDEX rsvp_by_person ON rsvp (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE session_card (
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    chat_role  TEXT NOT NULL CHECK (chat_role IN ('volunteers', 'coordinators')),
    message_id INTEGER NOT NULL,
    PRIMARY KEY (session_id, chat_role)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_card_by_message ON session_card (chat_role, message_id);

CREATE TABLE session_list (
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    person_id  INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    message_id INTEGER NOT NULL,
    page       INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_change (
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    actor_id   INTEGER NOT NULL REFERENCES person (id),
    starts_at  INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    place      TEXT,
    private    INTEGER NOT NULL CHECK (private IN (0, 1)),
    PRIMARY KEY (session_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE code_try (
    person_id INTEGER PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    tries     INTEGER NOT NULL,
    first_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE draft_new (
    id          INTEGER PRIMARY KEY,
    owner_id    INTEGER NOT NULL REFERENCES person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('request', 'details', 'profile', 'setup', 'invitation', 'session', 'attendee')),
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
