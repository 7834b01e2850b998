"""What an officer looks for in a seat, as it stands in the address of the page (nothing personal)."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

from testing_app.bookings.finding import SeatSearch
from testing_app.vocabulary import AccessFeature
from testing_app.web.fields import DayField
from testing_app.web.occasion_words import occasion_word
from testing_app.web.typed import identifier

BY_DAY, BY_PLACE = "day", "place"


class SearchForm(Form):
    """The filters; an empty one finds everything, and what cannot be read is told and left out."""

    order = RadioField(
        _l("First of all"),
        choices=lambda: [
            SelectChoice(BY_DAY, _("the nearest day")),
            SelectChoice(BY_PLACE, _("the nearest place")),
        ],
        default=BY_DAY,
        validate_choice=False,
    )
    centre = SelectField(_l("Test centre"), validate_choice=False)
    earliest = DayField(_l("Not before"))
    latest = DayField(_l("Not after"))
    fitting = BooleanField(_l("Only with the interpreter and the parts of the referral"))
    free = BooleanField(_l("Only with free seats"))
    features = SelectMultipleField(
        _l("Accessibility"),
        choices=lambda: [SelectChoice(feature.value, occasion_word(feature)) for feature in AccessFeature],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @classmethod
    def of_request(cls, centres: Sequence[Any]) -> "SearchForm":
        """The filters in the address, judged."""
        form = cls(request.args)
        form.centre.choices = [
            SelectChoice("", _("Any test centre")),
            *(SelectChoice(str(centre.id), centre.name) for centre in centres),
        ]
        form.validate()
        return form

    def search(self) -> SeatSearch:
        """What is looked for."""
        offered = {feature.value for feature in AccessFeature}
        return SeatSearch(
            centre_id=identifier(self.centre.data or ""),
            earliest_on=self.earliest.data,
            latest_on=self.latest.data,
            accessibility=tuple(AccessFeature(code) for code in self.features.data or () if code in offered),
            only_free=bool(self.free.data),
            only_fitting=bool(self.fitting.data),
            nearest_first=self.order.data == BY_PLACE,
        )

    @property
    def is_used(self) -> bool:
        """Whether anything is looked for at all."""
        asked: dict[str, Any] = {**self.data, "order": self.order.data == BY_PLACE}
        return any(asked.values())
