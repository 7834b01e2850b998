"""The post room's closed sets in the reader's words: letters, jobs, problems and what to do about them."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.post.actions.jobs import LetterProblem
from testing_app.vocabulary import LetterJobState, LetterKind, ReminderChannel

KINDS: Mapping[str, LazyString] = {
    LetterKind.INVITATION.value: _l("Invitation"),
    LetterKind.SEAT_CHANGED.value: _l("Changed time or place"),
    LetterKind.SEAT_CANCELLED.value: _l("Cancelled seat"),
    LetterKind.RESULT.value: _l("Result"),
    LetterKind.COURSE_PLACE.value: _l("Course place"),
    LetterKind.QUEUE_NOTICE.value: _l("Place in the queue"),
    LetterKind.NO_SHOW.value: _l("Enquiry after an absence"),
}

JOB_STATES: Mapping[str, tuple[str, LazyString]] = {
    LetterJobState.QUEUED.value: ("neutral", _l("Waiting for its turn")),
    LetterJobState.WORKING.value: ("info", _l("Being made")),
    LetterJobState.DONE.value: ("good", _l("Ready")),
    LetterJobState.FAILED.value: ("bad", _l("Interrupted")),
}

PROBLEMS: Mapping[str, tuple[LazyString, LazyString]] = {
    LetterProblem.MISSING_ADDRESS.value: (
        _l("The address is missing."),
        _l("Write street, post code and town on the candidate's page, then make the failed letters again."),
    ),
    LetterProblem.MISSING_GLYPHS.value: (
        _l("No font has these characters."),
        _l("Write the name or address in Latin letters, then make the failed letters again."),
    ),
    LetterProblem.NO_LONGER_SO.value: (
        _l("It changed after the letters were asked for."),
        _l("Open the candidate's page and see what holds now."),
    ),
    LetterProblem.NOT_FOUND.value: (
        _l("What the letter is about is no longer there."),
        _l("Nothing needs to be done."),
    ),
    LetterProblem.EARLIER_SEAT_UNKNOWN.value: (
        _l("It is not known when the seat was before."),
        _l("Make an invitation instead: it tells the time and place that hold."),
    ),
    LetterProblem.DRAWING_FAILED.value: (
        _l("The letter could not be drawn because of a fault."),
        _l("Make the failed letters again. If it fails again, tell the administrator; the log tells more."),
    ),
}

CHANNELS: Mapping[str, LazyString] = {
    ReminderChannel.SMS.value: _l("Text message"),
    ReminderChannel.EMAIL.value: _l("Email"),
}

REMINDER_PROBLEMS: Mapping[str, LazyString] = {
    "number_unusable": _l("The telephone number is none. Correct it on the candidate's page."),
    "address_unusable": _l("The email address is none. Correct it on the candidate's page."),
    "mail_refused_address": _l("The mail server knows no such address. Correct it on the candidate's page."),
    "mail_later": _l("The mail server asked us to come later, every time."),
    "mail_sign_in_refused": _l("The mail server refused our account. Tell the administrator."),
    "mail_not_encrypted": _l("The mail server offers no encryption. Tell the administrator."),
    "mail_certificate_unusable": _l(
        "The certificate of the mail server cannot be trusted. Tell the administrator."
    ),
    "mail_unavailable": _l("The mail server could not be reached."),
    "sms_folder_unusable": _l("The folder of text messages cannot be written to. Tell the administrator."),
    "interrupted": _l("Sending was interrupted every time. The log tells more."),
}
OTHER_PROBLEM: LazyString = _l("Sending failed because of a fault. The log tells more.")


def spoken_in_order(script: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    """The languages of a call, Finnish first."""
    return sorted(script.items(), key=lambda spoken: (spoken[0] != "fi", spoken[0]))
