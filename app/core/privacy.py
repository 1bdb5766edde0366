"""Keys: one per verification, wrapped by the master key. Redaction destroys it.

Everything personal is sealed with AES-256-GCM under the key of its verification, with the
purpose (which column, which picture) as associated data, so that a ciphertext moved
elsewhere does not open. What must be searched is found by a keyed hash.
"""

import base64
import binascii
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.settings import get_settings

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: a random 96-bit nonce


class CannotOpenError(Exception):
    """A ciphertext is damaged, of another purpose, or of another key."""


class MasterKeyMissingError(Exception):
    """No master key is configured, or it is not 32 bytes in base64."""


def _seal(key: bytes, data: bytes, purpose: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, purpose.encode())


def _open(key: bytes, sealed: bytes, purpose: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpenError(purpose) from error


class DataKey:
    """The key of one verification (or of one upload), in the clear, for as long as it is held."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @classmethod
    def generate(cls) -> "DataKey":
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def unwrap(cls, wrapped: bytes) -> "DataKey":
        """Opens a wrapped key. Raises `CannotOpenError` under another master key."""
        return cls(_open(_subkey("wrap"), wrapped, "data-key"))

    def wrap(self) -> bytes:
        """Returns the key sealed under the master key: what is stored."""
        return _seal(_subkey("wrap"), self._raw, "data-key")

    def seal(self, data: bytes, purpose: str) -> bytes:
        return _seal(self._raw, data, purpose)

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """Raises `CannotOpenError` where the data is not what was sealed for this purpose."""
        return _open(self._raw, sealed, purpose)


def generate_master_key() -> str:
    """Returns a new master key in base64."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


@lru_cache
def _master_key() -> bytes:
    security = get_settings().security
    if security.master_key is not None:
        text = security.master_key.get_secret_value()
    elif security.master_key_file is not None and security.master_key_file.is_file():
        text = security.master_key_file.read_text().strip()
    else:
        raise MasterKeyMissingError(
            "set VOUCH_SECURITY__MASTER_KEY or VOUCH_SECURITY__MASTER_KEY_FILE"
        )
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MasterKeyMissingError("the master key is not base64") from error
    if len(key) != KEY_BYTES:
        raise MasterKeyMissingError(f"the master key has {len(key)} bytes, not {KEY_BYTES}")
    return key


@lru_cache
def _subkey(purpose: str) -> bytes:
    """One key per purpose, so that a hash never helps to open a ciphertext (RFC 5869)."""
    hkdf = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"vouch/{purpose}".encode())
    return hkdf.derive(_master_key())


def keyed_hash(purpose: str, *parts: str) -> bytes:
    """Returns 32 bytes by which a value can be found again, and not guessed without the key."""
    message = "\x1f".join(parts).encode()
    return hmac.new(_subkey(f"hash/{purpose}"), message, hashlib.sha256).digest()


def seal_secret(secret: str, purpose: str) -> bytes:
    """Seals a secret of ours, such as a webhook's, under the master key."""
    return _seal(_subkey("secrets"), secret.encode(), purpose)


def open_secret(sealed: bytes, purpose: str) -> str:
    """Raises `CannotOpenError` for another purpose or master key."""
    return _open(_subkey("secrets"), sealed, purpose).decode()
