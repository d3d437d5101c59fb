"""Requests with their slots, claims and parties; the private part of a party is sealed with its own key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.rules.model import (
    DETAIL_FIELDS,
    Backup,
    Claim,
    ClaimState,
    DayPart,
    Details,
    Duty,
    Ending,
    Group,
    Kind,
    Missed,
    Offer,
    OfferKind,
    OfferState,
    Party,
    Qualification,
    Reason,
    Request,
    RequestState,
    Return,
    Role,
    Said,
    Slot,
    Still,
)
from bot.rules.travel import Busy, ends_where
from storage.database import Connection, moment, to_moment, to_seconds

_REQUEST = """
SELECT r.*,
       (SELECT group_concat(p.id || ' ' || coalesce(p.member_id, '') || ' ' || coalesce(p.member_since, '') || ' ' ||
                            coalesce(p.lost_at, '') || ' ' || coalesce(p.paused_at, '') || ' ' ||
                            coalesce(p.met_at, '') || ' ' ||
                            coalesce((SELECT max(expires_at) FROM token
                                       WHERE purpose = 'member' AND subject_id = p.id), '') || ' ' ||
                            EXISTS (SELECT 1 FROM draft d WHERE d.kind = 'invitation' AND d.subject_id = p.id), ',')
          FROM party p WHERE p.request_id = r.id) AS parties,
       (SELECT group_concat(s.id || ' ' || s.role || ' ' || s.position || ' ' || s.minimum || ' ' || s.maximum, ',')
          FROM slot s WHERE s.request_id = r.id) AS slots,
       (SELECT group_concat(b.slot_id || ' ' || b.person_id || ' ' || b.since, ',')
          FROM backup b JOIN slot s ON s.id = b.slot_id WHERE s.request_id = r.id) AS backups,
       (SELECT group_concat(o.id || ' ' || o.slot_id || ' ' || o.person_id || ' ' || o.state || ' ' || o.asked_at
                            || ' ' || o.expires_at || ' ' || o.kind || ' ' || coalesce(o.ended_at, '')
                            || ' ' || coalesce(o.bundle_id, ''), ',')
          FROM offer o WHERE o.request_id = r.id) AS offers,
       EXISTS (SELECT 1 FROM outbox WHERE occasion = 'notice_over' AND subject_id = r.id AND sent_at IS NULL)
         AS alerted,
       (SELECT w.weekday || ' ' || (w.next_day IS NOT NULL) FROM series w
          WHERE w.id = r.series_id AND w.ended_at IS NULL) AS weekly
  FROM request r
