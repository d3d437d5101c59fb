-- From claim to home: "Still coming?", why somebody left, backups and the seats offered to them.

ALTER TABLE claim ADD COLUMN still TEXT CHECK (still IN ('asked', 'yes'));
ALTER TABLE claim ADD COLUMN assigned INTEGER NOT NULL DEFAULT 0 CHECK (assigned IN (0, 1));
ALTER TABLE claim ADD COLUMN reason TEXT CHECK (reason IN ('ill', 'work', 'car', 'family', 'other'));

ALTER TABLE person ADD COLUMN outside INTEGER NOT NULL DEFAULT 0 CHECK (outside IN (0, 1));

CREATE TABLE backup (
    slot_id   INTEGER NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since     INTEGER NOT NULL,
    PRIMARY KEY (slot_id, person_id)
) STRICT, WITHOUT ROWID;

DROP TABLE offer;
CREATE TABLE offer (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    slot_id    INTEGER NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    state      TEXT NOT NULL CHECK (state IN ('asked', 'yes', 'no', 'lapsed')),
    asked_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER,
    message_id INTEGER
) STRICT;
CREATE INDEX offer_by_request ON offer (request_id);
CREATE UNIQUE INDEX offer_asked_once ON offer (slot_id, person_id) WHERE state = 'asked';
