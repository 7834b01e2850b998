"""What moves only with consent, in the reader's words: the scopes, and the sentence where one is left out."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.vocabulary import ConsentMeans, ConsentScope

MEANS_WORDS: Mapping[ConsentMeans, LazyString] = {
    ConsentMeans.PAPER: _l("on paper"),
    ConsentMeans.SCREEN: _l("on the screen"),
}

WITHHELD: Mapping[ConsentScope, LazyString] = {
    ConsentScope.INTERVIEW_NOTES: _l(
        "Left out: notes of the interview. The candidate has not given consent to send them."
    ),
    ConsentScope.LIFE_SITUATION: _l(
        "Left out: life situation. The candidate has not given consent to send it."
    ),
    ConsentScope.TRAINING_PROVIDER: _l(
        "Left out: the result. The candidate has not given consent to show it to the training provider."
    ),
    ConsentScope.GUIDANCE_SERVICE: _l(
        "Left out: the result. The candidate has not given consent to show it to the guidance service."
    ),
}


def withheld_notice(scope: ConsentScope) -> str:
    """The sentence to show in place of what may not move."""
    return str(WITHHELD[scope])