"""
_REQUEST_FOR_BUNDLE = _REQUEST.replace("o.request_id = r.id", "o.request_id = r.id AND o.bundle_id = ?1")
_CLAIM = (
    "SELECT id, request_id, slot_id, seat, person_id, state, claimed_at, held_until, leaving_at, ended_at, ending,"
    " unconfirmed, says_trained, question_message_id,"
    " still, assigned, moved, lost_at, on_way_at, with_at, no_phone_until, details_open,"
    " EXISTS (SELECT 1 FROM standing t JOIN request r ON r.series_id = t.series_id JOIN slot s ON s.role = t.role"
    "          WHERE r.id = claim.request_id AND s.id = claim.slot_id AND t.person_id = claim.person_id) AS weekly,"
    " (SELECT outside FROM person WHERE person.id = claim.person_id) AS outside"
    " FROM claim "
)


def _claim(row: Any) -> Claim:
    return Claim(
        id=row["id"],
        request_id=row["request_id"],
        slot_id=row["slot_id"],
        seat=row["seat"],
        person_id=row["person_id"],
        state=ClaimState(row["state"]),
        claimed_at=moment(row["claimed_at"]),
        held_until=to_moment(row["held_until"]),
        leaving_at=to_moment(row["leaving_at"]),
        ended_at=to_moment(row["ended_at"]),
        ending=None if row["ending"] is None else Ending(row["ending"]),
        unconfirmed=bool(row["unconfirmed"]),
        says_trained=None if row["says_trained"] is None else Qualification(row["says_trained"]),
        question=row["question_message_id"],
        still=None if row["still"] is None else Still(row["still"]),
        assigned=bool(row["assigned"]),
        moved=bool(row["moved"]),
        lost_at=to_moment(row["lost_at"]),
        on_way_at=to_moment(row["on_way_at"]),
        with_at=to_moment(row["with_at"]),
        no_phone_until=to_moment(row["no_phone_until"]),
        details_open=bool(row["details_open"]),
        outside=bool(row["outside"]),
        weekly=bool(row["weekly"]),
    )


def _party(entry: str) -> Party:
    party_id, member_id, since, lost_at, paused_at, met_at, invited_until, opened = entry.split(" ")
    return Party(
        id=int(party_id),
        member_id=int(member_id) if member_id else None,
        member_since=to_moment(int(since) if since else None),
        lost_at=to_moment(int(lost_at) if lost_at else None),
        paused_at=to_moment(int(paused_at) if paused_at else None),
        met_at=to_moment(int(met_at) if met_at else None),
        invited_until=to_moment(int(invited_until) if invited_until else None),
        opened=opened == "1",
    )


def _request(row: Any, claims: Sequence[Claim]) -> Request:
    parties = [_party(entry) for entry in row["parties"].split(",")] if row["parties"] else []
    slots = []
    for entry in row["slots"].split(",") if row["slots"] else ():
        slot_id, role, position, minimum, maximum = entry.split(" ")
        slots.append(Slot(int(slot_id), Role(role), int(position), int(minimum), int(maximum)))
    every, _, goes_on = (row["weekly"] or "").partition(" ")
    return Request(
        id=row["id"],
        kind=Kind(row["kind"]),
        state=RequestState(row["state"]),
        starts_at=moment(row["starts_at"]),
        ends_at=moment(row["ends_at"]),
        part=None if row["part"] is None else DayPart(row["part"]),
        duty=None if row["duty"] is None else Duty(row["duty"]),
        origin=row["origin"],
        destination=row["destination"],
        passengers=row["passengers"],
        child_seats=row["child_seats"],
        wheelchair=bool(row["wheelchair"]),
        returns=Return(row["returns"]),
        return_at=to_moment(row["return_at"]),
        waits=bool(row["waits"]),
        languages=tuple(row["languages"].split()),
        interpreter=bool(row["interpreter"]),
        alerted=bool(row["alerted"]),
        contact_id=row["contact_id"],
        posted_at=moment(row["posted_at"]),
        closed_at=to_moment(row["closed_at"]),
        version=row["version"],
        changed_version=row["changed_version"],
        changed_at=to_moment(row["changed_at"]),
        series_id=row["series_id"],
        expected_end=to_moment(row["expected_end"]),
        home_at=to_moment(row["home_at"]),
        every=int(every) if every else None,
        goes_on=goes_on == "1",
        slots=tuple(sorted(slots, key=lambda slot: slot.position)),
        backups=tuple(_backup(entry) for entry in row["backups"].split(",")) if row["backups"] else (),
        offers=tuple(_offer(entry) for entry in row["offers"].split(",")) if row["offers"] else (),
        claims=tuple(claims),
        parties=tuple(sorted(parties, key=lambda party: party.id)),
    )


def _backup(entry: str) -> Backup:
    slot_id, person_id, since = (int(part) for part in entry.split(" "))
    return Backup(slot_id, person_id, moment(since))


def _offer(entry: str) -> Offer:
    offer_id, slot_id, person_id, state, asked_at, expires_at, kind, ended_at, bundle_id = entry.split(" ")
    return Offer(
        int(offer_id),
        int(slot_id),
        int(person_id),
        OfferState(state),
        moment(int(asked_at)),
        moment(int(expires_at)),
        OfferKind(kind),
        to_moment(int(ended_at) if ended_at else None),
        int(bundle_id) if bundle_id else None,
    )


async def load(tx: Connection, request_id: int) -> Request | None:
    row = await tx.one(_REQUEST + "WHERE r.id = ?", request_id)
    return None if row is None else await _with_claims(tx, row)


async def load_for_bundle(tx: Connection, request_id: int, bundle_id: int) -> Request | None:
    """The request with no offers but those of one message: many were asked, and each message shows its own."""
    row = await tx.one(_REQUEST_FOR_BUNDLE + "WHERE r.id = ?2", bundle_id, request_id)
    return None if row is None else await _with_claims(tx, row)


async def load_by_slot(tx: Connection, slot_id: int) -> Request | None:
    """The request a claim button belongs to."""
    row = await tx.one(_REQUEST + "WHERE r.id = (SELECT request_id FROM slot WHERE id = ?)", slot_id)
    return None if row is None else await _with_claims(tx, row)


async def load_by_claim(tx: Connection, claim_id: int) -> Request | None:
    """The request of a claim; None when the claim is unknown."""
    row = await tx.one(_REQUEST + "WHERE r.id = (SELECT request_id FROM claim WHERE id = ?)", claim_id)
    return None if row is None else await _with_claims(tx, row)


async def load_by_card(tx: Connection, group: Group, message_id: int) -> Request | None:
    """The request whose card this message is."""
    row = await tx.one(
        _REQUEST + "WHERE r.id = (SELECT request_id FROM card WHERE chat_role = ? AND message_id = ?)",
        group,
        message_id,
    )
    return None if row is None else await _with_claims(tx, row)


async def moved_from(tx: Connection, claim: Claim) -> tuple[Request, Slot] | None:
    """The seat a coordinator moved the person out of, into this one."""
    row = await tx.one(
        "SELECT request_id, slot_id FROM claim WHERE person_id = ? AND ending = 'moved' AND ended_at = ? AND id <> ?",
        claim.person_id,
        to_seconds(claim.claimed_at),
        claim.id,
    )
    request = None if row is None else await load(tx, row["request_id"])
    slot = None if request is None or row is None else request.slot(row["slot_id"])
    return None if request is None or slot is None else (request, slot)


async def _with_claims(tx: Connection, row: Any) -> Request:
    claims = await tx.all(_CLAIM + "WHERE request_id = ? ORDER BY claimed_at, id", row["id"])
    return _request(row, [_claim(claim) for claim in claims])


async def had_seats(tx: Connection, person_id: int, now: datetime) -> list[tuple[Request, Claim]]:
    """The seats of the person in what has begun, the latest first, as long as it is kept who claimed what."""
    rows = await tx.all(
        _REQUEST + "WHERE r.state IN ('open', 'over') AND r.starts_at <= ? AND r.id IN"
        " (SELECT request_id FROM claim WHERE person_id = ? AND state IN ('active', 'done', 'no_show'))"
        " ORDER BY r.starts_at DESC, r.id LIMIT 10",
        to_seconds(now),
        person_id,
    )
    sat = (ClaimState.ACTIVE, ClaimState.DONE, ClaimState.NO_SHOW)
    return [
        (request, claim)
        for request in await _all_with_claims(tx, rows)
        for claim in request.claims
        if claim.person_id == person_id and claim.state in sat
    ]


async def _all_with_claims(tx: Connection, rows: Sequence[Any]) -> list[Request]:
    """In the order of the rows; the claims of all of them are one question."""
    claims: dict[int, list[Claim]] = {row["id"]: [] for row in rows}
    marks = ", ".join("?" * len(claims))
    for claim in await tx.all(_CLAIM + f"WHERE request_id IN ({marks}) ORDER BY claimed_at, id", *claims):
        claims[claim["request_id"]].append(_claim(claim))
    return [_request(row, claims[row["id"]]) for row in rows]


async def open_requests(tx: Connection, now: datetime, limit: int = 60) -> list[Request]:
    """Requests still to come or under way, soonest first."""
    rows = await tx.all(
        _REQUEST + "WHERE r.state = 'open' AND r.ends_at > ? ORDER BY r.starts_at, r.id LIMIT ?",
        to_seconds(now),
        limit,
    )
    return await _all_with_claims(tx, rows)


async def still_open(tx: Connection) -> list[Request]:
    """Every open request, also one whose planned end has passed, soonest first."""
    return await _all_with_claims(tx, await tx.all(_REQUEST + "WHERE r.state = 'open' ORDER BY r.starts_at, r.id"))


async def past_their_end(tx: Connection, now: datetime) -> list[Request]:
    """Open requests whose planned end has passed, oldest first: whether everyone is home may not be known."""
    rows = await tx.all(
        _REQUEST + "WHERE r.state = 'open' AND r.ends_at <= ? ORDER BY r.ends_at, r.id LIMIT 60", to_seconds(now)
    )
    return [await _with_claims(tx, row) for row in rows]


async def without_word_from_home(tx: Connection) -> list[Request]:
    """Requests that are over, of which nobody has said that everyone is home, oldest first."""
    rows = await tx.all(_REQUEST + "WHERE r.state = 'over' AND r.home_at IS NULL ORDER BY r.ends_at, r.id LIMIT 60")
    return await _all_with_claims(tx, rows)


async def claimed_by(tx: Connection, person_id: int, now: datetime) -> list[Request]:
    """The open requests in which the person has a seat, soonest first."""
    rows = await tx.all(
        _REQUEST + "WHERE r.state = 'open' AND r.ends_at > ? AND r.id IN"
        " (SELECT request_id FROM claim WHERE person_id = ? AND state IN ('held', 'active'))"
        " ORDER BY r.starts_at, r.id",
        to_seconds(now),
        person_id,
    )
    return await _all_with_claims(tx, rows)


_BUSY = (
    "SELECT DISTINCT c.person_id, r.id, r.starts_at, r.ends_at, r.origin, r.destination, r.returns"
    " FROM claim c JOIN request r ON r.id = c.request_id"
    " WHERE c.state IN ('held', 'active') AND c.leaving_at IS NULL AND r.state = 'open' AND r.part IS NULL"
)


def _busy(row: Any) -> Busy:
    ends_in = ends_where(row["origin"], row["destination"], Return(row["returns"]))
    return Busy(moment(row["starts_at"]), moment(row["ends_at"]), row["origin"], ends_in)


async def busy_times(tx: Connection, person_id: int, except_request: int, *, except_too: int = 0) -> tuple[Busy, ...]:
    """When, and from where to where, the person is expected in other open requests whose hour is known."""
    rows = await tx.all(
        _BUSY + " AND c.person_id = ? AND r.id NOT IN (?, ?) ORDER BY r.starts_at, r.id",
        person_id,
        except_request,
        except_too,
    )
    return tuple(_busy(row) for row in rows)


async def all_busy_times(tx: Connection, except_request: int) -> dict[int, tuple[Busy, ...]]:
    """The same of everybody."""
    found: dict[int, tuple[Busy, ...]] = {}
    for row in await tx.all(_BUSY + " AND r.id <> ? ORDER BY r.starts_at, r.id", except_request):
        found[row["person_id"]] = (*found.get(row["person_id"], ()), _busy(row))
    return found


async def add(tx: Connection, request: Request, details: Sequence[Details], *, series_day: date | None = None) -> None:
    """A posted request with its slots, and one party for each of `details`."""
    public = _public(request)
    await tx.run(
        "INSERT INTO request (id, kind, state, contact_id, posted_at, version, series_id, series_day,"
        f" {', '.join(public)}) VALUES ({', '.join('?' * (8 + len(public)))})",
        request.id,
        request.kind,
        request.state,
        request.contact_id,
        to_seconds(request.posted_at),
        request.version,
        request.series_id,
        None if series_day is None else series_day.isoformat(),
        *public.values(),
    )
    await _add_slots(tx, request.id, request.slots)
    for party, private in zip(request.parties, details, strict=True):
        await add_party(tx, request.id, party.id, private)


def _public(request: Request) -> dict[str, Any]:
    """The columns of the fields that can be edited."""
    return {
        "starts_at": to_seconds(request.starts_at),
        "ends_at": to_seconds(request.ends_at),
        "part": request.part,
        "duty": request.duty,
        "origin": request.origin,
        "destination": request.destination,
        "passengers": request.passengers,
        "child_seats": request.child_seats,
        "wheelchair": request.wheelchair,
        "returns": request.returns,
        "return_at": to_seconds(request.return_at),
        "waits": request.waits,
        "languages": " ".join(request.languages),
        "interpreter": request.interpreter,
    }


async def _add_slots(tx: Connection, request_id: int, slots: Sequence[Slot]) -> None:
    await tx.many(
        "INSERT INTO slot (id, request_id, role, position, minimum, maximum) VALUES (?, ?, ?, ?, ?, ?)",
        [(s.id, request_id, s.role, s.position, s.minimum, s.maximum) for s in slots],
    )


async def add_party(tx: Connection, request_id: int, party_id: int, details: Details) -> None:
    await tx.run("INSERT INTO party (id, request_id) VALUES (?, ?)", party_id, request_id)
    await tx.new_key(party_id)
    for field in DETAIL_FIELDS:
        if value := getattr(details, field):
            await set_detail(tx, party_id, field, value)


async def edit(tx: Connection, request: Request) -> None:
    """The request's public fields and slots as they are now."""
    public = _public(request)
    await tx.run(
        f"UPDATE request SET {', '.join(f'{name} = ?' for name in public)} WHERE id = ?",
        *public.values(),
        request.id,
    )
    known = {row[0] for row in await tx.all("SELECT id FROM slot WHERE request_id = ?", request.id)}
    for slot in request.slots:
        if slot.id in known:
            await tx.run(
                "UPDATE slot SET position = ?, minimum = ?, maximum = ? WHERE id = ?",
                slot.position,
                slot.minimum,
                slot.maximum,
                slot.id,
            )
    await _add_slots(tx, request.id, [slot for slot in request.slots if slot.id not in known])


