-- Times are Unix seconds (UTC). Ids are random 63-bit integers of our own, except telegram_id and message_id.
-- Columns ending in _sealed hold AES-256-GCM ciphertext; docs/data.md says of every column whether it is clear.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subject_key (
    subject_id   INTEGER PRIMARY KEY,
    ring_version INTEGER NOT NULL,
    wrapped      BLOB NOT NULL
) STRICT;

CREATE TABLE person (
    id               INTEGER PRIMARY KEY,
    telegram_hmac    BLOB NOT NULL UNIQUE CHECK (length(telegram_hmac) = 32),
    telegram_sealed  BLOB NOT NULL,
    username_hmac    BLOB,
    name_sealed      BLOB,
    phone_sealed     BLOB,
    languages_sealed BLOB,
    towns_sealed     BLOB,
    car_sealed       BLOB,
    language         TEXT NOT NULL,
    language_chosen  INTEGER NOT NULL DEFAULT 0 CHECK (language_chosen IN (0, 1)),
    reach            TEXT NOT NULL DEFAULT 'unknown' CHECK (reach IN ('unknown', 'yes', 'no')),
    owner            INTEGER NOT NULL DEFAULT 0 CHECK (owner IN (0, 1)),
    name_given       INTEGER NOT NULL DEFAULT 0 CHECK (name_given IN (0, 1)),
    profile_asked    INTEGER NOT NULL DEFAULT 0 CHECK (profile_asked IN (0, 1)),
    promised_at      INTEGER,
    paused_until     INTEGER,
    met_at           INTEGER NOT NULL
) STRICT;
CREATE INDEX person_by_username ON person (username_hmac) WHERE username_hmac IS NOT NULL;

CREATE TABLE chat (
    role               TEXT PRIMARY KEY CHECK (role IN ('volunteers', 'coordinators')),
    telegram_id        INTEGER NOT NULL UNIQUE,
    thread_id          INTEGER,
    set_up_at          INTEGER NOT NULL,
    people_at_setup    INTEGER NOT NULL,
    people             INTEGER NOT NULL,
    pinned_message_id  INTEGER,
    board_message_id   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    person_id    INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    chat_role    TEXT NOT NULL CHECK (chat_role IN ('volunteers', 'coordinators')),
    status       TEXT NOT NULL CHECK (status IN ('creator', 'administrator', 'member', 'left', 'kicked')),
    checked_at   INTEGER NOT NULL,
    joined_at    INTEGER,
    confirmed_at INTEGER,
    confirmed_by INTEGER,
    PRIMARY KEY (person_id, chat_role)
) STRICT, WITHOUT ROWID;

CREATE TABLE qualification (
    person_id     INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    qualification TEXT NOT NULL CHECK (qualification IN ('rideshare', 'accompaniment', 'interpreting', 'hotline')),
    granted_at    INTEGER NOT NULL,
    granted_by    INTEGER NOT NULL,
    expires_at    INTEGER,
    PRIMARY KEY (person_id, qualification)
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('ride', 'accompaniment', 'interpreting', 'shift')),
    state       TEXT NOT NULL CHECK (state IN ('open', 'withdrawn', 'cancelled', 'over')),
    starts_at   INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    origin      TEXT NOT NULL,
    destination TEXT,
    passengers  INTEGER NOT NULL CHECK (passengers BETWEEN 1 AND 50),
    child_seats INTEGER NOT NULL DEFAULT 0 CHECK (child_seats BETWEEN 0 AND 9),
    languages   TEXT NOT NULL DEFAULT '',
    interpreter INTEGER NOT NULL DEFAULT 0 CHECK (interpreter IN (0, 1)),
    contact_id  INTEGER NOT NULL REFERENCES person (id),
    posted_at   INTEGER NOT NULL,
    closed_at   INTEGER,
    version     INTEGER NOT NULL DEFAULT 1,
    CHECK (ends_at > starts_at)
) STRICT;
CREATE INDEX request_open ON request (starts_at) WHERE state = 'open';

