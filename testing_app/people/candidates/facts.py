"""What an officer writes down about a candidate."""

from dataclasses import dataclass, fields
from datetime import date

from testing_app.people.models import Candidate


@dataclass(frozen=True)
class CandidateFacts:
    """Everything but the identity code, which travels on its own.

    Somebody who does not read letters in any script is called.
    """

    family_name: str
    given_names: str
    birth_date: date | None
    mother_tongue: str
    contact_language: str
    phone: str = ""
    email: str = ""
    street: str = ""
    post_code: str = ""
    city: str = ""
    municipality: str = ""
    reads_letters: bool = True


TEXTS = tuple(
    field.name for field in fields(CandidateFacts) if field.name not in ("birth_date", "reads_letters")
)
"""The facts that are texts."""


def facts_of(candidate: Candidate) -> CandidateFacts:
    """What is stored about a candidate."""
    return CandidateFacts(
        birth_date=candidate.birth_date,
        reads_letters=candidate.reads_letters,
        **{name: getattr(candidate, name) for name in TEXTS},
    )
