"""What keeps a course group, a queue entry, a place or a report from being kept, in the reader's words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.form import BaseForm

from testing_app.errors import Conflict, Invalid
from testing_app.web.messages import MESSAGES

PROBLEMS: Mapping[str, LazyString] = {
    "missing": _l("Write this."),
    "too_long": _l("Shorten this."),
    "code_unreadable": _l("Use letters, digits, hyphens, dots and slashes, at most 40, without spaces."),
    "email_unreadable": _l("Write an email address, for example anna@example.fi."),
    "track_unknown": _l("Choose the course group from the list."),
    "admitted_twice": _l("A mixed group lists each further course group once, and not its own."),
    "ends_before_it_starts": _l("The end is before the beginning."),
    "too_long_a_course": _l("This is longer than three years. Check the dates."),
    "entry_after_the_end": _l("Nobody can join after the last day of the course."),
    "weekday_unknown": _l("Choose days of the week from the list."),
    "places_out_of_range": _l("Write a number of places from 1 to 500."),
    "minimum_over_capacity": _l("More learners are needed to begin than there are places."),
    "price_out_of_range": _l("Write a price from 0 to 10,000 euros."),
    "place_missing": _l("Write the town, or tick that the course is online."),
    "authority_unknown": _l("Choose an employment authority from the list."),
    "same_authority": _l("This is your own authority. Choose another."),
    "group_code_taken": _l("Another of your groups has this code."),
    "fewer_places_than_taken": _l("More places than this are already taken."),
    "people_have_places": _l("People have places in this group, so this stays as it is."),
    "in_the_future": _l("This day has not come yet."),
    "reason_missing": _l("Choose why the course was interrupted."),
    "level_unknown": _l("Choose a level from the list."),
    "before_the_start": _l("This is before the learner began. Check the day."),
    "day_unreadable": _l("Write a day as 12.3.2027."),
    "time_unreadable": _l("Write a time as 9.00."),
    "number_unreadable": _l("Write a whole number."),
    "price_unreadable": _l("Write the price in euros, for example 50 or 50,00."),
    "tick_unreadable": _l("Write x, yes or no."),
    "kind_unknown": _l(
        "Write labour market training, self-motivated study, literacy training or zero course."
    ),
    "language_unknown": _l("Write Finnish or Swedish."),
    "formula": _l("This is a formula. Write the text itself."),
    "code_twice": _l("This code is on several rows. Each group needs its own."),
    "column_twice": _l("This column is there twice. Remove one of them."),
    "column_missing": _l("This column is missing. Add it."),
    "sheet_no_groups": _l("There is no group below the headings."),
    "sheet_empty": _l("The file is empty."),
    "sheet_old_excel": _l("This is an old Excel file (.xls). Save it as .xlsx or CSV."),
    "sheet_password": _l("The file is protected with a password. Save it without one."),
    "sheet_broken_excel": _l("The Excel file is damaged. Open it and save it again as .xlsx."),
    "sheet_not_a_sheet": _l("This is neither an Excel file (.xlsx) nor CSV text. Save it as .xlsx or CSV."),
    "sheet_too_big": _l("The file is too big for a list of course groups. Divide it."),
    "sheet_quotes": _l("The quotation marks do not match on this row. Correct them."),
    "sheet_no_header": _l(
        "There is no row of headings: a code and at least two more columns that are needed."
    ),
    "sheet_unreadable": _l("The file cannot be read. Save it again."),
    "sheet_not_found": _l("The file cannot be read. Save it again."),
}
"""Problems of one field."""

CONFLICTS: Mapping[str, LazyString] = {
    "group_full": _l("The last place in this group has just been taken. Choose another."),
    "group_cancelled": _l("This group has been cancelled. Choose another."),
    "group_already_published": _l("This group is already published."),
    "already_in_line": _l("This person already waits for this course group."),
    "entry_not_proposed": _l("This proposal has already been decided."),
    "entry_ended": _l("This person no longer waits here."),
    "place_on_hold": _l("The person has a place on hold. Confirm or release it first."),
    "hold_lapsed": _l("The time of this hold is over. Hold a place again."),
    "place_not_held": _l("This place is not on hold any more."),
    "place_ended": _l("This place has already ended."),
    "place_not_ended": _l("This place has not ended."),
    "already_in_group": _l("The person already has a place in this group."),
    "entry_not_waiting": _l("This person does not wait in this queue now."),
    "entry_not_placed": _l("This person already waits again."),
    "entry_window_closed": _l("Nobody can join this group any more. Choose another."),
    "group_for_another_line": _l("This group is for another course group than the person waits for."),
    "group_gone": _l("This group is no longer offered. Choose another."),
    "group_has_started": _l("Somebody has begun in this group, so it cannot be cancelled."),
    "notice_out_of_order": _l("This cannot be reported now: something else was reported before."),
    "already_acknowledged": _l("A colleague has already acknowledged this notice."),
    "already_answered": _l("This question has already been answered."),
    "result_superseded": _l("A newer result has replaced this one. Decide by the one that holds."),
    "result_in_another_language": _l("The result is of another language than the course."),
}
"""Refusals of a whole form."""


def sentence_of(code: str) -> str:
    """A problem or a refusal as people say it; the code itself when nobody wrote one."""
    return str(PROBLEMS.get(code) or CONFLICTS.get(code) or MESSAGES.get(code) or code)


def sentence_of_conflict(conflict: Conflict) -> str:
    """A refusal; the table of this file knows courses better than the common one."""
    return str(
        CONFLICTS.get(conflict.code) or MESSAGES.get(conflict.code) or _("Something changed meanwhile.")
    )


def show_at_fields(form: BaseForm, refusal: Invalid, *, named: Mapping[str, str] | None = None) -> None:
    """Every problem at its field, or above the form; `named` gives fields that have another name here."""
    for name, codes in refusal.problems.items():
        target = (named or {}).get(name, name)
        sentences = [sentence_of(code) for code in codes]
        if target in form:
            field = form[target]
            field.errors = [*field.errors, *sentences]
        else:
            form.form_errors.extend(sentences)
