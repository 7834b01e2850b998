"""Made-up names by mother tongue, and how common each language is among candidates (per cent)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LanguageGroup:
    """A mother tongue with its share, the language letters are written in, and names to draw from."""

    mother_tongue: str
    contact_language: str
    share: int
    family_names: tuple[str, ...]
    given_names: tuple[str, ...]


LANGUAGE_GROUPS = (
    LanguageGroup("uk", "uk", 18, ("Шевченко", "Коваленко", "Бойко", "Tkachenko", "Melnyk"),
                  ("Олена", "Ірина", "Андрій", "Oksana", "Dmytro")),
    LanguageGroup("ru", "ru", 17, ("Смирнова", "Ivanov", "Соколов", "Volkova", "Popov"),
                  ("Анна", "Sergei", "Елена", "Natalia", "Maksim")),
    LanguageGroup("ar", "ar", 14, ("الحسن", "Haddad", "Khalil", "Mansour", "النجار"),
                  ("ليلى", "Omar", "Samira", "Yusuf", "أحمد")),
    LanguageGroup("fa-AF", "fa-AF", 6, ("Rahimi", "Ahmadi", "Nazari"), ("Zahra", "Farid", "Maryam")),
    LanguageGroup("fa", "fa", 4, ("Karimi", "Hosseini"), ("Shirin", "Reza")),
    LanguageGroup("so", "so", 7, ("Abdi", "Warsame", "Cali"), ("Hodan", "Faarax", "Sahra")),
    LanguageGroup("en", "en", 6, ("Okafor", "Mensah", "Fernandes"), ("Grace", "Kwame", "Joseph")),
    LanguageGroup("ckb", "ckb", 3, ("Karim", "Aziz"), ("Shilan", "Rebwar")),
    LanguageGroup("kmr", "kmr", 2, ("Demir", "Yıldız"), ("Berîvan", "Azad")),
    LanguageGroup("sq", "sq", 3, ("Krasniqi", "Gashi"), ("Arta", "Besnik")),
    LanguageGroup("es", "es", 3, ("García", "Muñoz"), ("Lucía", "Andrés")),
    LanguageGroup("th", "th", 3, ("Saetang", "แก้วมณี"), ("Siriporn", "สมหญิง")),
    LanguageGroup("tr", "tr", 3, ("Işık", "Şahin"), ("Elif", "İbrahim")),
    LanguageGroup("ti", "ti", 2, ("Tesfay", "ተስፋይ"), ("Selam", "ሰላም")),
    LanguageGroup("vi", "vi", 2, ("Nguyễn", "Trần"), ("Thị Hương", "Minh")),
    LanguageGroup("zh-Hans", "zh-Hans", 2, ("王", "Li"), ("芳", "Wei")),
    LanguageGroup("fr", "fr", 2, ("Mbala", "Diallo"), ("Chantal", "Moussa")),
    LanguageGroup("et", "et", 1, ("Tamm", "Õunapuu"), ("Kadri", "Jüri")),
)  # fmt: skip