async def begins_anew(tx: Connection, request_id: int) -> None:
    """It starts at another time: what was said on the day, and whether they come, was about the old one."""
    await tx.run("UPDATE request SET expected_end = NULL, home_at = NULL WHERE id = ?", request_id)
    await tx.run(
        "UPDATE claim SET on_way_at = NULL, with_at = NULL, no_phone_until = NULL, still = NULL WHERE request_id = ?",
        request_id,
    )
    await tx.run("UPDATE party SET met_at = NULL WHERE request_id = ?", request_id)


async def add_change(
    tx: Connection, request: Request, actor_id: int, before: str, now: datetime, *, details: bool
) -> None:
    """Notes an edit, of the version to come: `before` is what was public until now, as JSON; `details` says that
    private ones changed too. Whoever has a claim is told the difference.
    """
    version = request.version + 1
    await tx.run(
        "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)", request.id, version, to_seconds(now), actor_id, before, details
    )
    await tx.run(
        "UPDATE request SET changed_version = ?, changed_at = ? WHERE id = ?", version, to_seconds(now), request.id
    )
    if not details:  # a coordinator knows the new plans
        await tx.run("UPDATE party SET paused_at = NULL WHERE request_id = ?", request.id)


async def changes_after(tx: Connection, request_id: int, version: int) -> tuple[str | None, bool]:
    """What was public before the first edit after this version, as JSON; whether private details changed since."""
    rows = await tx.all(
        "SELECT before, details FROM change WHERE request_id = ? AND version > ? ORDER BY version", request_id, version
    )
    return (rows[0]["before"] if rows else None), any(row["details"] for row in rows)


