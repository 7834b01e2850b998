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
    ADVISER = "adviser"
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


class AssessmentLength(StrEnum):
    """One visit, or several with an interpreted information session first."""

    SHORT = "short"
    LONG = "long"


class OccasionKind(StrEnum):
    """What people come to an occasion for."""

    TEST = "test"
    INFORMATION_SESSION = "information_session"


class AccessFeature(StrEnum):
    """What makes a place usable for everybody."""

    STEP_FREE = "step_free"
    INDUCTION_LOOP = "induction_loop"
    QUIET_ROOM = "quiet_room"
    ADJUSTABLE_DESK = "adjustable_desk"
    LARGE_PRINT = "large_print"


class SeatWaitState(StrEnum):
    """How far somebody has come who waits for a seat."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    LEFT = "left"


class OfferState(StrEnum):
    """What became of an offered seat."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class AbsenceFollowUp(StrEnum):
    """What the authority decided after a no-show; never anything by itself."""

    NEW_SEAT = "new_seat"
    ENQUIRY = "enquiry"
    REFERRAL_CLOSED = "referral_closed"
    NOTHING = "nothing"


class ApplicationState(StrEnum):
    """How far a candidate's own application has come."""

    NEW = "new"
    REFERRED = "referred"
    CLOSED = "closed"


class ApplicationClosing(StrEnum):
    """Why an application led to no referral."""

    ALREADY_TESTED = "already_tested"
    NOT_REACHED = "not_reached"
    WITHDRAWN = "withdrawn"
    OTHER_SERVICE = "other_service"
    DUPLICATE = "duplicate"
    NOT_GENUINE = "not_genuine"


class EarlierStudies(StrEnum):
    """How long somebody has studied the language before."""

    NONE = "none"
    UNDER_SIX_MONTHS = "under_six_months"
    UNDER_A_YEAR = "under_a_year"
    A_YEAR_OR_MORE = "a_year_or_more"


class ScriptsRead(StrEnum):
    """What somebody says they can read."""

    NONE = "none"
    LITTLE = "little"
    OTHER_SCRIPT = "other_script"
    LATIN = "latin"


class ConsentMeans(StrEnum):
    """How a consent was signed."""

    PAPER = "paper"
    SCREEN = "screen"


class LetterKind(StrEnum):
    """What a letter is about."""

    INVITATION = "invitation"
    SEAT_CHANGED = "seat_changed"
    SEAT_CANCELLED = "seat_cancelled"
    RESULT = "result"
    COURSE_PLACE = "course_place"
    QUEUE_NOTICE = "queue_notice"
    NO_SHOW = "no_show"


class WordingState(StrEnum):
    """How far the texts of a letter in one language have come; only approved ones are sent."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    RETIRED = "retired"


class LetterJobState(StrEnum):
    """How far a print job has come."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class CallState(StrEnum):
    """How far a call task has come."""

    OPEN = "open"
    DONE = "done"


class ReminderChannel(StrEnum):
    """The way a reminder goes out."""

    SMS = "sms"
    EMAIL = "email"


class ReminderState(StrEnum):
    """How far a reminder has come; one whose reason has gone is dropped."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class CourseKind(StrEnum):
    """Who pays and for what."""

    LABOUR_MARKET = "labour_market"
    SELF_MOTIVATED = "self_motivated"
    LITERACY = "literacy"
    ZERO_COURSE = "zero_course"


class QueueState(StrEnum):
    """How far an entry of the queue has come; a proposed one waits for the authority."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    HELD = "held"
    PLACED = "placed"
    LEFT = "left"


class QueueLeaving(StrEnum):
    """Why somebody left a queue without a place."""

    WORK = "work"
    OTHER_STUDIES = "other_studies"
    MOVED_AWAY = "moved_away"
    NOT_INTERESTED = "not_interested"
    FAMILY_LEAVE = "family_leave"
    NOT_CONFIRMED = "not_confirmed"
    OTHER = "other"


class PlaceState(StrEnum):
    """How far a course place has come."""

    HELD = "held"
    CONFIRMED = "confirmed"
    STARTED = "started"
    COMPLETED = "completed"
    INTERRUPTED = "interrupted"
    NOT_ARRIVED = "not_arrived"
    RELEASED = "released"
    LAPSED = "lapsed"
    MOVED = "moved"


class NoticeKind(StrEnum):
    """What a training provider tells the authority about one learner."""

    STARTED = "started"
    NOT_ARRIVED = "not_arrived"
    INTERRUPTED = "interrupted"
    COMPLETED = "completed"
    RIGHT_GROUP = "right_group"


class InterruptionReason(StrEnum):
    """Why a course was interrupted; no health data."""

    WORK = "work"
    OTHER_STUDIES = "other_studies"
    FAMILY_LEAVE = "family_leave"
    MOVED_AWAY = "moved_away"
    WRONG_LEVEL = "wrong_level"
    ABSENCES = "absences"
    OTHER = "other"
    UNKNOWN = "unknown"


class GroupFit(StrEnum):
    """The teacher's answer, two weeks after the start: is this the right group?"""

    RIGHT = "right"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    OTHER_PATH = "other_path"


class FurtherPlan(StrEnum):
    """Where a learner goes after the course."""

    NEXT_MODULE = "next_module"
    SAME_MODULE = "same_module"
    VOCATIONAL_TRAINING = "vocational_training"
    WORK = "work"
    OTHER_STUDIES = "other_studies"
    UNKNOWN = "unknown"


class AgeBand(StrEnum):
    """The age of a visitor, in bands wide enough to name nobody."""

    UNDER_18 = "under_18"
    FROM_18 = "18_24"
    FROM_25 = "25_34"
    FROM_35 = "35_44"
    FROM_45 = "45_54"
    FROM_55 = "55_64"
    FROM_65 = "65_and_over"
    UNKNOWN = "unknown"


class Stay(StrEnum):
    """How long a visitor of an advice point has lived in the country."""

    UNDER_A_YEAR = "under_a_year"
    FROM_ONE = "1_3_years"
    FROM_THREE = "3_5_years"
    FIVE_OR_MORE = "5_years_or_more"
    NOT_YET = "not_yet_moved"
    UNKNOWN = "unknown"


class VisitReason(StrEnum):
    """Why somebody came to an advice point."""

    OWN_MATTER = "own_matter"
    FAMILY_MEMBER = "family_member"
    AS_EMPLOYER = "as_employer"
    AS_AUTHORITY = "as_authority"
    OTHER = "other"


class DirectedTo(StrEnum):
    """Where a visitor was directed."""

    NOWHERE = "nowhere"
    EMPLOYMENT_AUTHORITY = "employment_authority"
    LANGUAGE_TEST = "language_test"
    TRAINING_PROVIDER = "training_provider"
    SOCIAL_SERVICES = "social_services"
    KELA = "kela"
    MIGRI = "migri"
    HEALTH_CARE = "health_care"
    ASSOCIATION = "association"
    OTHER = "other"
