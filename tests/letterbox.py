"""Signed results for the tests of sending and receiving: real bytes, real signatures, no assessor needed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from testing_app.people.models import Candidate
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.results import document as doc
from testing_app.results.keys import KeyRing
from testing_app.results.models import SignedResult
from testing_app.results.signing import pdf_digest, sign, sign_pdf
from testing_app.sittings.models import Background, Sitting
from testing_app.vocabulary import PartState, Role, TestedLanguage
from tests.world import NOW, TODAY, World

LEVELS = {"reading": "A2.1", "writing": "A1.3", "listening": "A2.1", "speaking": "A1.3"}


@dataclass(frozen=True)
class Letterbox:
    """Signs results in a test world with a ring of its own."""

    world: World
    ring: KeyRing

    def add_result(
        self,
        session: Session,
        *,
        track: str = "integration-basic",
        module: str | None = "M2",
        tested_on: date = TODAY,
        signed_at: datetime = NOW,
        family_name: str = "Testinen",
        replaces: SignedResult | None = None,
        withheld: tuple[str, ...] = (),
        levels: dict[str, str] | None = None,
    ) -> SignedResult:
        """A signed result of a new candidate, or a correction of another result."""
        if replaces is None:
            candidate = self.world.add_candidate(session, family_name=family_name)
            sitting_id = self._add_sitting(session, candidate, tested_on).id
        else:
            candidate, sitting_id = replaces.candidate, replaces.sitting_id
            replaces.superseded_at = signed_at
            session.flush()
        result_id = uuid4()
        document = self._document(
            result_id, candidate, (track, module), tested_on=tested_on, signed_at=signed_at,
            replaces=replaces, withheld=withheld, levels=levels or LEVELS,
        )  # fmt: skip
        content = document.to_bytes()
        signature = sign(content, self.ring)
        pdf = b"%PDF-1.7\n" + result_id.bytes
        result = SignedResult(
            id=result_id,
            sitting_id=sitting_id,
            recommendation_id=self._add_recommendation(session, sitting_id, track, module).id,
            candidate_id=candidate.id,
            centre_id=self.world.centre,
            authority_id=self.world.authority,
            supersedes_id=replaces.id if replaces else None,
            correction_reason="The points were added up wrongly." if replaces else "",
            language_tested=TestedLanguage.FINNISH,
            tested_on=tested_on,
            track=track,
            module=module,
            document=content,
            signature=signature.to_text(),
            key_id=signature.key_id,
            pdf=pdf,
            pdf_digest=pdf_digest(pdf),
            pdf_signature=sign_pdf(pdf, str(result_id), self.ring).to_text(),
            signed_by_id=self.world.act(Role.ASSESSOR).account_id,
            signed_at=signed_at,
        )
        session.add(result)
        session.flush()
        return result

    def _add_sitting(self, session: Session, candidate: Candidate, tested_on: date) -> Sitting:
        booking = self.world.add_booking(
            session, self.world.add_occasion(session, held_on=tested_on), candidate
        )
        sitting = Sitting(
            booking_id=booking.id,
            candidate_id=candidate.id,
            referral_id=booking.referral_id,
            centre_id=self.world.centre,
            authority_id=self.world.authority,
            language_tested=TestedLanguage.FINNISH,
            tested_on=tested_on,
            opened_by_id=self.world.act(Role.ASSESSOR).account_id,
            opened_at=NOW,
        )
        session.add(sitting)
        session.flush()
        session.add(Background(sitting_id=sitting.id))
        return sitting

    def _add_recommendation(
        self, session: Session, sitting_id: UUID, track: str, module: str | None
    ) -> Recommendation:
        suggestion = StoredSuggestion(
            sitting_id=sitting_id, rule_set_id="fi-koto-2022", rule_set_version=1, rule="basic-path",
            track=track, module=module, evidence={}, outcome={}, made_at=NOW,
        )  # fmt: skip
        session.add(suggestion)
        session.flush()
        made = Recommendation(
            sitting_id=sitting_id, suggestion_id=suggestion.id, track=track, module=module, extras=[],
            reason="Reads and speaks evenly.", agrees=True,
            made_by_id=self.world.act(Role.ASSESSOR).account_id, made_at=NOW,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made

    def _document(
        self,
        result_id: UUID,
        candidate: Candidate,
        place: tuple[str, str | None],
        *,
        tested_on: date,
        signed_at: datetime,
        replaces: SignedResult | None,
        withheld: tuple[str, ...],
        levels: dict[str, str],
    ) -> doc.ResultDocument:
        track, module = place
        return doc.ResultDocument(
            result_id=str(result_id),
            language_tested=TestedLanguage.FINNISH,
            tested_on=tested_on,
            issued_at=signed_at,
            test_centre=doc.Organisation(id=str(self.world.centre), name="centre"),
            authority=doc.Organisation(id=str(self.world.authority), name="authority"),
            candidate=doc.ResultCandidate(
                number=candidate.number,
                family_name=candidate.family_name,
                given_names=candidate.given_names,
                birth_date=candidate.birth_date,
            ),
            parts=tuple(
                doc.PartResult(part=part, state=PartState.TAKEN, level=level)
                for part, level in levels.items()
            )
            + tuple(
                doc.PartResult(part=part, state=PartState.INTERRUPTED)
                for part in LEVELS
                if part not in levels
            ),
            background=doc.Background(literacy="latin_technical", study_readiness="basic"),
            suggestion=doc.ResultSuggestion(
                track="integration-basic",
                module="M2",
                extras=(),
                rule="basic-path",
                rule_set=doc.RuleSetVersion(id="fi-koto-2022", version=1),
                reasons=(doc.SuggestionReason(code="basic-path"),),
            ),
            recommendation=doc.ResultRecommendation(
                track=track, module=module, extras=(), reason="Reads and speaks evenly."
            ),
            signed_by=doc.Signer(name="Assessor", title="Language teacher"),
            withheld=withheld,
            correction=doc.Correction(supersedes=str(replaces.id), reason="The points were added up wrongly.")
            if replaces
            else None,
        )


def later(minutes: float) -> datetime:
    """So many minutes after the world began."""
    return NOW + timedelta(minutes=minutes)
