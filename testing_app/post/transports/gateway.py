"""What a way of sending a reminder must offer, and what it carries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


class ReminderProblem(Exception):
    """The message was not taken; the text is a code such as `mail_unavailable`, never an address."""


@dataclass(frozen=True, kw_only=True)
class ShortMessage:
    """One reminder on its way: to which number or address, and its text.

    `id` is the same at every attempt, so that a gateway can tell a repeat.
    """

    id: UUID
    to: str
    text: str
    subject: str
    language: str
    made_at: datetime

    def __repr__(self) -> str:
        return f"ShortMessage({self.id})"


class ReminderGateway(Protocol):
    """Takes a message on its way; returns when somebody else has it, raises ReminderProblem if not."""

    def send(self, message: ShortMessage) -> None: ...


class SmsGateway(ReminderGateway, Protocol):
    """Takes text messages to telephones; `to` is the number as it was typed, with `+` or digits."""
