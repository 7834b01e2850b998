"""Mail goes through a real server on loopback: plain, encrypted, signed in, refused, away."""

import email
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from testing_app.post.transports.gateway import ReminderProblem, ShortMessage
from testing_app.post.transports.smtp import SmtpGateway, mail_server
from testing_app.settings import settings_from
from tests.world import NOW

SENDER = "muistutus@tyollisyys.example"
TEXT = "Ваша встреча: 14.3.2026"


class Post:
    """Keeps what it is given; refuses whom it is told to."""

    def __init__(self, answer: str = "250 OK") -> None:
        self.kept: list[Envelope] = []
        self._answer = answer

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, to: str, _o: Any) -> str:
        if self._answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self._answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.kept.append(envelope)
        return "250 OK"


@contextmanager
def server(handler: Post, **options: Any) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def message(to: str = "aino@example.org") -> ShortMessage:
    return ShortMessage(id=uuid4(), to=to, text=TEXT, subject="Lähtötaso", language="ru", made_at=NOW)


def gateway(url: str, **values: Any) -> SmtpGateway:
    return SmtpGateway(server=mail_server(url), sender=SENDER, **values)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(NOW + timedelta(days=4000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    files[1].write_bytes(key.private_bytes(pem, plain, serialization.NoEncryption()))
    return files


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trusting(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[0]))


def test_a_reminder_arrives_whole_with_an_id_and_nothing_about_anybody() -> None:
    handler, told = Post(), message()

    with server(handler) as port:
        gateway(f"smtp://127.0.0.1:{port}").send(told)

    (envelope,) = handler.kept
    assert isinstance(envelope.content, bytes)
    mail = email.message_from_bytes(envelope.content)
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, ["aino@example.org"])
    assert mail["Message-ID"] == f"<{told.id}@tyollisyys.example>"
    assert str(make_header(decode_header(mail["Subject"]))) == "Lähtötaso"
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == ("ru", "auto-generated")
    assert mail.get_payload(decode=True).decode("utf-8").strip() == TEXT


@pytest.mark.parametrize(
    ("answer", "problem"), [("550 no such", "mail_refused_address"), ("450 later", "mail_later")]
)
def test_a_refused_address_is_told_apart_from_one_to_try_later(answer: str, problem: str) -> None:
    with server(Post(answer)) as port, pytest.raises(ReminderProblem, match=problem) as raised:
        gateway(f"smtp://127.0.0.1:{port}").send(message())

    assert "aino" not in str(raised.value)


def test_a_server_that_is_away_is_a_problem_without_an_address() -> None:
    with server(Post()) as port:
        pass

    with pytest.raises(ReminderProblem, match="mail_unavailable"):
        gateway(f"smtp://127.0.0.1:{port}").send(message())


def test_an_address_that_would_add_a_header_is_refused() -> None:
    with server(Post()) as port, pytest.raises(ReminderProblem, match="address_unusable"):
        gateway(f"smtp://127.0.0.1:{port}").send(message("a@example.org\r\nBcc: b@example.org"))


def test_it_is_encrypted_when_the_server_offers_it(tls: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    handler = Post()

    with server(handler, tls_context=tls, require_starttls=True) as port:
        gateway(f"smtp://localhost:{port}", tls=trusting).send(message())

    assert len(handler.kept) == 1


def test_a_certificate_nobody_vouches_for_is_not_trusted(tls: ssl.SSLContext) -> None:
    with (
        server(Post(), tls_context=tls) as port,
        pytest.raises(ReminderProblem, match="mail_certificate_unusable"),
    ):
        gateway(f"smtp://localhost:{port}").send(message())


def test_without_encryption_no_password_is_sent_and_starttls_is_insisted_on() -> None:
    with server(Post()) as port:
        for url in (f"smtp://me:secret@127.0.0.1:{port}", f"smtp+starttls://127.0.0.1:{port}"):
            with pytest.raises(ReminderProblem, match="mail_not_encrypted"):
                gateway(url).send(message())


@pytest.mark.parametrize(("password", "arrives"), [("s%40la", True), ("wrong", False)])
def test_it_signs_in_when_it_is_told_to(
    tls: ssl.SSLContext, trusting: ssl.SSLContext, password: str, arrives: bool
) -> None:
    def ask(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=given.password == b"s@la", handled=False)

    handler = Post()
    with server(handler, tls_context=tls, authenticator=ask, auth_required=True) as port:
        sending = gateway(f"smtp+starttls://me:{password}@localhost:{port}", tls=trusting)
        if arrives:
            sending.send(message())
        else:
            with pytest.raises(ReminderProblem, match="mail_sign_in_refused"):
                sending.send(message())

    assert len(handler.kept) == arrives


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"LAHTOTASO_SMTP_URL": "mail.example.org", "LAHTOTASO_MAIL_FROM": SENDER}, "LAHTOTASO_SMTP_URL"),
        ({"LAHTOTASO_SMTP_URL": "smtp://mail.example.org"}, "LAHTOTASO_MAIL_FROM"),
    ],
)
def test_settings_that_cannot_be_used_are_told_at_the_start(
    tmp_path: Path, given: dict[str, str], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        settings_from({"LAHTOTASO_HOME": str(tmp_path), **given})


def test_settings_never_show_the_password(tmp_path: Path) -> None:
    url = "smtps://me:hush@mail.example.org"
    given = {"LAHTOTASO_HOME": str(tmp_path), "LAHTOTASO_SMTP_URL": url, "LAHTOTASO_MAIL_FROM": SENDER}

    assert "hush" not in repr(settings_from(given)) + repr(mail_server(url))
