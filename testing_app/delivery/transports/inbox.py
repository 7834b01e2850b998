"""Puts a parcel into the authority's inbox in this installation."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from testing_app.delivery.actions import Parcel
from testing_app.delivery.transports.transport import TransportProblem
from testing_app.inbox.actions import receive
from testing_app.persistence.database import Database


@dataclass(frozen=True)
class InboxTransport:
    """Hands over in a transaction of the receiver's own, as a separate house would."""

    database: Database

    def send(self, parcel: Parcel, *, now: datetime) -> None:
        """Deliver; a repeat is absorbed by the inbox."""
        try:
            with self.database.transaction() as session:
                receive(
                    session,
                    parcel.message_id,
                    result_id=parcel.result_id,
                    authority_id=parcel.authority_id,
                    now=now,
                )
        except DBAPIError as problem:
            raise TransportProblem("receiver_unavailable") from problem
