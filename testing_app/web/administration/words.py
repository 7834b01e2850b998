"""Roles, kinds of organisation, audit events and findings in the reader's words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.audit.events import Event
from testing_app.audit.verify import FindingKind
from testing_app.vocabulary import OrganisationKind, Role

ROLE_WORDS: Mapping[Role, LazyString] = {
    Role.TEST_ADMINISTRATOR: _l("Test administrator"),
    Role.ASSESSOR: _l("Assessor"),
    Role.CENTRE_LEAD: _l("Centre lead"),
    Role.AUTHORITY_OFFICER: _l("Authority officer"),
    Role.COURSE_PLANNER: _l("Course planner"),
    Role.TRAINING_PROVIDER: _l("Training provider"),
    Role.ADVISER: _l("Adviser"),
    Role.ITEM_AUTHOR: _l("Item author"),
    Role.PSYCHOMETRICIAN: _l("Psychometrician"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

KIND_WORDS: Mapping[OrganisationKind, LazyString] = {
    OrganisationKind.TEST_CENTRE: _l("Test centre"),
    OrganisationKind.EMPLOYMENT_AUTHORITY: _l("Employment authority"),
    OrganisationKind.TRAINING_PROVIDER: _l("Training provider"),
    OrganisationKind.GUIDANCE_SERVICE: _l("Guidance service"),
    OrganisationKind.MAINTAINER: _l("Maintainer"),
}

EVENT_WORDS: Mapping[Event, LazyString] = {
    Event.SIGNED_IN: _l("Signed in"),
    Event.SIGN_IN_FAILED: _l("Sign-in failed"),
    Event.SIGNED_OUT: _l("Signed out"),
    Event.ACCOUNTS_VIEWED: _l("Accounts viewed"),
    Event.ACCOUNT_MADE: _l("Account added"),
    Event.ACCOUNT_CHANGED: _l("Account changed"),
    Event.ONE_TIME_LINK_MADE: _l("One-time link made"),
    Event.PASSWORD_SET: _l("Password set"),
    Event.ORGANISATION_MADE: _l("Organisation added"),
    Event.ORGANISATION_CHANGED: _l("Organisation changed"),
    Event.AUDIT_READ: _l("Audit read"),
    Event.FEEDBACK_READ: _l("Feedback read"),
    Event.FEEDBACK_ANSWERED: _l("Feedback answered"),
    Event.BACKUP_MADE: _l("Backup made"),
    Event.BACKUP_RESTORED: _l("Backup restored"),
    Event.KEY_ROTATED: _l("Signing key changed"),
    Event.CANDIDATES_SEARCHED: _l("Candidates searched"),
    Event.CANDIDATE_REGISTERED: _l("Candidate registered"),
    Event.CANDIDATE_CHANGED: _l("Candidate changed"),
    Event.CANDIDATE_VIEWED: _l("Candidate viewed"),
    Event.CANDIDATE_LINKED: _l("Candidate linked to an authority"),
    Event.CONSENT_GIVEN: _l("Consent given"),
    Event.CONSENT_WITHDRAWN: _l("Consent withdrawn"),
    Event.REFERRAL_WRITTEN: _l("Referral written"),
    Event.SEAT_RESERVED: _l("Seat reserved"),
    Event.SEAT_CANCELLED: _l("Seat cancelled"),
    Event.INVITATION_PRINTED: _l("Invitation printed"),
    Event.WORDING_CHANGED: _l("Texts of a letter changed"),
    Event.WORDING_APPROVED: _l("Texts of a letter approved"),
    Event.OCCASION_MADE: _l("Occasion added"),
    Event.OCCASION_CHANGED: _l("Occasion changed"),
    Event.OCCASION_VIEWED: _l("Occasion viewed"),
    Event.CANDIDATE_ARRIVED: _l("Candidate arrived"),
    Event.ABSENCE_RECORDED: _l("Absence recorded"),
    Event.CHECK_IN_UNDONE: _l("Check-in undone"),
    Event.SITTING_OPENED: _l("Sitting opened"),
    Event.SITTING_VIEWED: _l("Sitting viewed"),
    Event.SCORES_RECORDED: _l("Scores recorded"),
    Event.SHEET_UPLOADED: _l("Sheet uploaded"),
    Event.SHEET_IMPORTED: _l("Sheet imported"),
    Event.FORM_MADE: _l("Scoring form added"),
    Event.FORM_VERSION_MADE: _l("Form version added"),
    Event.RULE_SET_DRAFTED: _l("Rule set drafted"),
    Event.RULE_SET_CHANGED: _l("Draft of a rule set changed"),
    Event.RULE_SET_DELETED: _l("Draft of a rule set deleted"),
    Event.ACTIVATION_PROPOSED: _l("Activation of a rule set proposed"),
    Event.ACTIVATION_APPROVED: _l("Activation of a rule set approved"),
    Event.ACTIVATION_REFUSED: _l("Activation of a rule set refused"),
    Event.ACTIVATION_WITHDRAWN: _l("Proposal of an activation withdrawn"),
    Event.ACTIVATION_CANCELLED: _l("Activation of a rule set stopped before its first day"),
    Event.IMPACT_VIEWED: _l("Effect of a rule set viewed"),
    Event.SUGGESTION_MADE: _l("Suggestion made"),
    Event.RECOMMENDATION_MADE: _l("Recommendation made"),
    Event.AGREEMENT_VIEWED: _l("Agreement of assessors viewed"),
    Event.RESULT_SIGNED: _l("Result signed"),
    Event.RESULT_CORRECTED: _l("Result corrected"),
    Event.RESULT_VIEWED: _l("Result viewed"),
    Event.RESULT_DOWNLOADED: _l("Result downloaded"),
    Event.RESULT_DELIVERED: _l("Result delivered"),
    Event.RESULT_RECEIVED: _l("Result received"),
    Event.RESULT_ACKNOWLEDGED: _l("Result acknowledged"),
    Event.INBOX_VIEWED: _l("Inbox viewed"),
    Event.DELIVERY_FAILED: _l("Delivery failed"),
    Event.DELIVERY_RETRIED: _l("Delivery tried again"),
    Event.OBJECTION_RECORDED: _l("Objection recorded"),
    Event.OBJECTION_ANSWERED: _l("Objection answered"),
    Event.SEAT_WAIT_BEGUN: _l("Waiting for a seat begun"),
    Event.SEAT_WAIT_ENDED: _l("Waiting for a seat ended"),
    Event.SEAT_WAITS_VIEWED: _l("Waiting list viewed"),
    Event.SEAT_OFFERED: _l("Seat offered"),
    Event.SEAT_OFFER_ANSWERED: _l("Seat offer answered"),
    Event.ABSENCE_FOLLOWED_UP: _l("Absence followed up"),
    Event.CALENDAR_DOWNLOADED: _l("Calendar file downloaded"),
    Event.CALENDAR_FEED_CHANGED: _l("Calendar address changed"),
    Event.APPLICATION_RECEIVED: _l("Application received"),
    Event.APPLICATION_VIEWED: _l("Application viewed"),
    Event.APPLICATION_HANDLED: _l("Application handled"),
    Event.CONSENT_SCAN_ADDED: _l("Scan of a consent added"),
    Event.CONSENT_SCAN_VIEWED: _l("Scan of a consent viewed"),
    Event.RESULT_WITHHELD: _l("Result withheld: no consent"),
    Event.RESULT_SENT_ON: _l("Result sent on to a guidance service"),
    Event.WORDING_CHANGED: _l("Text of a letter changed"),
    Event.WORDING_APPROVED: _l("Text of a letter approved"),
    Event.LETTER_SENT: _l("Letter made"),
    Event.LETTER_VIEWED: _l("Letter viewed"),
    Event.LETTERS_PRINTED: _l("Print job made"),
    Event.LETTERS_VIEWED: _l("Letters viewed"),
    Event.CALL_TASK_MADE: _l("Call task made"),
    Event.CALL_TASKS_VIEWED: _l("Call tasks viewed"),
    Event.CALL_DONE: _l("Call done"),
    Event.REMINDER_SENT: _l("Reminder sent"),
    Event.REMINDER_FAILED: _l("Reminder failed"),
    Event.COURSE_GROUP_MADE: _l("Course group added"),
    Event.COURSE_GROUP_CHANGED: _l("Course group changed"),
    Event.COURSE_GROUPS_IMPORTED: _l("Course groups brought in"),
    Event.QUEUE_ENTERED: _l("Put in a queue"),
    Event.QUEUE_CHANGED: _l("Queue entry changed"),
    Event.QUEUE_LEFT: _l("Left a queue"),
    Event.QUEUE_VIEWED: _l("Queue viewed"),
    Event.PLACE_HELD: _l("Course place held"),
    Event.PLACE_CONFIRMED: _l("Course place confirmed"),
    Event.PLACE_MOVED: _l("Course place moved"),
    Event.PLACE_RELEASED: _l("Course place released"),
    Event.PLACE_LAPSED: _l("Hold of a course place lapsed"),
    Event.LEARNERS_VIEWED: _l("Learners viewed"),
    Event.NOTICE_SENT: _l("Notice sent"),
    Event.NOTICES_VIEWED: _l("Notices viewed"),
    Event.NOTICE_ACKNOWLEDGED: _l("Notice acknowledged"),
    Event.STATISTICS_VIEWED: _l("Statistics viewed"),
    Event.STATISTICS_DOWNLOADED: _l("Statistics downloaded"),
    Event.ADVICE_POINT_CHANGED: _l("Advice point changed"),
    Event.ADVICE_VISIT_RECORDED: _l("Advice visit recorded"),
}

SUBJECT_WORDS: Mapping[str, LazyString] = {
    "account": _l("Account"),
    "advice_point": _l("Advice point"),
    "advice_visit": _l("Visit"),
    "application": _l("Application"),
    "applications": _l("List of applications"),
    "audit_chain": _l("Audit"),
    "backup": _l("Backup"),
    "booking": _l("Seat"),
    "candidate": _l("Candidate"),
    "call": _l("Call task"),
    "calls": _l("List of calls"),
    "candidates": _l("List of candidates"),
    "consent": _l("Consent"),
    "consent_scan": _l("Scan of a consent"),
    "course_group": _l("Course group"),
    "course_place": _l("Course place"),
    "delivery": _l("Delivery"),
    "feedback": _l("Feedback"),
    "form": _l("Scoring form"),
    "form_version": _l("Version of a scoring form"),
    "inbox": _l("Inbox"),
    "letter": _l("Letter"),
    "letter_job": _l("Print job"),
    "notice": _l("Notice"),
    "notices": _l("List of notices"),
    "objection": _l("Objection"),
    "occasion": _l("Occasion"),
    "organisation": _l("Organisation"),
    "queue": _l("Queue"),
    "queue_entry": _l("Queue entry"),
    "recommendation": _l("Recommendation"),
    "referral": _l("Referral"),
    "reminder": _l("Reminder"),
    "reminders": _l("Failed reminders"),
    "result": _l("Result"),
    "results": _l("List of results"),
    "rule_set": _l("Rule set"),
    "rule_set_activation": _l("Activation of a rule set"),
    "seat_offer": _l("Seat offer"),
    "seat_wait": _l("Place on a waiting list"),
    "sheet": _l("Sheet"),
    "signing_key": _l("Signing key"),
    "sitting": _l("Sitting"),
    "suggestion": _l("Suggestion"),
    "wording": _l("Texts of a letter"),
}

FINDING_WORDS: Mapping[FindingKind, LazyString] = {
    FindingKind.ENTRY_CHANGED: _l("Entry %(first)s was changed, or added by somebody without the key."),
    FindingKind.ENTRIES_MISSING: _l("Entries %(first)s to %(last)s are missing."),
    FindingKind.ENTRY_INSERTED: _l("Entry %(first)s stands there twice."),
    FindingKind.ENTRY_MISPLACED: _l("Entry %(first)s does not follow the entry before it."),
    FindingKind.HEAD_DIFFERS: _l("The chain ends at entry %(first)s, but its head names entry %(last)s."),
    FindingKind.TAIL_CUT: _l("Entries %(first)s to %(last)s were cut from the end."),
    FindingKind.REWRITTEN: _l("Entries %(first)s to %(last)s were rewritten after they had been anchored."),
    FindingKind.ANCHOR_ALTERED: _l("Line %(first)s of the file of anchors was altered."),
}


def role_word(role: Role) -> str:
    """A role as people say it."""
    return str(ROLE_WORDS[role])


def kind_word(kind: OrganisationKind) -> str:
    """A kind of organisation as people say it."""
    return str(KIND_WORDS[kind])


def event_word(action: str) -> str:
    """An audit event as people say it; the code itself when an older version wrote it."""
    return str(EVENT_WORDS[Event(action)]) if action in set(Event) else action


def subject_word(kind: str) -> str:
    """What an audit entry is about, as people say it; the code itself when an older version wrote it."""
    return str(SUBJECT_WORDS.get(kind, kind))