async def edits(tx: Connection, request_id: int) -> list[tuple[datetime, str]]:
    """Every edit, newest first: when, and what was public before it, as JSON."""
    rows = await tx.all("SELECT at, before FROM change WHERE request_id = ? ORDER BY version DESC", request_id)
    return [(moment(row["at"]), row["before"]) for row in rows]


async def set_contact(tx: Connection, request_id: int, person_id: int) -> None:
    await tx.run("UPDATE request SET contact_id = ? WHERE id = ?", person_id, request_id)


async def recent(tx: Connection, limit: int = 60) -> list[Request]:
    """The requests posted last, newest first; for *Again…* and the places used lately."""
    rows = await tx.all(_REQUEST + "WHERE r.state IN ('open', 'over') ORDER BY r.posted_at DESC, r.id LIMIT ?", limit)
    return [_request(row, ()) for row in rows]


async def of_series(tx: Connection, series_id: int, now: datetime) -> list[Request]:
    """The open requests of a series that are still to come or under way, soonest first."""
    rows = await tx.all(
        _REQUEST + "WHERE r.series_id = ? AND r.state = 'open' AND r.ends_at > ? ORDER BY r.starts_at, r.id",
        series_id,
        to_seconds(now),
    )
    return await _all_with_claims(tx, rows)


