"""Sealed values: AES-256-GCM, one data key per subject, wrapped by a key ring kept outside the data folder.

Erasing a subject destroys its data key, and with it everything sealed for it, in every copy of the file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
"""Bytes of a random nonce (NIST SP 800-38D, 96 bits)."""


class WrongKeys(Exception):
    """The key ring is missing or is not the one this database was sealed with; the text is for the operator."""


class Damaged(Exception):
    """A sealed value does not open: it was changed, or moved to another row or column."""


def encrypt(key: bytes, plain: bytes, aad: str) -> bytes:
    """Nonce and ciphertext; `aad` binds the value to its place."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad.encode())


def decrypt(key: bytes, sealed: bytes, aad: str) -> bytes:
    """The inverse of `encrypt`; Damaged when key, place or bytes differ."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], aad.encode())
    except InvalidTag:
        raise Damaged(aad) from None


@dataclass(frozen=True)
class DataKey:
    """The key of one subject (a person, a party, a draft)."""

    subject: int
    key: bytes = field(repr=False)

    def seal(self, place: str, text: str | None) -> bytes | None:
        """`place` is `table.column`; None and empty stay NULL."""
        if not text:
            return None
        return encrypt(self.key, text.encode(), f"{place}|{self.subject}")

    def open(self, place: str, sealed: bytes | None) -> str:
        """The text, or empty for NULL."""
        if sealed is None:
            return ""
        return decrypt(self.key, sealed, f"{place}|{self.subject}").decode()


@dataclass(frozen=True)
class KeyRing:
    """The versioned keys of a center, and the key that turns Telegram ids into fingerprints."""

    current: int
    keys: Mapping[int, bytes] = field(repr=False)
    fingerprint_key: bytes = field(repr=False)

    def new_data_key(self, subject: int) -> tuple[DataKey, bytes]:
        """A fresh key for a subject, and the same wrapped for its row."""
        key = secrets.token_bytes(32)
        return DataKey(subject, key), encrypt(self.keys[self.current], key, f"wrap|{subject}|{self.current}")

    def unwrap(self, subject: int, version: int, wrapped: bytes) -> DataKey:
        if version not in self.keys:
            raise WrongKeys(f"The key ring has no key of version {version}.")
        return DataKey(subject, decrypt(self.keys[version], wrapped, f"wrap|{subject}|{version}"))

    def fingerprint(self, what: str, value: str) -> bytes:
        """HMAC-SHA256: finds a person by Telegram id or username without storing either."""
        return hmac.digest(self.fingerprint_key, f"{what}|{value}".encode(), "sha256")

    def seal(self, place: str, row: int, plain: bytes) -> bytes:
        """With the ring's own key, for rows that belong to no subject (the inbox)."""
        return bytes([self.current]) + encrypt(self.keys[self.current], plain, f"{place}|{row}")

    def open(self, place: str, row: int, sealed: bytes) -> bytes:
        key = self.keys.get(sealed[0])
        if key is None:
            raise WrongKeys(f"The key ring has no key of version {sealed[0]}.")
        return decrypt(key, sealed[1:], f"{place}|{row}")


def new_ring() -> KeyRing:
    return KeyRing(1, {1: secrets.token_bytes(32)}, secrets.token_bytes(32))


def save_ring(ring: KeyRing, path: Path) -> None:
    """Writes a new file, readable by its owner alone (0600); never overwrites one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    encoded = {str(version): base64.b64encode(key).decode() for version, key in ring.keys.items()}
    data = {
        "current": ring.current,
        "keys": encoded,
        "fingerprint": base64.b64encode(ring.fingerprint_key).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(data, file)
        file.flush()
        os.fsync(file.fileno())


def load_ring(path: Path) -> KeyRing:
    """Raises WrongKeys, in plain words, for a file that is missing or no key ring."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        keys = {int(version): base64.b64decode(key) for version, key in data["keys"].items()}
        ring = KeyRing(int(data["current"]), keys, base64.b64decode(data["fingerprint"]))
    except FileNotFoundError:
        raise WrongKeys(f"The key file {path} is missing.") from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        raise WrongKeys(f"The key file {path} cannot be read as a key ring.") from None
    if ring.current not in ring.keys or any(len(key) != 32 for key in (*ring.keys.values(), ring.fingerprint_key)):
        raise WrongKeys(f"The key file {path} is damaged.")
    return ring


def open_ring(key_file: Path, database: Path) -> KeyRing:
    """The ring of this center: loaded, or made on the very first start (when there is no database either)."""
    if not key_file.exists() and not database.exists():
        save_ring(new_ring(), key_file)
    try:
        return load_ring(key_file)
    except WrongKeys as wrong:
        raise WrongKeys(
            f"{wrong} The people's data in {database} cannot be opened without it. "
            "Put the right key file back (KEY_FILE says where it is looked for); nothing was changed."
        ) from None


def token_hash(token: str) -> bytes:
    """Deep-link tokens hold 192 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()
