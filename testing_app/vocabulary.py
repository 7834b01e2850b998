"""The closed sets of the field, as the register stores them (national codes where there are any)."""

from enum import StrEnum

LEVEL_CODES = (
    "alle_A1.1", "A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "B1.1", "B1.2",
    "B2.1", "B2.2", "C1.1", "C1.2", "C2.1", "C2.2", "yli_C1.1",
)  # fmt: skip
"""The KOSKI level list in its order; `yli_C1.1` is read from other registers, never given."""

LEVELS_GIVEN = LEVEL_CODES[:-1]
"""The levels a part may be given here, lowest first."""


class TestedLanguage(StrEnum):
    """The language whose level is tested; results in the two are never mixed."""

    __test__ = False  # keeps pytest from collecting it

    FINNISH = "fi"
    SWEDISH = "sv"


class Part(StrEnum):
    """A part of the battery, in the order of the paper."""

    READING_ALOUD = "reading_aloud"
    DICTATION = "dictation"
    DEEPER_LITERACY = "deeper_literacy"
    LOGIC = "logic"
    MATHEMATICS = "mathematics"
    SPEAKING = "speaking"
    WRITING = "writing"
    READING = "reading"
    LISTENING = "listening"


SKILL_PARTS = (Part.READING, Part.WRITING, Part.LISTENING, Part.SPEAKING)
"""The four parts that end in a level."""


class PartState(StrEnum):
    """What happened to a part; a blank is never a zero."""

    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    NOT_OFFERED = "not_offered"
    SKIPPED = "skipped"
    INTERRUPTED = "interrupted"
    NOT_ASSESSABLE = "not_assessable"


class Literacy(StrEnum):
    """Reading skill in any script and in the Latin one."""

    NONE = "none"
    WEAK = "weak"
    OTHER_SCRIPT = "other_script"
    LATIN_SATISFACTORY = "latin_satisfactory"
    LATIN_TECHNICAL = "latin_technical"
    LATIN_FLUENT = "latin_fluent"


class StudyReadiness(StrEnum):
    """Readiness to study, from logic, mathematics and the interview."""

    NEEDS_DEVELOPMENT = "needs_development"
    BASIC = "basic"
    GOOD = "good"


class ConsentScope(StrEnum):
    """Information that moves only with the candidate's consent."""

    INTERVIEW_NOTES = "interview_notes"
    LIFE_SITUATION = "life_situation"
    TRAINING_PROVIDER = "training_provider"
    GUIDANCE_SERVICE = "guidance_service"


class OrganisationKind(StrEnum):
    """What an organisation does here."""

    TEST_CENTRE = "test_centre"
    EMPLOYMENT_AUTHORITY = "employment_authority"
    TRAINING_PROVIDER = "training_provider"
    GUIDANCE_SERVICE = "guidance_service"
    MAINTAINER = "maintainer"


class Access(StrEnum):
    """Whether an organisation takes part yet, still, or no longer."""

    OPEN = "open"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"


class Role(StrEnum):
    """What an account may be trusted with; an account may hold several."""

    TEST_ADMINISTRATOR = "test_administrator"
    ASSESSOR = "assessor"
    CENTRE_LEAD = "centre_lead"
    AUTHORITY_OFFICER = "authority_officer"
    COURSE_PLANNER = "course_planner"
    TRAINING_PROVIDER = "training_provider"
    ITEM_AUTHOR = "item_author"
    PSYCHOMETRICIAN = "psychometrician"
    ADMINISTRATOR = "administrator"


class ReferralPurpose(StrEnum):
    """Why a candidate is sent to the test."""

    FIRST_ASSESSMENT = "first_assessment"
    VOCATIONAL = "vocational"
    RETEST = "retest"


class BookingState(StrEnum):
    """How far a reserved seat has come."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class AbsenceReason(StrEnum):
    """Why a booked candidate was not tested; nothing follows from it by itself."""

    ILLNESS = "illness"
    WORK_OR_STUDY = "work_or_study"
    CHILDCARE = "childcare"
    MOVED_AWAY = "moved_away"
    WRONG_TIME = "wrong_time"
    CENTRE_CANCELLED = "centre_cancelled"
    UNKNOWN = "unknown"
    OTHER = "other"


class FormKind(StrEnum):
    """How a scoring form reaches a level."""

    POINTS = "points"
    CRITERIA = "criteria"


class ScoreSource(StrEnum):
    """Where a part's level came from."""

    FORM = "form"
    SHEET = "sheet"


class DeliveryState(StrEnum):
    """How far an owed delivery has come."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    DELIVERED = "delivered"
    FAILED = "failed"


class ObjectionOutcome(StrEnum):
    """What an objection led to."""

    UPHELD = "upheld"
    CORRECTED = "corrected"


class ActivationState(StrEnum):
    """How far it has come that a rule set judges from a day on."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
