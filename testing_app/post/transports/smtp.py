"""Reminders by e-mail, through the mail server of the installation."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from testing_app.post.transports.gateway import ReminderProblem, ShortMessage

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PATIENCE = 20.0
REFUSED_FOR_NOW = range(400, 500)


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed over.

    `smtp` uses TLS when the server offers it, `smtp+starttls` insists on it, `smtps` speaks TLS from the
    beginning. A password is never sent without TLS.
    """

    scheme: str
    host: str
    port: int
    account: str = ""
    password: str = field(default="", repr=False)


def mail_server(url: str) -> MailServer:
    """Read `smtp://account:password@host:port`, which the settings have looked at."""
    parts = urlsplit(url)
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        account=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


@dataclass(frozen=True, kw_only=True)
class SmtpGateway:
    """Hands each message to the mail server in a connection of its own."""

    server: MailServer
    sender: str
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    patience: float = PATIENCE

    def send(self, message: ShortMessage) -> None:
        """Returns when the server has taken it."""
        try:
            letter = mail_of(message, sender=self.sender)
            with self._connection() as connection:
                connection.send_message(letter, from_addr=self.sender, to_addrs=[message.to])
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = {code for code, _text in refusal.recipients.values()}
            raise ReminderProblem("mail_refused_address" if _for_good(codes) else "mail_later") from None
        except smtplib.SMTPAuthenticationError:
            raise ReminderProblem("mail_sign_in_refused") from None
        except smtplib.SMTPNotSupportedError:
            raise ReminderProblem("mail_not_encrypted") from None
        except smtplib.SMTPResponseException as answer:
            raise ReminderProblem(f"mail_answer_{answer.smtp_code}") from None
        except ssl.SSLError:
            raise ReminderProblem("mail_certificate_unusable") from None
        except (OSError, smtplib.SMTPException):
            raise ReminderProblem("mail_unavailable") from None
        except ValueError:  # an address that cannot stand in a header
            raise ReminderProblem("address_unusable") from None

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        host, port = self.server.host, self.server.port
        if self.server.scheme == "smtps":
            with smtplib.SMTP_SSL(host, port, timeout=self.patience, context=self.tls) as connection:
                self._sign_in(connection, encrypted=True)
                yield connection
            return
        with smtplib.SMTP(host, port, timeout=self.patience) as connection:
            connection.ehlo()
            encrypted = connection.has_extn("starttls")
            if encrypted or self.server.scheme == "smtp+starttls":
                connection.starttls(context=self.tls)
            self._sign_in(connection, encrypted=encrypted)
            yield connection

    def _sign_in(self, connection: smtplib.SMTP, *, encrypted: bool) -> None:
        if self.server.account:
            if not encrypted:
                raise smtplib.SMTPNotSupportedError("no TLS")
            connection.login(self.server.account, self.server.password)


def mail_of(message: ShortMessage, *, sender: str) -> EmailMessage:
    """The message as mail; its id tells a repeat."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.made_at)
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text + "\n")
    mail["Content-Language"] = message.language
    return mail


def _for_good(codes: set[int]) -> bool:
    return not any(code in REFUSED_FOR_NOW for code in codes)
