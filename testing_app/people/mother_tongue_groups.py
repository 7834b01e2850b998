"""Groups mother tongues for statistics: small ones together, so that more can be shown of them.

The groups follow the shares that test centres meet: languages of one people or one region count together
(Persian and Dari, Kurmanji and Sorani, Tigrinya and Amharic, Finnish and Swedish), the other common ones
alone, and all the rest as one group. A group is named by its first language.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from testing_app.people.contact_languages import OTHER_LANGUAGE

GROUPS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "uk": ("uk",),
        "ru": ("ru",),
        "ar": ("ar",),
        "fa": ("fa", "fa-AF"),
        "so": ("so",),
        "en": ("en",),
        "ckb": ("ckb", "kmr"),
        "sq": ("sq",),
        "es": ("es",),
        "th": ("th",),
        "tr": ("tr",),
        "ti": ("ti", "am"),
        "vi": ("vi",),
        "zh-Hans": ("zh-Hans",),
        "fr": ("fr",),
        "et": ("et",),
        "fi": ("fi", "sv"),
    }
)
"""Group to its mother tongues; every other mother tongue is in OTHER_LANGUAGE."""

_GROUP_OF = {tongue: group for group, tongues in GROUPS.items() for tongue in tongues}


def mother_tongue_group(mother_tongue: str) -> str:
    """The group a mother tongue counts in."""
    return _GROUP_OF.get(mother_tongue, OTHER_LANGUAGE)
