"""What the installation was told: where it lives, which database, which secret; read once at start."""

import os
import secrets as chance
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_BYTES = 32
MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")


@dataclass(frozen=True)
class MasterSecret:
    """The one secret of an installation; every key is derived from it by purpose."""

    value: bytes

    def key(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lahtotaso/" + purpose.encode()).derive(
            self.value
        )

    def __repr__(self) -> str:
        return "MasterSecret(hidden)"


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one installation and another."""

    home: Path
    database_url: str
    secret: MasterSecret
    public_url: str = "http://127.0.0.1:8000"
    behind_tls: bool = False
    trusted_proxies: int = 0
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    sms_folder_named: Path | None = None

    @property
    def sms_folder(self) -> Path:
        """Where text messages wait for the operator's gateway."""
        return self.sms_folder_named or self.home / "sms"

    @property
    def keys_folder(self) -> Path:
        """Where the signing keys lie, encrypted, outside the database."""
        return self.home / "keys"

    @property
    def anchors_file(self) -> Path:
        """Where the heads of the audit chains are written down, outside the database."""
        return self.home / "audit-anchors.jsonl"


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; makes the home folder and its secret at the first start.

    `LAHTOTASO_HOME` (default `var`), `DATABASE_URL` (default a SQLite file in the home),
    `LAHTOTASO_SECRET` (hexadecimal; default the file `secret.key` in the home), `LAHTOTASO_PUBLIC_URL`,
    `LAHTOTASO_TLS=1` when browsers reach us over https, `LAHTOTASO_TRUSTED_PROXIES` how many proxies stand
    before gunicorn, `LAHTOTASO_SMTP_URL` with `LAHTOTASO_MAIL_FROM` for reminders by mail (none: no mail),
    `LAHTOTASO_SMS_FOLDER` for text messages (default `sms` in the home).
    """
    given = os.environ if environment is None else environment
    home = Path(given.get("LAHTOTASO_HOME", "var")).resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)  # a folder that is there keeps its mode
    return Settings(
        home=home,
        database_url=given.get("DATABASE_URL") or f"sqlite:///{home / 'lahtotaso.db'}",
        secret=_secret(given.get("LAHTOTASO_SECRET"), home / "secret.key"),
        public_url=given.get("LAHTOTASO_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
        behind_tls=given.get("LAHTOTASO_TLS", "") == "1",
        trusted_proxies=_count(given.get("LAHTOTASO_TRUSTED_PROXIES") or "0", "LAHTOTASO_TRUSTED_PROXIES"),
        smtp_url=_mail_server(given),
        mail_from=given.get("LAHTOTASO_MAIL_FROM", ""),
        sms_folder_named=_folder(given.get("LAHTOTASO_SMS_FOLDER")),
    )


def missing_secret(environment: Mapping[str, str] | None = None) -> Path | None:
    """Where the secret would have to lie, when this installation has none yet; nothing is made."""
    given = os.environ if environment is None else environment
    file = Path(given.get("LAHTOTASO_HOME", "var")).resolve() / "secret.key"
    return None if given.get("LAHTOTASO_SECRET") or file.exists() else file


def _mail_server(given: Mapping[str, str]) -> str:
    url = given.get("LAHTOTASO_SMTP_URL", "")
    if url and not (urlsplit(url).scheme in MAIL_SCHEMES and urlsplit(url).hostname):
        raise ValueError(
            "LAHTOTASO_SMTP_URL must look like smtp://host, smtp+starttls://account:password@host:587"
            " or smtps://account:password@host"
        )
    if url and "@" not in given.get("LAHTOTASO_MAIL_FROM", ""):
        raise ValueError("LAHTOTASO_MAIL_FROM must be the e-mail address that reminders come from")
    return url


def _folder(named: str | None) -> Path | None:
    return Path(named).resolve() if named else None


def _count(text: str, where: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(f"{where} must be a whole number from 0 up, such as 1")
    return int(text)


def _secret(given: str | None, file: Path) -> MasterSecret:
    if given:
        return MasterSecret(_from_hexadecimal(given, "LAHTOTASO_SECRET"))
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(chance.token_hex(SECRET_BYTES) + "\n")
    return MasterSecret(_from_hexadecimal(file.read_text(encoding="ascii").strip(), str(file)))


def _from_hexadecimal(text: str, where: str) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) < SECRET_BYTES:
        raise ValueError(f"{where} must hold at least {2 * SECRET_BYTES} hexadecimal digits")
    return value