async def of_series_day(tx: Connection, series_id: int, day: date) -> Request | None:
    """What a series made for one of its days, whenever that came to be."""
    row = await tx.one(_REQUEST + "WHERE r.series_id = ? AND r.series_day = ?", series_id, day.isoformat())
    return None if row is None else await _with_claims(tx, row)


async def series_days(tx: Connection, series_id: int) -> dict[int, date]:
    """Of each request of a series, the day it was made for; an edit may have moved it since."""
    rows = await tx.all("SELECT id, series_day FROM request WHERE series_id = ?", series_id)
    return {row["id"]: date.fromisoformat(row["series_day"]) for row in rows}


async def load_by_party(tx: Connection, party_id: int) -> Request | None:
    """The request a party belongs to."""
    row = await tx.one(_REQUEST + "WHERE r.id = (SELECT request_id FROM party WHERE id = ?)", party_id)
    return None if row is None else await _with_claims(tx, row)


async def set_member(tx: Connection, party_id: int, person_id: int, message_id: int | None, now: datetime) -> None:
    """The member of this party is connected; `message_id` is the message that stands for it."""
    await tx.run(
        "UPDATE party SET member_id = ?1, member_since = ?2, message_id = ?3, lost_at = NULL,"
        " told_version = (SELECT version FROM request r WHERE r.id = party.request_id) WHERE id = ?4",
        person_id,
        to_seconds(now),
        message_id,
        party_id,
    )


async def let_go(tx: Connection, party_id: int) -> None:
    """Nobody is connected as the member of this party any more."""
    await tx.run(
        "UPDATE party SET member_id = NULL, member_since = NULL, message_id = NULL, lost_at = NULL,"
        " paused_at = NULL, met_at = NULL WHERE id = ?",
        party_id,
    )


async def of_member(tx: Connection, person_id: int, now: datetime) -> list[Request]:
    """The open requests in which the person is a connected member, soonest first."""
    rows = await tx.all(
        _REQUEST + "WHERE r.state = 'open' AND r.ends_at > ?"
        " AND r.id IN (SELECT request_id FROM party WHERE member_id = ?) ORDER BY r.starts_at, r.id",
        to_seconds(now),
        person_id,
    )
    return await _all_with_claims(tx, rows)


async def set_paused(tx: Connection, party_id: int, paused_at: datetime | None) -> None:
    """Since when the member's plans may have changed; None: it goes on as planned."""
    await tx.run("UPDATE party SET paused_at = ? WHERE id = ?", to_seconds(paused_at), party_id)


async def set_met(tx: Connection, request_id: int, person_id: int, now: datetime) -> None:
    """The member says that whoever was to come is there."""
    await tx.run(
        "UPDATE party SET met_at = coalesce(met_at, ?) WHERE request_id = ? AND member_id = ?",
        to_seconds(now),
        request_id,
        person_id,
    )


async def set_lost(tx: Connection, party_id: int, lost_at: datetime | None) -> None:
    """Since when nothing reaches the member; None: they can be written to."""
    await tx.run("UPDATE party SET lost_at = ? WHERE id = ?", to_seconds(lost_at), party_id)


async def member_message(tx: Connection, party_id: int) -> int | None:
    """The member's living private message."""
    found: int | None = await tx.value("SELECT message_id FROM party WHERE id = ?", party_id)
    return found


async def set_member_message(tx: Connection, party_id: int, message_id: int | None) -> None:
    await tx.run("UPDATE party SET message_id = ? WHERE id = ?", message_id, party_id)


async def member_told(tx: Connection, party_id: int) -> int:
    """Up to which edit the member was told."""
    return int(await tx.value("SELECT told_version FROM party WHERE id = ?", party_id) or 0)


async def set_member_told(tx: Connection, party_id: int, version: int) -> None:
    await tx.run("UPDATE party SET told_version = max(told_version, ?) WHERE id = ?", version, party_id)


async def set_state(tx: Connection, request_id: int, state: RequestState, now: datetime) -> None:
    await tx.run(
        "UPDATE request SET state = ?, closed_at = ?, version = version + 1 WHERE id = ?",
        state,
        to_seconds(now),
        request_id,
    )


