-- Trained people: who says they were trained already, lists of people who were trained before, and who they are.

ALTER TABLE claim ADD COLUMN says_trained TEXT
    CHECK (says_trained IN ('rideshare', 'accompaniment', 'interpreting', 'hotline'));
ALTER TABLE claim ADD COLUMN question_message_id INTEGER;
CREATE UNIQUE INDEX claim_one_question ON claim (person_id, says_trained)
    WHERE state = 'held' AND says_trained IS NOT NULL;

CREATE TABLE expected (
    id           INTEGER PRIMARY KEY,
    name_sealed  BLOB NOT NULL,
    phone_sealed BLOB,
    imported_at  INTEGER NOT NULL,
    imported_by  INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TABLE expected_training (
    expected_id   INTEGER NOT NULL REFERENCES expected (id) ON DELETE CASCADE,
    qualification TEXT NOT NULL CHECK (qualification IN ('rideshare', 'accompaniment', 'interpreting', 'hotline')),
    since         TEXT,
    PRIMARY KEY (expected_id, qualification)
) STRICT, WITHOUT ROWID;

CREATE TABLE suggestion (
    id          INTEGER PRIMARY KEY,
    expected_id INTEGER NOT NULL REFERENCES expected (id) ON DELETE CASCADE,
    person_id   INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    state       TEXT NOT NULL CHECK (state IN ('open', 'no')),
    made_at     INTEGER NOT NULL,
    UNIQUE (expected_id, person_id)
) STRICT;

CREATE TABLE draft_new (
    id          INTEGER PRIMARY KEY,
    owner_id    INTEGER NOT NULL REFERENCES person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('request', 'details', 'profile', 'setup', 'invitation', 'session',
                                              'attendee', 'find', 'ticks', 'list')),
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
