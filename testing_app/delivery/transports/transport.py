"""What a way of sending must offer."""

from datetime import datetime
from typing import Protocol

from testing_app.delivery.actions import Parcel


class TransportProblem(Exception):
    """The parcel was not taken; the message is a code such as `receiver_unavailable`."""


class Transport(Protocol):
    """Takes a parcel to its receiver; returns when the receiver has it, raises TransportProblem if not."""

    def send(self, parcel: Parcel, *, now: datetime) -> None: ...