async def bump(tx: Connection, request_id: int) -> None:
    """Something that somebody can see has changed."""
    await tx.run("UPDATE request SET version = version + 1 WHERE id = ?", request_id)


async def delete(tx: Connection, request_id: int) -> None:
    """Removes the request and all that hangs on it but its outbox rows."""
    await tx.run("DELETE FROM request WHERE id = ?", request_id)


_SET_DETAIL = {
    "name": "UPDATE party SET name_sealed = ? WHERE id = ?",
    "phone": "UPDATE party SET phone_sealed = ? WHERE id = ?",
    "street": "UPDATE party SET street_sealed = ? WHERE id = ?",
    "note": "UPDATE party SET note_sealed = ? WHERE id = ?",
}


async def set_detail(tx: Connection, party_id: int, field: str, text: str) -> bool:
    """Stores one of DETAIL_FIELDS; False once the party was erased."""
    key = await tx.key(party_id)
    if key is None:
        return False
    await tx.run(_SET_DETAIL[field], key.seal(f"party.{field}", text), party_id)
    return True


async def details(tx: Connection, party_id: int) -> Details | None:
    """The private details of a party, opened; None once erased."""
    row = await tx.one("SELECT name_sealed, phone_sealed, street_sealed, note_sealed FROM party WHERE id = ?", party_id)
    key = await tx.key(party_id)
    if row is None or key is None:
        return None
    return Details(**{field: key.open(f"party.{field}", row[f"{field}_sealed"]) for field in DETAIL_FIELDS})


async def erase_details(tx: Connection, request_id: int) -> None:
    """Nulls every private detail of a request and destroys the keys of its parties; what people said with their claims
    goes too.
    """
    await tx.run("DELETE FROM subject_key WHERE subject_id IN (SELECT id FROM party WHERE request_id = ?)", request_id)
    await tx.run(
        "UPDATE party SET name_sealed = NULL, phone_sealed = NULL, street_sealed = NULL, note_sealed = NULL"
        " WHERE request_id = ?",
        request_id,
    )
    await tx.run("UPDATE claim SET note_sealed = NULL, reason_sealed = NULL WHERE request_id = ?", request_id)


async def add_claim(tx: Connection, claim: Claim) -> None:
    """Raises sqlite3.IntegrityError when the seat, or the person in the slot, is taken: the last line of defence."""
    await tx.run(
        "INSERT INTO claim (id, request_id, slot_id, seat, person_id, state, claimed_at, held_until, assigned,"
        " moved, says_trained, told_version)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, (SELECT version FROM request WHERE id = ?2))",
        claim.id,
        claim.request_id,
        claim.slot_id,
        claim.seat,
        claim.person_id,
        claim.state,
        to_seconds(claim.claimed_at),
        to_seconds(claim.held_until),
        claim.assigned,
        claim.moved,
        claim.says_trained,
    )


async def activate(tx: Connection, claim_id: int, now: datetime) -> None:
    """A held claim is confirmed; *Undo* counts from now, and what changed before is told with all the rest."""
    await tx.run(
        "UPDATE claim SET state = 'active', held_until = NULL, says_trained = NULL, claimed_at = ?, unconfirmed = 0,"
        " lost_at = NULL"
        " WHERE id = ? AND state = 'held'",
        to_seconds(now),
        claim_id,
    )


async def training_known(tx: Connection, claim_id: int, until: datetime) -> None:
    """The training is noted now; the seat stays held, for what else is missing."""
    await tx.run(
        "UPDATE claim SET says_trained = NULL, held_until = ? WHERE id = ? AND state = 'held'",
        to_seconds(until),
        claim_id,
    )


async def no_longer_asked(tx: Connection, claim_id: int) -> None:
    """Whether the person is trained no longer matters to this claim."""
    await tx.run("UPDATE claim SET says_trained = NULL WHERE id = ?", claim_id)


async def set_question(tx: Connection, claim_id: int, message_id: int | None) -> bool:
    """The message that asks coordinators about the training; False once the claim is gone."""
    return bool(await tx.run("UPDATE claim SET question_message_id = ? WHERE id = ?", message_id, claim_id))


async def hold_again(tx: Connection, claim_id: int, now: datetime, until: datetime) -> None:
    """An active claim whose person turned out to be out of reach is held for a while."""
    await tx.run(
        "UPDATE claim SET state = 'held', lost_at = ?, held_until = ? WHERE id = ? AND state = 'active'",
        to_seconds(now),
        to_seconds(until),
        claim_id,
    )


async def set_still(tx: Connection, claim_id: int, still: Still) -> None:
    """ "Still coming?" was asked, or answered with yes."""
    await tx.run("UPDATE claim SET still = ? WHERE id = ?", still, claim_id)


async def set_on_way(tx: Connection, claim_id: int, now: datetime) -> None:
    """*On my way*."""
    await tx.run("UPDATE claim SET on_way_at = ? WHERE id = ?", to_seconds(now), claim_id)


