"""A draft as JSON can hold it, and back: the body that is sealed in its row."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.rules.drafts import Draft

_BODY: TypeAdapter[Draft] = TypeAdapter(Draft)


def to_body(draft: Draft) -> dict[str, Any]:
    """As JSON can hold it."""
    body: dict[str, Any] = _BODY.dump_python(draft, mode="json")
    return body


def from_body(body: dict[str, Any]) -> Draft:
    """The inverse of `to_body`; a body this program cannot read is an empty draft, to be begun anew."""
    if isinstance(body.get("details"), dict):  # written before migration 2: a request had one party
        body = {**body, "details": [body["details"]]}
    try:
        return _BODY.validate_python(body)
    except ValidationError:
        return Draft(kind=None)
