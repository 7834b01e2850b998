"""The one table of who may do what: every route names its permission here, or it is not served.

`before_request` asks this table (see `web.current.guard`), so no view can forget to. What an account may
do is not yet what it may see: every query takes the actor and is limited to its organisation.
"""

from collections.abc import Mapping
from enum import StrEnum

from testing_app.vocabulary import Role


class Permission(StrEnum):
    """Something an account may be allowed to do."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed_in"
    # test centre
    SEE_OCCASIONS = "see_occasions"
    MANAGE_OCCASIONS = "manage_occasions"
    CHECK_IN = "check_in"
    ENTER_SCORES = "enter_scores"
    RATE = "rate"
    IMPORT_SHEETS = "import_sheets"
    RECOMMEND = "recommend"
    SIGN_RESULTS = "sign_results"
    SEE_RESULTS = "see_results"
    HANDLE_OBJECTIONS = "handle_objections"
    # employment authority
    SEE_CANDIDATES = "see_candidates"
    REGISTER_CANDIDATES = "register_candidates"
    REFER = "refer"
    RESERVE_SEATS = "reserve_seats"
    FOLLOW_UP_ABSENCES = "follow_up_absences"
    HANDLE_APPLICATIONS = "handle_applications"
    PLACE_ON_COURSES = "place_on_courses"
    SEE_INBOX = "see_inbox"
    ACKNOWLEDGE = "acknowledge"
    # guidance service
    GIVE_ADVICE = "give_advice"
    # letters of the centre, the authority and the service
    SEND_LETTERS = "send_letters"
    # training provider
    PUBLISH_COURSES = "publish_courses"
    REPORT_ON_LEARNERS = "report_on_learners"
    # the rest of the house
    SEE_STATISTICS = "see_statistics"
    EDIT_WORDING = "edit_wording"
    READ_RULES = "read_rules"
    WRITE_RULES = "write_rules"
    PLAN_COURSES = "plan_courses"
    READ_COURSE_WORDS = "read_course_words"
    READ_FORMS = "read_forms"
    MANAGE_FORMS = "manage_forms"
    ADMINISTER = "administer"


CENTRE_STAFF = frozenset({Role.TEST_ADMINISTRATOR, Role.ASSESSOR, Role.CENTRE_LEAD})
ASSESSORS = frozenset({Role.ASSESSOR})
OFFICERS = frozenset({Role.AUTHORITY_OFFICER})
REFERRERS = OFFICERS | {Role.ADVISER}
PROVIDERS = frozenset({Role.TRAINING_PROVIDER})
ITEM_PEOPLE = frozenset({Role.ITEM_AUTHOR, Role.PSYCHOMETRICIAN})
ALL_ROLES = frozenset(Role)

ROLES: Mapping[Permission, frozenset[Role]] = {
    Permission.SIGNED_IN: ALL_ROLES,
    Permission.SEE_OCCASIONS: CENTRE_STAFF,
    Permission.MANAGE_OCCASIONS: frozenset({Role.CENTRE_LEAD, Role.TEST_ADMINISTRATOR}),
    Permission.CHECK_IN: CENTRE_STAFF,
    Permission.ENTER_SCORES: frozenset({Role.TEST_ADMINISTRATOR, Role.ASSESSOR}),
    Permission.RATE: ASSESSORS,
    Permission.IMPORT_SHEETS: frozenset({Role.TEST_ADMINISTRATOR, Role.ASSESSOR}),
    Permission.RECOMMEND: ASSESSORS,
    Permission.SIGN_RESULTS: ASSESSORS,
    Permission.SEE_RESULTS: frozenset({Role.ASSESSOR, Role.CENTRE_LEAD}),
    Permission.HANDLE_OBJECTIONS: frozenset({Role.ASSESSOR, Role.CENTRE_LEAD}),
    Permission.SEE_CANDIDATES: REFERRERS,
    Permission.REGISTER_CANDIDATES: REFERRERS,
    Permission.REFER: REFERRERS,
    Permission.RESERVE_SEATS: REFERRERS,
    Permission.SEE_INBOX: REFERRERS,
    Permission.ACKNOWLEDGE: REFERRERS,
    Permission.FOLLOW_UP_ABSENCES: OFFICERS,
    Permission.HANDLE_APPLICATIONS: OFFICERS,
    Permission.PLACE_ON_COURSES: OFFICERS,
    Permission.GIVE_ADVICE: frozenset({Role.ADVISER}),
    Permission.SEND_LETTERS: REFERRERS | {Role.TEST_ADMINISTRATOR, Role.CENTRE_LEAD},
    Permission.PUBLISH_COURSES: PROVIDERS,
    Permission.REPORT_ON_LEARNERS: PROVIDERS,
    Permission.SEE_STATISTICS: frozenset(
        {Role.COURSE_PLANNER, Role.CENTRE_LEAD, Role.TRAINING_PROVIDER, Role.ADVISER}
    ),
    Permission.EDIT_WORDING: frozenset({Role.ADMINISTRATOR}),
    Permission.READ_RULES: ALL_ROLES,
    Permission.WRITE_RULES: frozenset({Role.COURSE_PLANNER}),
    Permission.PLAN_COURSES: frozenset({Role.COURSE_PLANNER}),
    Permission.READ_COURSE_WORDS: frozenset({Role.TRAINING_PROVIDER}),
    Permission.READ_FORMS: ITEM_PEOPLE | CENTRE_STAFF,
    Permission.MANAGE_FORMS: ITEM_PEOPLE,
    Permission.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}

ROUTES: Mapping[str, Permission] = {
    # --- everybody
    "static": Permission.EVERYBODY,
    "health.show": Permission.EVERYBODY,
    "desks.home": Permission.EVERYBODY,
    "pages.accessibility": Permission.EVERYBODY,
    "pages.feedback": Permission.EVERYBODY,
    "pages.help_page": Permission.EVERYBODY,
    "pages.language": Permission.EVERYBODY,
    # --- signing in
    "sign_in.sign_in": Permission.EVERYBODY,
    "sign_in.enter": Permission.EVERYBODY,
    "sign_in.sign_out": Permission.EVERYBODY,
    "sign_in.open_link": Permission.EVERYBODY,
    "sign_in.set_password": Permission.EVERYBODY,
    "sign_in.store_password": Permission.EVERYBODY,
    "own_account.show": Permission.SIGNED_IN,
    "own_account.change_details": Permission.SIGNED_IN,
    "own_account.change_password": Permission.SIGNED_IN,
    "own_account.sign_out_everywhere": Permission.SIGNED_IN,
    # --- centre desk
    "occasions.home": Permission.SEE_OCCASIONS,
    "occasions.listing": Permission.SEE_OCCASIONS,
    "occasions.show": Permission.SEE_OCCASIONS,
    "occasions.paper": Permission.SEE_OCCASIONS,
    "occasions.make": Permission.MANAGE_OCCASIONS,
    "occasions.show_change": Permission.MANAGE_OCCASIONS,
    "occasions.change": Permission.MANAGE_OCCASIONS,
    "occasions.cancel": Permission.MANAGE_OCCASIONS,
    "occasion_changes.ask": Permission.MANAGE_OCCASIONS,
    "occasion_changes.move": Permission.MANAGE_OCCASIONS,
    "occasion_changes.cancel_later": Permission.MANAGE_OCCASIONS,
    "occasion_changes.concerned": Permission.MANAGE_OCCASIONS,
    "occasion_changes.waiting": Permission.SEE_OCCASIONS,
    "occasion_letters.queue": Permission.MANAGE_OCCASIONS,
    "occasion_series.new": Permission.MANAGE_OCCASIONS,
    "occasion_series.make": Permission.MANAGE_OCCASIONS,
    "occasion_series.show": Permission.SEE_OCCASIONS,
    "occasion_series.print_letters": Permission.MANAGE_OCCASIONS,
    "occasion_calendar.show": Permission.SEE_OCCASIONS,
    "occasion_calendar.make": Permission.MANAGE_OCCASIONS,
    "occasion_calendar.end": Permission.MANAGE_OCCASIONS,
    "occasion_calendar.feed": Permission.EVERYBODY,
    "check_in.arrived": Permission.CHECK_IN,
    "check_in.id_seen_later": Permission.CHECK_IN,
    "check_in.open_battery": Permission.CHECK_IN,
    "check_in.absent": Permission.CHECK_IN,
    "check_in.undo": Permission.CHECK_IN,
    "battery.show": Permission.SEE_OCCASIONS,
    "battery.save": Permission.ENTER_SCORES,
    "placement.show": Permission.SEE_OCCASIONS,
    "placement.recommend": Permission.RECOMMEND,
    "signing.preview": Permission.SIGN_RESULTS,
    "signing.preview_pdf": Permission.SIGN_RESULTS,
    "signing.sign": Permission.SIGN_RESULTS,
    "results.index": Permission.SEE_RESULTS,
    "results.show": Permission.SEE_RESULTS,
    "results.pdf": Permission.SEE_RESULTS,
    "results.envelope": Permission.SEE_RESULTS,
    "results.correct": Permission.SIGN_RESULTS,
    "results.keep": Permission.SIGN_RESULTS,
    "objections.record_objection": Permission.HANDLE_OBJECTIONS,
    "objections.answer": Permission.HANDLE_OBJECTIONS,
    "agreement.show": Permission.SEE_RESULTS,
    "sheet_import.upload": Permission.IMPORT_SHEETS,
    "sheet_import.receive": Permission.IMPORT_SHEETS,
    "sheet_import.show": Permission.IMPORT_SHEETS,
    "sheet_import.confirm": Permission.IMPORT_SHEETS,
    "sheet_import.drop": Permission.IMPORT_SHEETS,
    # --- authority desk
    "inbox.show_inbox": Permission.SEE_INBOX,
    "inbox.show_message": Permission.SEE_INBOX,
    "inbox.show_pdf": Permission.SEE_INBOX,
    "inbox.download_document": Permission.SEE_INBOX,
    "inbox.acknowledge": Permission.ACKNOWLEDGE,
    "candidates.list_candidates": Permission.SEE_CANDIDATES,
    "candidates.search": Permission.SEE_CANDIDATES,
    "candidates.show_candidate": Permission.SEE_CANDIDATES,
    "candidates.new_candidate": Permission.REGISTER_CANDIDATES,
    "candidates.register": Permission.REGISTER_CANDIDATES,
    "candidates.link": Permission.REGISTER_CANDIDATES,
    "candidates.edit_candidate": Permission.REGISTER_CANDIDATES,
    "candidates.change": Permission.REGISTER_CANDIDATES,
    "consents.sign": Permission.REGISTER_CANDIDATES,
    "consents.record": Permission.REGISTER_CANDIDATES,
    "consents.withdraw": Permission.REGISTER_CANDIDATES,
    "consents.print_form": Permission.REGISTER_CANDIDATES,
    "consents.read_on_screen": Permission.REGISTER_CANDIDATES,
    "consents.sign_on_screen": Permission.REGISTER_CANDIDATES,
    "consents.show_scan": Permission.REGISTER_CANDIDATES,
    "referrals.send_on": Permission.REFER,
    "service_referrals.listing": Permission.GIVE_ADVICE,
    "applications.listing": Permission.HANDLE_APPLICATIONS,
    "applications.show": Permission.HANDLE_APPLICATIONS,
    "applications.register": Permission.HANDLE_APPLICATIONS,
    "applications.link": Permission.HANDLE_APPLICATIONS,
    "applications.close": Permission.HANDLE_APPLICATIONS,
    "applying.show_form": Permission.EVERYBODY,
    "applying.send": Permission.EVERYBODY,
    "applying.thanks": Permission.EVERYBODY,
    "referrals.new_referral": Permission.REFER,
    "referrals.write": Permission.REFER,
    "referrals.edit_referral": Permission.REFER,
    "referrals.change": Permission.REFER,
    "seats.choose": Permission.RESERVE_SEATS,
    "seats.reserve": Permission.RESERVE_SEATS,
    "seats.ask_to_cancel": Permission.RESERVE_SEATS,
    "seats.cancel": Permission.RESERVE_SEATS,
    "seats.print_invitation": Permission.RESERVE_SEATS,
    "seats.calendar_file": Permission.RESERVE_SEATS,
    "waiting.listing": Permission.RESERVE_SEATS,
    "waiting.line": Permission.RESERVE_SEATS,
    "waiting.ask": Permission.RESERVE_SEATS,
    "waiting.begin": Permission.RESERVE_SEATS,
    "waiting.leave": Permission.RESERVE_SEATS,
    "waiting.accept": Permission.RESERVE_SEATS,
    "waiting.decline": Permission.RESERVE_SEATS,
    "absences.listing": Permission.FOLLOW_UP_ABSENCES,
    "absences.show": Permission.FOLLOW_UP_ABSENCES,
    "absences.follow_up": Permission.FOLLOW_UP_ABSENCES,
    "todo.show": Permission.PLACE_ON_COURSES,
    "todo.undecided": Permission.PLACE_ON_COURSES,
    "todo.without_seat": Permission.PLACE_ON_COURSES,
    "course_decision.decide": Permission.PLACE_ON_COURSES,
    "course_decision.put": Permission.PLACE_ON_COURSES,
    "course_queue.listing": Permission.PLACE_ON_COURSES,
    "course_queue.show": Permission.PLACE_ON_COURSES,
    "course_queue.confirm": Permission.PLACE_ON_COURSES,
    "course_queue.back": Permission.PLACE_ON_COURSES,
    "course_queue.change_area": Permission.PLACE_ON_COURSES,
    "course_queue.note_what_blocks": Permission.PLACE_ON_COURSES,
    "course_queue.leave": Permission.PLACE_ON_COURSES,
    "course_queue.hand_over": Permission.PLACE_ON_COURSES,
    "course_places.choose": Permission.PLACE_ON_COURSES,
    "course_places.hold": Permission.PLACE_ON_COURSES,
    "course_places.who_is_next": Permission.PLACE_ON_COURSES,
    "course_places.confirm": Permission.PLACE_ON_COURSES,
    "course_places.choose_other": Permission.PLACE_ON_COURSES,
    "course_places.move": Permission.PLACE_ON_COURSES,
    "course_places.ask_to_release": Permission.PLACE_ON_COURSES,
    "course_places.release": Permission.PLACE_ON_COURSES,
    "notices.listing": Permission.PLACE_ON_COURSES,
    "notices.acknowledge": Permission.PLACE_ON_COURSES,
    # --- post room
    "letter_jobs.listing": Permission.SEND_LETTERS,
    "letter_jobs.choose": Permission.SEND_LETTERS,
    "letter_jobs.make": Permission.SEND_LETTERS,
    "letter_jobs.show": Permission.SEND_LETTERS,
    "letter_jobs.progress": Permission.SEND_LETTERS,
    "letter_jobs.pdf": Permission.SEND_LETTERS,
    "letter_jobs.separate_files": Permission.SEND_LETTERS,
    "letter_jobs.again": Permission.SEND_LETTERS,
    "letters.send": Permission.SEND_LETTERS,
    "letters.show": Permission.SEND_LETTERS,
    "letters.of_candidate": Permission.SEND_LETTERS,
    "calls.listing": Permission.SEND_LETTERS,
    "calls.show": Permission.SEND_LETTERS,
    "calls.attempt": Permission.SEND_LETTERS,
    "calls.done": Permission.SEND_LETTERS,
    "reminders.listing": Permission.SEND_LETTERS,
    "reminders.retry": Permission.SEND_LETTERS,
    # --- planner desk
    "queues.show": Permission.PLAN_COURSES,
    "queues.line": Permission.PLAN_COURSES,
    "planner_home.show": Permission.PLAN_COURSES,
    "demand.show": Permission.PLAN_COURSES,
    "statistics.show": Permission.SEE_STATISTICS,
    "statistics.download": Permission.SEE_STATISTICS,
    "planner_agreement.show": Permission.PLAN_COURSES,
    "right_group.show": Permission.PLAN_COURSES,
    "impact.show": Permission.PLAN_COURSES,
    "impact.receive": Permission.PLAN_COURSES,
    "rules.show": Permission.READ_RULES,
    "rules.read": Permission.READ_RULES,
    "rules.download": Permission.READ_RULES,
    "rules.compare": Permission.READ_RULES,
    "rule_drafts.listing": Permission.WRITE_RULES,
    "rule_drafts.new": Permission.WRITE_RULES,
    "rule_drafts.make": Permission.WRITE_RULES,
    "rule_drafts.show": Permission.WRITE_RULES,
    "rule_drafts.edit_text": Permission.WRITE_RULES,
    "rule_drafts.change_text": Permission.WRITE_RULES,
    "rule_drafts.download": Permission.WRITE_RULES,
    "rule_drafts.delete": Permission.WRITE_RULES,
    "rule_tables.edit": Permission.WRITE_RULES,
    "rule_tables.change": Permission.WRITE_RULES,
    "rule_tables.edit_texts": Permission.WRITE_RULES,
    "rule_tables.change_texts": Permission.WRITE_RULES,
    "rule_tables.edit_basics": Permission.WRITE_RULES,
    "rule_tables.change_basics": Permission.WRITE_RULES,
    "activations.propose": Permission.WRITE_RULES,
    "activations.choose": Permission.WRITE_RULES,
    "activations.propose_named": Permission.WRITE_RULES,
    "activations.show": Permission.WRITE_RULES,
    "activations.decide": Permission.WRITE_RULES,
    # --- provider desk
    "course_groups.listing": Permission.PUBLISH_COURSES,
    "course_groups.new": Permission.PUBLISH_COURSES,
    "course_groups.make": Permission.PUBLISH_COURSES,
    "course_groups.show": Permission.PUBLISH_COURSES,
    "course_groups.edit": Permission.PUBLISH_COURSES,
    "course_groups.change": Permission.PUBLISH_COURSES,
    "course_groups.publish": Permission.PUBLISH_COURSES,
    "course_groups.cancel": Permission.PUBLISH_COURSES,
    "group_import.upload": Permission.PUBLISH_COURSES,
    "group_import.preview": Permission.PUBLISH_COURSES,
    "group_import.bring_in": Permission.PUBLISH_COURSES,
    "group_import.headings": Permission.PUBLISH_COURSES,
    "learners.tell_starts": Permission.REPORT_ON_LEARNERS,
    "learners.tell_fit": Permission.REPORT_ON_LEARNERS,
    "learners.report_on": Permission.REPORT_ON_LEARNERS,
    "learners.send": Permission.REPORT_ON_LEARNERS,
    "glossary.show": Permission.READ_COURSE_WORDS,
    # --- guidance desk
    "visits.show": Permission.GIVE_ADVICE,
    "visits.enter": Permission.GIVE_ADVICE,
    "visits.take_back": Permission.GIVE_ADVICE,
    "visits.points": Permission.GIVE_ADVICE,
    "visits.open_point": Permission.GIVE_ADVICE,
    "visits.close_point": Permission.GIVE_ADVICE,
    # --- item desk
    "scoring_forms.listing": Permission.READ_FORMS,
    "scoring_forms.show": Permission.READ_FORMS,
    "scoring_forms.new": Permission.MANAGE_FORMS,
    "scoring_forms.make": Permission.MANAGE_FORMS,
    "scoring_forms.new_version": Permission.MANAGE_FORMS,
    "scoring_forms.add_version": Permission.MANAGE_FORMS,
    # --- administration
    "deliveries.list_deliveries": Permission.ADMINISTER,
    "deliveries.retry": Permission.ADMINISTER,
    "accounts.list_accounts": Permission.ADMINISTER,
    "accounts.search": Permission.ADMINISTER,
    "accounts.add": Permission.ADMINISTER,
    "accounts.create": Permission.ADMINISTER,
    "accounts.edit": Permission.ADMINISTER,
    "accounts.change": Permission.ADMINISTER,
    "accounts.lift_wait": Permission.ADMINISTER,
    "accounts.make_link": Permission.ADMINISTER,
    "organisations.list_organisations": Permission.ADMINISTER,
    "organisations.add": Permission.ADMINISTER,
    "organisations.create": Permission.ADMINISTER,
    "organisations.edit": Permission.ADMINISTER,
    "organisations.change": Permission.ADMINISTER,
    "wordings.listing": Permission.EDIT_WORDING,
    "wordings.show": Permission.EDIT_WORDING,
    "wordings.begin": Permission.EDIT_WORDING,
    "wordings.edit": Permission.EDIT_WORDING,
    "wordings.save": Permission.EDIT_WORDING,
    "wordings.step": Permission.EDIT_WORDING,
    "wordings.approve": Permission.EDIT_WORDING,
    "wording_previews.in_use": Permission.EDIT_WORDING,
    "wording_previews.of_version": Permission.EDIT_WORDING,
    "audit_trail.show": Permission.ADMINISTER,
    "audit_trail.choose": Permission.ADMINISTER,
    "audit_trail.verify": Permission.ADMINISTER,
    "received_feedback.list_feedback": Permission.ADMINISTER,
    "received_feedback.answered": Permission.ADMINISTER,
    # --- verification
    "verification.ask": Permission.EVERYBODY,
    "verification.answer": Permission.EVERYBODY,
    "verification.keys": Permission.EVERYBODY,
}


def allows(permission: Permission, roles: frozenset[Role]) -> bool:
    """Whether any of the roles carries the permission."""
    return permission is Permission.EVERYBODY or bool(ROLES[permission] & roles)