async def set_with(tx: Connection, claim_id: int, now: datetime) -> None:
    """*With them*."""
    await tx.run("UPDATE claim SET with_at = ? WHERE id = ?", to_seconds(now), claim_id)


async def set_no_phone(tx: Connection, claim_id: int, until: datetime | None) -> None:
    """*Going in, no phone until about…*; None: they have it again."""
    await tx.run(
        "UPDATE claim SET no_phone_until = ? WHERE id = ?", None if until is None else to_seconds(until), claim_id
    )


async def set_expected_end(tx: Connection, request_id: int, end: datetime) -> None:
    """It takes longer than planned, or somebody has no phone until then."""
    await tx.run("UPDATE request SET expected_end = ? WHERE id = ?", to_seconds(end), request_id)


async def set_home(tx: Connection, request_id: int, now: datetime) -> None:
    """*Everyone is home*: the watch is over."""
    await tx.run("UPDATE request SET home_at = coalesce(home_at, ?) WHERE id = ?", to_seconds(now), request_id)


async def set_not_home(tx: Connection, request_id: int) -> None:
    """*Not yet*: it was said too early."""
    await tx.run("UPDATE request SET home_at = NULL WHERE id = ?", request_id)


async def set_reason(tx: Connection, claim_id: int, person_id: int, reason: Reason | None) -> None:
    """Why the person can't make it, sealed with their own key; None takes it away."""
    await _set_said(tx, "reason", claim_id, person_id, reason or "")


async def set_note(tx: Connection, claim_id: int, person_id: int, note: str) -> None:
    """What the person adds to the claim, sealed with their own key; empty takes it away."""
    await _set_said(tx, "note", claim_id, person_id, note)


_SET_SAID = {
    "note": "UPDATE claim SET note_sealed = ? WHERE id = ?",
    "reason": "UPDATE claim SET reason_sealed = ? WHERE id = ?",
}


async def _set_said(tx: Connection, what: str, claim_id: int, person_id: int, words: str) -> None:
    key = await tx.key(person_id)
    if key is not None:
        await tx.run(_SET_SAID[what], key.seal(f"claim.{what}", words) if words else None, claim_id)


async def said(tx: Connection, request_id: int) -> dict[int, Said]:
    """What everybody in a seat said with it, by claim; for coordinators."""
    rows = await tx.all(
        "SELECT c.id, c.person_id, c.note_sealed, c.reason_sealed, k.ring_version, k.wrapped FROM claim c"
        " JOIN subject_key k ON k.subject_id = c.person_id"
        " WHERE c.request_id = ? AND coalesce(c.note_sealed, c.reason_sealed) IS NOT NULL"
        "   AND c.state IN ('held', 'active')",
        request_id,
    )
    found = {}
    for row in rows:
        key = tx.ring.unwrap(row["person_id"], row["ring_version"], row["wrapped"])
        note = "" if row["note_sealed"] is None else key.open("claim.note", row["note_sealed"])
        why = None if row["reason_sealed"] is None else Reason(key.open("claim.reason", row["reason_sealed"]))
        found[row["id"]] = Said(note, why)
    return found


async def set_no_show(tx: Connection, claim_id: int, now: datetime) -> bool:
    """The person did not come; False where they are not in the seat."""
    return (
        await tx.run(
            "UPDATE claim SET state = 'no_show', ended_at = ? WHERE id = ? AND state IN ('active', 'done')",
            to_seconds(now),
            claim_id,
        )
        > 0
    )


async def set_came(tx: Connection, claim_id: int) -> bool:
    """They came after all; False where nobody said that they had not, or somebody else has the seat by now."""
    gone = (
        "UPDATE claim SET ended_at = NULL, state ="
        " iif((SELECT state FROM request r WHERE r.id = claim.request_id) = 'over', 'done', 'active')"
        " WHERE id = ? AND state = 'no_show' AND NOT EXISTS"
        " (SELECT 1 FROM claim other WHERE other.slot_id = claim.slot_id AND other.state IN ('held', 'active')"
        " AND (other.seat = claim.seat OR other.person_id = claim.person_id))"
    )
    return await tx.run(gone, claim_id) > 0


async def missed(tx: Connection, person_ids: frozenset[int], late: timedelta) -> list[Missed]:
    """Seats these people gave up less than `late` before, or did not come to; newest first."""
    marks = ",".join("?" * len(person_ids))
    rows = await tx.all(
        "SELECT c.person_id, r.starts_at, c.state = 'no_show' FROM claim c JOIN request r ON r.id = c.request_id"
        f" WHERE c.person_id IN ({marks}) AND (c.state = 'no_show' OR (c.state IN ('held', 'active', 'released')"
        " AND c.leaving_at > r.starts_at - ?)) ORDER BY r.starts_at DESC, c.id",
        *person_ids,
        int(late.total_seconds()),
    )
    return [Missed(row[0], moment(row[1]), came_not=bool(row[2])) for row in rows]


