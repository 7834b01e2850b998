"""The columns of a sheet of course groups, for the provider who writes one."""

from flask_babel import gettext as _


def columns_in_words() -> list[tuple[str, str, str]]:
    """Heading, what it means or how else it may be written, an example."""
    return [
        (_("Code of the group"), "Tunnus, Kod, Code", "K2-14"),
        (_("Name"), "Nimi, Namn, Name", "Suomi M2, kevät"),
        (_("Course group"), "Polku, Spår, Track", "integration-basic"),
        (_("Module"), "Moduuli, Modul, Module", "M2"),
        (_("Begins"), "Alkaa, Börjar, Starts", "12.1.2027"),
        (_("Ends"), "Päättyy, Slutar, Ends", "30.4.2027"),
        (_("Places"), "Paikkoja, Platser, Places", "20"),
        (_("Fewest learners"), "Vähintään, Minst, Minimum", "12"),
        (_("Town"), "Paikkakunta, Ort, City", "Tampere"),
    ]
