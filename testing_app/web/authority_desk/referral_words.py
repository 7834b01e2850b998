"""What a referral asks for, and what became of its result at the guidance service, in the reader's words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from testing_app.clock import today
from testing_app.delivery.sharing import Sharing, SharingState, sharing_of
from testing_app.vocabulary import AssessmentLength, ConsentScope, OrganisationKind, Part, ReferralPurpose
from testing_app.web.authority_desk.words import desk_word
from testing_app.web.consent_words import withheld_notice
from testing_app.web.current import current_actor
from testing_app.web.layout import day
from testing_app.web.vocational_words import vocational_fields
from testing_app.web.words import language_word, word

Fact = tuple[str, Any]

KINDS = {
    SharingState.NO_RESULT: "neutral",
    SharingState.WITHHELD: "warn",
    SharingState.READY: "info",
    SharingState.ON_ITS_WAY: "info",
    SharingState.RECEIVED: "good",
}


@dataclass(frozen=True, kw_only=True)
class SharingInWords:
    """How far the result of a service's referral has come; `can_be_sent` offers the button."""

    kind: str
    text: str
    can_be_sent: bool
    message_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ReferralInWords:
    """The facts of one referral, and of its result at the service if a service wrote it."""

    facts: list[Fact]
    sharing: SharingInWords | None


def referrals_in_words(session: Any, referrals: Collection[Any]) -> Mapping[UUID, ReferralInWords]:
    """Every referral of a page, by its id."""
    actor = current_actor()
    fields = dict(vocational_fields(session, actor.organisation_id, on=today()))
    sharing = sharing_of(session, referrals)
    reads_there = actor.organisation_kind is OrganisationKind.GUIDANCE_SERVICE
    return {
        referral.id: ReferralInWords(
            facts=_facts(referral, fields),
            sharing=sharing_in_words(sharing[referral.id], reads_there=reads_there)
            if referral.id in sharing
            else None,
        )
        for referral in referrals
    }


def sharing_in_words(sharing: Sharing, *, reads_there: bool) -> SharingInWords:
    """The state as a badge and a sentence; only the service itself has the message in its inbox."""
    texts = {
        SharingState.NO_RESULT: _("There is no signed result yet."),
        SharingState.WITHHELD: withheld_notice(ConsentScope.GUIDANCE_SERVICE),
        SharingState.READY: _("The candidate has agreed. Nothing is sent until somebody sends it."),
        SharingState.ON_ITS_WAY: _("The result is on its way to the guidance service."),
        SharingState.RECEIVED: _("The guidance service has received the result."),
    }
    return SharingInWords(
        kind=KINDS[sharing.state],
        text=texts[sharing.state],
        can_be_sent=sharing.state is SharingState.READY,
        message_id=sharing.message_id if reads_there else None,
    )


def _facts(referral: Any, fields: Mapping[str, str]) -> list[Fact]:
    interpreter = referral.interpreter_language
    parts = [word(part) for part in Part if part.value in referral.wanted_parts]
    return [
        (_("Written"), day(referral.written_at)),
        *_houses(referral),
        (_("Purpose"), _purpose(referral, fields)),
        (_("Length"), desk_word(AssessmentLength(referral.length))),
        (_("Wanted parts"), ", ".join(parts) or _("the test centre chooses")),
        (_("Interpreter"), language_word(interpreter) if interpreter else _("No interpreter")),
        (_("Days and times that do not suit"), referral.timetable_limits or _("none")),
    ]


def _houses(referral: Any) -> list[Fact]:
    """Who referred and who receives, where these are two."""
    if referral.service is None:
        return []
    return [
        (_("Guidance service"), referral.service.name),
        (_("Employment authority"), referral.authority.name),
    ]


def _purpose(referral: Any, fields: Mapping[str, str]) -> str:
    said = desk_word(ReferralPurpose(referral.purpose))
    field = referral.vocational_field
    return f"{said}: {fields.get(field, field)}" if field else said
