"""Deep-link tokens: 192 random bits, stored as a hash, single use, expiring."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from storage.database import Connection, moment, to_seconds
from storage.seal import token_hash


@dataclass(frozen=True)
class Token:
    """What a link is for, and for whom (None: whoever opens it first)."""

    purpose: str
    person_id: int | None
    subject_id: int | None


async def issue(
    tx: Connection,
    purpose: str,
    expires_at: datetime,
    *,
    person_id: int | None = None,
    subject_id: int | None = None,
) -> str:
    """A new token: 32 characters of A-Z a-z 0-9 _ - (Bot API deep links allow up to 64)."""
    token = secrets.token_urlsafe(24)
    await tx.run(
        "INSERT INTO token VALUES (?, ?, ?, ?, ?)",
        token_hash(token),
        purpose,
        person_id,
        subject_id,
        to_seconds(expires_at),
    )
    return token


async def use(tx: Connection, token: str, person_id: int, now: datetime, purpose: str = "owner") -> Token | None:
    """Takes the token, once. None when it is unknown, used, expired, another person's or for something else: all
    look the same.
    """
    row = await tx.one("SELECT * FROM token WHERE hash = ? AND purpose = ?", token_hash(token), purpose)
    if row is None or (row["person_id"] is not None and row["person_id"] != person_id):
        return None
    await tx.run("DELETE FROM token WHERE hash = ?", row["hash"])
    if now >= moment(row["expires_at"]):
        return None
    return Token(row["purpose"], row["person_id"], row["subject_id"])


async def withdraw(tx: Connection, purpose: str, subject_id: int | None = None) -> None:
    """Every open link of a purpose stops working; with a subject, only those about it."""
    await tx.run(
        "DELETE FROM token WHERE purpose = ?1 AND (?2 IS NULL OR subject_id = ?2)",
        purpose,
        subject_id,
    )


async def sweep(tx: Connection, now: datetime) -> None:
    await tx.run("DELETE FROM token WHERE expires_at <= ?", to_seconds(now))
