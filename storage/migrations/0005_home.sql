-- From claim to home: "Still coming?", why somebody left, backups and the seats offered to them.

CREATE TABLE claim_new (
    id                  INTEGER PRIMARY KEY,
    request_id          INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    slot_id             INTEGER NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    seat                INTEGER NOT NULL CHECK (seat >= 1),
    person_id           INTEGER NOT NULL REFERENCES person (id),
    state               TEXT NOT NULL CHECK (state IN ('held', 'active', 'released', 'done', 'no_show')),
    claimed_at          INTEGER NOT NULL,
    held_until          INTEGER,
    leaving_at          INTEGER,
    ended_at            INTEGER,
    ending              TEXT CHECK (ending IN ('replaced', 'lapsed', 'cancelled', 'removed', 'seat_gone', 'taken_out',
                                               'moved')),
    message_id          INTEGER,
    told_version        INTEGER NOT NULL DEFAULT 0,
    unconfirmed         INTEGER NOT NULL DEFAULT 0 CHECK (unconfirmed IN (0, 1)),
    says_trained        TEXT CHECK (says_trained IN ('rideshare', 'accompaniment', 'interpreting', 'hotline')),
    question_message_id INTEGER,
    still               TEXT CHECK (still IN ('asked', 'yes')),
    assigned            INTEGER NOT NULL DEFAULT 0 CHECK (assigned IN (0, 1)),
    moved               INTEGER NOT NULL DEFAULT 0 CHECK (moved IN (0, 1)),
    lost_at             INTEGER,
    note_sealed         BLOB,
    reason_sealed       BLOB,
    on_way_at           INTEGER,
    with_at             INTEGER,
    no_phone_until      INTEGER,
    details_open        INTEGER NOT NULL DEFAULT 0 CHECK (details_open IN (0, 1)),
    CHECK ((state = 'held') <= (held_until IS NOT NULL))
) STRICT;
INSERT INTO claim_new (id, request_id, slot_id, seat, person_id, state, claimed_at, held_until, leaving_at, ended_at,
                       ending, message_id, told_version, unconfirmed, says_trained, question_message_id)
    SELECT id, request_id, slot_id, seat, person_id, state, claimed_at, held_until, leaving_at, ended_at,
           ending, message_id, told_version, unconfirmed, says_trained, question_message_id FROM claim;
DROP TABLE claim;
ALTER TABLE claim_new RENAME TO claim;
CREATE UNIQUE INDEX claim_seat_once ON claim (slot_id, seat) WHERE state IN ('held', 'active');
CREATE UNIQUE INDEX claim_person_once ON claim (slot_id, person_id) WHERE state IN ('held', 'active');
CREATE INDEX claim_by_request ON claim (request_id);
CREATE INDEX claim_living_by_person ON claim (person_id) WHERE state IN ('held', 'active');
CREATE UNIQUE INDEX claim_one_question ON claim (person_id, says_trained)
    WHERE state = 'held' AND says_trained IS NOT NULL;

CREATE TABLE draft_new (
    id          INTEGER PRIMARY KEY,
    owner_id    INTEGER NOT NULL REFERENCES person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('request', 'details', 'profile', 'setup', 'invitation', 'session',
                                              'attendee', 'find', 'ticks', 'list', 'outside', 'debrief', 'note')),
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

ALTER TABLE person ADD COLUMN outside INTEGER NOT NULL DEFAULT 0 CHECK (outside IN (0, 1));

CREATE TABLE backup (
    slot_id   INTEGER NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since     INTEGER NOT NULL,
    PRIMARY KEY (slot_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bundle (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    made_at    INTEGER NOT NULL,
    urgent     INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    message_id INTEGER
) STRICT;
CREATE TABLE new_offer (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    slot_id    INTEGER NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    state      TEXT NOT NULL CHECK (state IN ('asked', 'yes', 'no', 'lapsed')),
    asked_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER,
    message_id INTEGER,
    kind       TEXT NOT NULL CHECK (kind IN ('backup', 'wave')),
    bundle_id  INTEGER REFERENCES bundle (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX bundle_by_person ON bundle (person_id, made_at);
INSERT INTO new_offer (id, request_id, slot_id, person_id, state, asked_at, expires_at, message_id, kind)
SELECT id, request_id, slot_id, person_id, state, asked_at, expires_at, message_id, 'wave' FROM offer;
DROP TABLE offer;
ALTER TABLE new_offer RENAME TO offer;
CREATE INDEX offer_by_bundle ON offer (bundle_id) WHERE bundle_id IS NOT NULL;
ALTER TABLE person ADD COLUMN wishes_sealed BLOB;
ALTER TABLE person ADD COLUMN offers_after INTEGER;
ALTER TABLE chat ADD COLUMN daily_message_id INTEGER;
CREATE TABLE call (
    day       TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    ticked_by INTEGER NOT NULL REFERENCES person (id),
    ticked_at INTEGER NOT NULL,
    PRIMARY KEY (day, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_by_request ON offer (request_id);
CREATE UNIQUE INDEX offer_asked_once ON offer (slot_id, person_id) WHERE state = 'asked';

ALTER TABLE party ADD COLUMN paused_at INTEGER;
ALTER TABLE party ADD COLUMN met_at INTEGER;
ALTER TABLE request ADD COLUMN expected_end INTEGER;
ALTER TABLE request ADD COLUMN home_at INTEGER;

CREATE TABLE incident (
    id          INTEGER PRIMARY KEY,
    request_id  INTEGER REFERENCES request (id) ON DELETE CASCADE,
    person_id   INTEGER REFERENCES person (id),
    source      TEXT NOT NULL CHECK (source IN ('volunteer', 'coordinator', 'member', 'silence')),
    opened_at   INTEGER NOT NULL,
    rounds      INTEGER NOT NULL DEFAULT 0,
    taken_by    INTEGER REFERENCES person (id),
    taken_at    INTEGER,
    resolved_by INTEGER REFERENCES person (id),
    resolved_at INTEGER
) STRICT;
CREATE INDEX incident_open ON incident (opened_at) WHERE resolved_at IS NULL;

CREATE TABLE incident_event (
    id          INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    actor_id    INTEGER,
    what        TEXT NOT NULL
) STRICT;
CREATE INDEX incident_event_by_incident ON incident_event (incident_id, at);
CREATE TRIGGER incident_event_stays BEFORE UPDATE ON incident_event
    BEGIN SELECT RAISE(ABORT, 'what happened is not rewritten'); END;

CREATE TABLE debrief (
    request_id  INTEGER PRIMARY KEY REFERENCES request (id) ON DELETE CASCADE,
    person_id   INTEGER NOT NULL REFERENCES person (id),
    message_id  INTEGER,
    step        TEXT NOT NULL CHECK (step IN ('happened', 'home', 'next', 'when', 'wants', 'words', 'done')),
    said_sealed BLOB,
    at          INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_by_subject ON outbox (subject_id, occasion) WHERE sent_at IS NULL;