CREATE TABLE party (
    id            INTEGER PRIMARY KEY,
    request_id    INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    member_id     INTEGER REFERENCES person (id),
    name_sealed   BLOB,
    phone_sealed  BLOB,
    street_sealed BLOB,
    note_sealed   BLOB
) STRICT;
CREATE INDEX party_by_request ON party (request_id);

CREATE TABLE slot (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    role       TEXT NOT NULL CHECK (role IN ('driver', 'accompanier', 'interpreter', 'helper')),
    position   INTEGER NOT NULL,
    minimum    INTEGER NOT NULL CHECK (minimum >= 0),
    maximum    INTEGER NOT NULL CHECK (maximum BETWEEN 1 AND 50),
    CHECK (minimum <= maximum),
    UNIQUE (request_id, role)
) STRICT;

CREATE TABLE claim (
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
    ending        TEXT CHECK (ending IN ('replaced', 'lapsed', 'cancelled', 'removed')),
    message_id    INTEGER,
    CHECK ((state = 'held') <= (held_until IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX claim_seat_once ON claim (slot_id, seat) WHERE state IN ('held', 'active');
CREATE UNIQUE INDEX claim_person_once ON claim (slot_id, person_id) WHERE state IN ('held', 'active');
CREATE INDEX claim_by_request ON claim (request_id);
CREATE INDEX claim_living_by_person ON claim (person_id) WHERE state IN ('held', 'active');

CREATE TABLE offer (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    slot_id    INTEGER NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    state      TEXT NOT NULL CHECK (state IN ('asked', 'yes', 'no', 'lapsed')),
    asked_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    message_id INTEGER,
    UNIQUE (slot_id, person_id)
) STRICT;

CREATE TABLE draft (
    id          INTEGER PRIMARY KEY,
    owner_id    INTEGER NOT NULL REFERENCES person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('request', 'details', 'profile', 'setup')),
    subject_id  INTEGER,
    asking      TEXT,
    body_sealed BLOB,
    chat_role   TEXT CHECK (chat_role IN ('volunteers', 'coordinators')),
    message_id  INTEGER,
    version     INTEGER NOT NULL DEFAULT 1,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX draft_one_question ON draft (owner_id) WHERE asking IS NOT NULL;

CREATE TABLE card (
    request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
    chat_role  TEXT NOT NULL CHECK (chat_role IN ('volunteers', 'coordinators')),
    message_id INTEGER NOT NULL,
    PRIMARY KEY (request_id, chat_role)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_by_message ON card (chat_role, message_id);

CREATE TABLE token (
    hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
    purpose    TEXT NOT NULL CHECK (purpose IN ('owner')),
    person_id  INTEGER REFERENCES person (id) ON DELETE CASCADE,
    subject_id INTEGER,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
    update_id      INTEGER PRIMARY KEY,
    queue          BLOB NOT NULL,
    received_at    INTEGER NOT NULL,
    payload_sealed BLOB,
    applied_at     INTEGER,
    outcome        TEXT,
    handled_at     INTEGER,
    failures       INTEGER NOT NULL DEFAULT 0,
    quarantined_at INTEGER
) STRICT;
CREATE INDEX inbox_waiting ON inbox (update_id) WHERE handled_at IS NULL;

CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    verb       TEXT NOT NULL CHECK (verb IN ('say', 'do')),
    occasion   TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    request_id INTEGER,
    person_id  INTEGER,
    chat_role  TEXT CHECK (chat_role IN ('volunteers', 'coordinators')),
    due_at     INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    expires_at INTEGER,
    version    INTEGER NOT NULL DEFAULT 0,
    priority   INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    sent_at    INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (priority, next_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_next ON outbox (next_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_by_request ON outbox (request_id) WHERE request_id IS NOT NULL;

CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    actor_id   INTEGER,
    act        TEXT NOT NULL,
    subject_id INTEGER
) STRICT;
CREATE INDEX audit_by_time ON audit (at);
