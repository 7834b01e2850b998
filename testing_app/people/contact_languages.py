"""The languages people are written to in, and the mother tongues of the register."""

CONTACT_LANGUAGES = (
    "fi", "sv", "en", "et", "so", "tr", "vi", "fr", "es", "kmr", "sq", "ru", "uk", "ar", "fa", "fa-AF",
    "ckb", "ps", "th", "zh-Hans", "ti", "am",
)  # fmt: skip
"""Kurdish alone is ambiguous and not offered: Kurmanji (`kmr`) and Sorani (`ckb`) are."""

LETTER_LANGUAGES = CONTACT_LANGUAGES
"""Languages whose texts come with the product, approved or as a draft."""

APPROVED_AS_SHIPPED = ("fi", "sv", "en", "ru", "ar", "so")
"""Languages letters are written in from the first day; others wait until an administrator approves them."""

OTHER_LANGUAGE = "und"

MOTHER_TONGUES = (
    *CONTACT_LANGUAGES,
    "az", "bg", "bn", "bs", "cs", "de", "el", "fil", "he", "hi", "hr", "hu", "hy", "id", "ig", "it", "ja",
    "ka", "kk", "km", "ko", "ky", "ln", "lo", "lt", "lv", "mk", "mn", "my", "ne", "nl", "om", "pa", "pl",
    "pt", "ro", "rom", "rw", "si", "sk", "sr", "sw", "ta", "tg", "ug", "ur", "uz", "wo", "yo",
    OTHER_LANGUAGE,
)  # fmt: skip
