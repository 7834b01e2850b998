"""What each refusal code means in the reader's language."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.errors import ProductError

MESSAGES: Mapping[str, LazyString] = {
    "changed_meanwhile": _l(
        "Somebody else changed this while you had it open. Open the page again to see it."
    ),
    # --- people
    "password_too_short": _l("Write a password of at least 12 characters."),
    "password_too_long": _l("Write a password of at most 200 characters."),
    "password_too_common": _l("This password is among the first that are guessed. Choose another."),
    "password_contains_own": _l("Leave your own name and email address out of the password."),
    "email_taken": _l("Another account has this email address."),
    "no_role": _l("Choose at least one role."),
    "role_not_of_kind": _l("Choose only roles that belong to this kind of organisation."),
    "own_administrator_role": _l("You cannot take the administrator's role from yourself."),
    "own_account": _l("You cannot close your own account."),
    "own_organisation": _l("You cannot end the access of your own organisation."),
    "organisation_name_taken": _l("Another organisation has this name."),
    "ends_before_it_begins": _l("The last day is before the first day."),
    "no_such_account": _l("There is no such account."),
    "no_such_organisation": _l("There is no such organisation."),
    "no_such_feedback": _l("There is no such feedback."),
    "identity_code_registered": _l("This identity code is already registered."),
    "identity_code_of_another_name": _l(
        "This identity code is registered with another family name. Check both."
    ),
    "candidate": _l("There is no such candidate among the candidates of your organisation."),
    "consent": _l("There is no such consent."),
    "consent_scan": _l("There is no such scan."),
    "scan_too_large": _l("The file is larger than 10 MB. Scan it again with fewer dots per inch."),
    "scan_cut_short": _l("The file is cut short. Scan it or save it again."),
    "scan_not_recognised": _l("This is not a PDF, JPEG or PNG file. Scan the paper as one of these."),
    "consent_already_withdrawn": _l("This consent was already withdrawn."),
    # --- advice
    "advice_point": _l("There is no such advice point."),
    "advice_visit": _l("There is no such visit among those you entered."),
    "advice_point_exists": _l("There is an advice point of this name already."),
    "advice_point_closed": _l("This advice point is closed."),
    "advice_visit_of_another_day": _l("Only a visit entered today can be taken back."),
    "point_without_name": _l("Write the name of the advice point."),
    "visit_in_the_future": _l("This day is in the future. Write the day of the visit."),
    "language_not_known": _l("Choose the language."),
    "topics_not_chosen": _l("Tick at least one topic."),
    "nowhere_and_somewhere": _l("Tick either places or that the matter was settled here, not both."),
    # --- bookings
    "occasion": _l("There is no such occasion."),
    "booking": _l("There is no such booking."),
    "choose_who_gets_a_letter": _l("Tick at least one candidate."),
    "choose_another_occasion": _l("Choose the other occasion."),
    "occasion_series": _l("There is no such series of occasions."),
    "calendar_feed": _l(
        "This address of a calendar does not work any more. Ask the test centre for another."
    ),
    "too_many_calendar_feeds": _l("Twenty addresses are in use. End one before you make another."),
    "referral": _l("There is no such referral."),
    "referral_already_open": _l(
        "There is already an open referral to a test of this language. Open it on the candidate's page."
    ),
    "referral_open_elsewhere": _l(
        "The employment authority has already referred this person to a test of this language. Call them."
    ),
    "referral_closed": _l("This referral is closed. Write a new one."),
    "referral_has_a_seat": _l(
        "A seat is reserved for this language. Give the seat back before you change the language."
    ),
    "seat_already_reserved": _l("This referral already has this seat. Open the candidate's page to see it."),
    "seat_belongs_to_the_authority": _l("Only the authority that reserved the seat can change it."),
    "occasion_full": _l("The last seat on this occasion has just been taken. Choose another occasion."),
    "occasion_cancelled": _l("The test centre has cancelled this occasion. Choose another."),
    "occasion_already_held": _l("This occasion has already been held. Choose another."),
    "occasion_already_begun": _l("This occasion has already begun. Choose another occasion."),
    "occasion_not_yet_held": _l("This can be recorded on the day of the occasion, not before."),
    "occasion_tests_another_language": _l("This occasion tests another language. Choose another occasion."),
    "occasion_has_arrivals": _l("Somebody has already arrived, so the occasion cannot be cancelled."),
    "occasion_of_another_centre": _l("Occasions are made by the test centre that holds them."),
    "attendance_already_recorded": _l("It is already recorded whether this candidate came."),
    "attendance_not_recorded": _l("Nothing is recorded for this candidate yet."),
    "attendance_is_recorded_by_the_centre": _l("The test centre records who came."),
    "no_such_visit": _l("A short assessment has one visit, a long one has at most six."),
    "occasion_is_test": _l("A long assessment begins with an information session. Choose one."),
    "occasion_is_information_session": _l(
        "This is an information session, not a test. Choose another occasion."
    ),
    "earlier_visit_first": _l("Reserve the earlier visit of this assessment first."),
    "visits_out_of_order": _l(
        "The visits of an assessment follow each other. Choose a day that keeps their order."
    ),
    "visits_at_another_centre": _l(
        "The tests of one assessment are held at one test centre. Choose an occasion there."
    ),
    "seat_wait": _l("There is no such place on a waiting list of your organisation."),
    "seat_offer": _l("There is no such offer to anybody your organisation has referred."),
    "offer_lapsed": _l("The time to answer has passed, and the seat goes to the next person."),
    "offer_already_answered": _l("This offer has already been answered or taken back."),
    "no_longer_waiting": _l("This person no longer waits for a seat."),
    "not_enough_seats": _l(
        "%(needed)s seats are needed and %(free)s are free there. Choose another occasion or add seats."
    ),
    "same_occasion": _l("Choose another occasion than this one."),
    "occasion_of_no_series": _l("This occasion does not belong to a series."),
    "no_absence_recorded": _l("No absence is recorded for this booking."),
    "absence_is_followed_up_by_the_authority": _l(
        "Only the authority that referred decides what follows from an absence."
    ),
    "ends_before_it_starts": _l("The end is not after the start."),
    "seats_out_of_range": _l("Write a number of seats from 1 to 500."),
    "fewer_seats_than_taken": _l("More seats than this are already reserved."),
    # --- sittings
    "no_such_sitting": _l("There is no such sitting at this test centre."),
    "no_such_booking": _l("There is no such booking at this test centre."),
    "no_such_form": _l("There is no such scoring form."),
    "not_checked_in": _l("The candidate has not been checked in."),
    "battery_is_signed": _l(
        "The result is signed. Begin a correction on the page of the result to change scores."
    ),
    "sitting_has_scores": _l("Scores have been entered for this candidate, so the arrival stays."),
    "absence_needs_reason": _l("Choose what happened and the reason. Go back and choose both."),
    "form_code_taken": _l("Another scoring form has this code."),
    # --- rule sets
    "only_planners": _l("Rule sets are written and activated by course planners."),
    "no_such_draft": _l("There is no such draft of a rule set."),
    "no_such_activation": _l("There is no such proposal."),
    "no_such_rule_set": _l("There is no such rule set."),
    "text_too_long": _l("The text is longer than 200,000 characters. Shorten it."),
    "text_not_storable": _l("The text holds characters that cannot be kept. Save it as UTF-8 text."),
    "rule_set_id_is_shipped": _l(
        "This id belongs to a rule set that comes with the product. Give yours another id."
    ),
    "rule_set_id_taken": _l("Another authority uses this id. Give yours another id."),
    "rule_set_version_taken": _l("This version of the rule set exists already. Give yours the next number."),
    "rule_set_is_sealed": _l("This version has been proposed, so it never changes. Draft a new version."),
    "rule_set_unreadable": _l("The rule set has problems. Correct them before you propose it."),
    "rule_set_needs_a_name": _l(
        "Use small letters, digits and hyphens in the id, and a version from 1 to 9999."
    ),
    "rule_set_has_findings": _l("The check found something. Correct it before you propose the rule set."),
    "starts_after_today": _l("Choose a day after today, so that no test already taken changes its rules."),
    "rule_set_not_valid_then": _l("The rule set itself is not valid on that day. Choose another day."),
    "rule_set_of_another_language": _l("The rule set is not for tests of this language."),
    "rule_set_altered": _l("The rule set %(name)s is not as it was approved. Tell the administrator."),
    "rule_set_no_longer_readable": _l("The rule set %(name)s cannot be read. Tell the administrator."),
    "rule_set_missing": _l("The rule set %(name)s is not there. Tell the administrator."),
    "already_proposed": _l("This rule set is already proposed from that day."),
    "proposal_already_decided": _l("This proposal has already been decided on."),
    "second_person_needed": _l(
        "Somebody else must approve it: neither who proposed it nor who wrote its text last."
    ),
    "start_has_passed": _l("The first day has come. Propose the rule set again from a later day."),
    "not_approved_now": _l("Only an approved change can be stopped, and this one is not approved now."),
    "change_has_begun": _l("The change has begun. Propose other rules from a later day instead."),
    "withdraw_your_own_proposal": _l("This is your own proposal. Withdraw it instead."),
    "proposal_of_another": _l("Only the person who proposed it can withdraw it. You can refuse it."),
    "note_too_long": _l("Shorten the note to 2000 characters."),
    "say_why": _l("Write why."),
    # --- results
    "already_signed": _l("The result is already signed. To change it, begin a correction."),
    "scores_changed": _l("The scores changed while you had this page open. Look at the suggestion again."),
    "ratings_missing": _l("A part was taken but has no ratings yet. Rate it on the battery page, then sign."),
    "no_recommendation": _l("Recommend a course group before you preview and sign."),
    "recommendation_outdated": _l("The scores changed after the recommendation. Recommend again."),
    "recommendation_of_another": _l("Another assessor made the recommendation. Make your own to sign."),
    "changed_since_preview": _l("The result changed since you previewed it. Preview it again, then sign."),
    "result_superseded": _l("A newer result has replaced this one. Open the one that holds."),
    "already_correcting": _l("A correction of this result is already under way."),
    "not_correcting": _l("No correction of this result is under way."),
    "changed_in_correction": _l("Scores were changed in this correction. Sign it as a new result."),
    "no_correction_signed": _l("Sign the correction first, then answer that the result was corrected."),
    "no_such_result": _l("There is no such result."),
    "no_such_objection": _l("There is no such objection."),
    "choose_a_track": _l("Choose the course group."),
    "choose_a_module": _l("Choose the module."),
    "track_has_no_modules": _l("This course group has no modules. Choose no module."),
    "track_has_no_extras": _l("Extras belong to integration training only. Remove them."),
    "unknown_extra": _l("Choose extras from the list."),
    "write_a_reason": _l("Write the reason in at least three words."),
    "reason_too_long": _l("Shorten the reason to 2000 characters."),
    # --- deliveries and the inbox
    "no_such_message": _l("There is no such result in this inbox."),
    "no_such_application": _l("There is no such application."),
    "application_already_handled": _l("This application has already been handled."),
    "application_of_another": _l("This application belongs to another candidate."),
    "result_withheld": _l(
        "This result is not shown: the candidate has not given consent, or has taken it back."
    ),
    "no_result_to_send": _l("There is no signed result on this referral to send to a guidance service."),
    "already_sent_to_service": _l("The result was already sent to the guidance service."),
    "no_consent_to_send": _l(
        "The candidate has not allowed all that stands in the result to go to the guidance service."
    ),
    "already_acknowledged": _l("This result was already acknowledged."),
    "no_such_delivery": _l("There is no such delivery."),
    "delivery_not_waiting": _l("This delivery is on its way or has arrived. Nothing was changed."),
    "maintainer_only": _l("Only the house that maintains the service may see this."),
    # --- post room
    "letter_subject": _l("There is nothing of your organisation that this letter could be about."),
    "letter_no_longer_so": _l("It has changed meanwhile, so the letter would not be true. Nothing was made."),
    "earlier_seat_unknown": _l("It is not known when the seat was before. Make an invitation instead."),
    "no_letters": _l("There are no letters left to make in this pile."),
    "too_many_letters": _l("One print job takes at most %(most)s letters. Make several."),
    "letters_still_being_made": _l("The job is still being made. Wait until it is ready."),
    "letter_job": _l("There is no such print job in your organisation."),
    "letter": _l("There is no such letter in your organisation."),
    "call_task": _l("There is no such call in your organisation."),
    "call_already_done": _l("This call is already done."),
    "reminder": _l("There is no such reminder in your organisation."),
    "reminder_not_failed": _l("This reminder is on its way or has gone. Nothing was changed."),
    # --- texts of letters
    "no_such_wording": _l("There are no such texts."),
    "wording_changed_meanwhile": _l("Somebody else changed these texts while you had them open."),
    "wording_in_another_state": _l("These texts are not in the state for this any more."),
    "reviewer_missing": _l("Write the name of the native reader."),
    "approved_by_its_editor": _l("Another administrator must approve texts that you edited."),
    "text_missing": _l("Write this text."),
    "placeholders_differ": _l(
        "Keep the parts that begin with a percent sign exactly as they are in English."
    ),
    "stray_percent": _l("Leave out the percent sign."),
    "markup": _l("Leave out markup, such as angle brackets."),
    "control_characters": _l("Leave out invisible control characters."),
    "wording_too_long": _l("Shorten this to 1000 characters."),
    # --- courses and queues
    "course_group": _l("There is no such group."),
    "queue_entry": _l("There is no such person in the queue of your organisation."),
    "course_place": _l("There is no such course place."),
    "notice": _l("There is no such notice."),
    "groups_belong_to_providers": _l("Course groups are written by training providers."),
    "the_authority_decides": _l("The employment authority decides who waits for a course."),
    # --- sheets
    "already_imported": _l("This sheet was already imported or dropped."),
    "leave_out_knowingly": _l("Some rows cannot be imported. Tick that they are left out."),
    "no_such_sheet": _l("There is no such sheet."),
}


def message_of(error: ProductError) -> str:
    """The sentence for a refusal, with its facts; the code itself when nobody wrote one."""
    text = MESSAGES.get(error.code)
    if text is None:
        return error.code
    return str(text) % dict(error.facts) if error.facts else str(text)
