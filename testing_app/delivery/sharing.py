"""The result for the guidance service that referred: sent with the candidate's consent, else withheld."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, undefer

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.bookings.models import Referral
from testing_app.bookings.queries import lock_referral
from testing_app.delivery.actions import queue_delivery
from testing_app.delivery.models import Delivery
from testing_app.errors import Conflict
from testing_app.persistence.paging import Page, page_of
from testing_app.results.models import SignedResult
from testing_app.results.told import may_be_shown_to_service
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import ConsentScope, DeliveryState

ROWS_PER_PAGE = 25


class SharingState(StrEnum):
    """How far the result of a service's referral has come towards the service."""

    NO_RESULT = "no_result"
    WITHHELD = "withheld"
    READY = "ready"
    ON_ITS_WAY = "on_its_way"
    RECEIVED = "received"


@dataclass(frozen=True)
class Sharing:
    """The state, and the message in the service's inbox once it is there and may be seen."""

    state: SharingState
    message_id: UUID | None = None


def share_with_service(session: Session, result: SignedResult, *, by: Actor, now: datetime) -> None:
    """With a new result: owe it to the service that referred, or note that it is withheld."""
    referral = session.scalars(
        sa.select(Referral)
        .join(Sitting, Sitting.referral_id == Referral.id)
        .where(Sitting.id == result.sitting_id)
    ).one()
    if referral.service_id is None:
        return
    if may_be_shown_to_service(session, result):
        queue_delivery(session, result, now=now, receiver_id=referral.service_id)
    else:
        _record(session, Event.RESULT_WITHHELD, result, referral, by=by, now=now)


def send_to_service(session: Session, referral_id: UUID, *, by: Actor, now: datetime) -> None:
    """Send the result that holds, after the candidate agreed; nothing old goes out by itself."""
    referral = lock_referral(session, referral_id, viewer=by)
    found = _with_results(session, [referral.id]).get(referral.id)
    if referral.service_id is None or found is None:
        raise Conflict("no_result_to_send")
    result, delivery = found
    if delivery is not None:
        raise Conflict("already_sent_to_service")
    if not may_be_shown_to_service(session, result):
        raise Conflict("no_consent_to_send")
    queue_delivery(session, result, now=now, receiver_id=referral.service_id)
    _record(session, Event.RESULT_SENT_ON, result, referral, by=by, now=now)


def sharing_of(session: Session, referrals: Collection[Referral]) -> Mapping[UUID, Sharing]:
    """For each referral of a guidance service among these: what became of its result there."""
    of_services = [referral.id for referral in referrals if referral.service_id is not None]
    found = _with_results(session, of_services)
    return {referral_id: _sharing(session, found.get(referral_id)) for referral_id in of_services}


def referrals_of_service(session: Session, *, viewer: Actor, page: int = 1) -> Page[Referral]:
    """The referrals the viewer's service wrote, the newest first."""
    query = (
        sa.select(Referral)
        .where(Referral.service_id == viewer.organisation_id)
        .order_by(Referral.written_at.desc(), Referral.id)
        .options(joinedload(Referral.candidate), joinedload(Referral.authority))
    )
    return page_of(session, query, number=page, size=ROWS_PER_PAGE)


def _sharing(session: Session, found: tuple[SignedResult, Delivery | None] | None) -> Sharing:
    if found is None:
        return Sharing(SharingState.NO_RESULT)
    result, delivery = found
    if not may_be_shown_to_service(session, result):
        return Sharing(SharingState.WITHHELD)
    if delivery is None:
        return Sharing(SharingState.READY)
    if delivery.state is not DeliveryState.DELIVERED:
        return Sharing(SharingState.ON_ITS_WAY)
    return Sharing(SharingState.RECEIVED, delivery.id)


def _with_results(
    session: Session, referral_ids: Collection[UUID]
) -> dict[UUID, tuple[SignedResult, Delivery | None]]:
    """The result of each referral that holds, and its delivery to the service if there is one."""
    found = session.execute(
        sa.select(Referral.id, SignedResult, Delivery)
        .join(Sitting, Sitting.referral_id == Referral.id)
        .join(SignedResult, SignedResult.sitting_id == Sitting.id)
        .outerjoin(
            Delivery,
            sa.and_(Delivery.result_id == SignedResult.id, Delivery.authority_id == Referral.service_id),
        )
        .where(Referral.id.in_(referral_ids), SignedResult.superseded_at.is_(None))
        .options(undefer(SignedResult.document))
    )
    return {referral_id: (result, delivery) for referral_id, result, delivery in found}


def _record(
    session: Session, event: Event, result: SignedResult, referral: Referral, *, by: Actor, now: datetime
) -> None:
    record(
        session,
        event,
        by=by,
        now=now,
        subject=("result", result.id),
        candidate_id=result.candidate_id,
        details={"scope": ConsentScope.GUIDANCE_SERVICE.value, "service": str(referral.service_id)},
    )