async def set_unconfirmed(tx: Connection, claim_id: int, *, unconfirmed: bool) -> None:
    """Whether the person still has to say that a changed time or place works."""
    await tx.run("UPDATE claim SET unconfirmed = ? WHERE id = ?", unconfirmed, claim_id)


async def set_seat(tx: Connection, claim_id: int, seat: int) -> None:
    await tx.run("UPDATE claim SET seat = ? WHERE id = ?", seat, claim_id)


async def told_version(tx: Connection, claim_id: int) -> int:
    """Up to which edit the person was told."""
    return int(await tx.value("SELECT told_version FROM claim WHERE id = ?", claim_id) or 0)


async def set_told(tx: Connection, claim_id: int, version: int) -> None:
    await tx.run("UPDATE claim SET told_version = max(told_version, ?) WHERE id = ?", version, claim_id)


async def set_leaving(tx: Connection, claim_id: int, leaving_at: datetime | None) -> None:
    """When they said that they can't make it; None when they come after all: then there is no reason either."""
    await tx.run(
        "UPDATE claim SET leaving_at = ?1, details_open = 0, reason_sealed = iif(?1 IS NULL, NULL, reason_sealed)"
        " WHERE id = ?2",
        to_seconds(leaving_at),
        claim_id,
    )


async def end_claim(tx: Connection, claim_id: int, ending: Ending, now: datetime) -> None:
    await tx.run(
        "UPDATE claim SET state = 'released', ending = ?, ended_at = ?, held_until = NULL WHERE id = ?",
        ending,
        to_seconds(now),
        claim_id,
    )


async def end_all_claims(tx: Connection, request_id: int, now: datetime) -> None:
    """The request was cancelled: everybody in a seat is let go."""
    await tx.run(
        "UPDATE claim SET state = 'released', ending = 'cancelled', ended_at = ?, held_until = NULL"
        " WHERE request_id = ? AND state IN ('held', 'active')",
        to_seconds(now),
        request_id,
    )


async def finish_claims(tx: Connection, request_id: int) -> None:
    """The request is over: who was in a seat has done it; who was only held, or leaving, has not."""
    await tx.run(
        "UPDATE claim SET state = 'done' WHERE request_id = ? AND state = 'active' AND leaving_at IS NULL",
        request_id,
    )
    await tx.run(
        "UPDATE claim SET state = 'released', held_until = NULL WHERE request_id = ? AND state IN ('held', 'active')",
        request_id,
    )


async def delete_claim(tx: Connection, claim_id: int) -> None:
    """Undone: no trace."""
    await tx.run("DELETE FROM claim WHERE id = ?", claim_id)


async def held_claims_of(tx: Connection, person_id: int) -> list[Claim]:
    rows = await tx.all(_CLAIM + "WHERE person_id = ? AND state = 'held' ORDER BY claimed_at, id", person_id)
    return [_claim(row) for row in rows]


async def open_questions_of(tx: Connection, person_id: int) -> frozenset[Qualification]:
    """The trainings of the person about which coordinators are being asked."""
    rows = await tx.all(
        "SELECT says_trained FROM claim WHERE person_id = ? AND state = 'held' AND says_trained IS NOT NULL", person_id
    )
    return frozenset(Qualification(row[0]) for row in rows)


async def claim_message(tx: Connection, claim_id: int) -> int | None:
    """The claim's living private message."""
    found: int | None = await tx.value("SELECT message_id FROM claim WHERE id = ?", claim_id)
    return found


async def set_claim_message(
    tx: Connection, claim_id: int, message_id: int | None, *, details_open: bool = False
) -> None:
    """The message that stands for the claim from now on, and whether it shows the private details."""
    await tx.run("UPDATE claim SET message_id = ?, details_open = ? WHERE id = ?", message_id, details_open, claim_id)


async def hand_message_on(tx: Connection, from_claim: int, to_claim: int) -> None:
    """The message that stood for one claim stands for the other from now on."""
    await set_claim_message(tx, to_claim, await claim_message(tx, from_claim))
    await set_claim_message(tx, from_claim, None)


async def card_message(tx: Connection, request_id: int, group: Group) -> int | None:
    found: int | None = await tx.value(
        "SELECT message_id FROM card WHERE request_id = ? AND chat_role = ?", request_id, group
    )
    return found


async def set_card_message(tx: Connection, request_id: int, group: Group, message_id: int) -> None:
    await tx.run(
        "INSERT INTO card VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET message_id = ?3",
        request_id,
        group,
        message_id,
    )


async def forget_card(tx: Connection, request_id: int, group: Group) -> None:
    await tx.run("DELETE FROM card WHERE request_id = ? AND chat_role = ?", request_id, group)


async def forget_cards(tx: Connection, group: Group) -> None:
    """The group's cards are out of reach; they are posted anew."""
    await tx.run("DELETE FROM card WHERE chat_role = ?", group)


async def cards_in(tx: Connection, group: Group) -> dict[int, int]:
    """The message of each request's card in a group."""
    rows = await tx.all("SELECT request_id, message_id FROM card WHERE chat_role = ?", group)
    return {row[0]: row[1] for row in rows}
