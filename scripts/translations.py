"""Keeps the catalogs of page texts: `update` collects texts into the .po files, `compile` makes the .mo
files that pages read, `check` lists what is not translated (exit 1)."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "testing_app"
RULES = ROOT / "placement_rules"
CATALOGS = PRODUCT / "translations"
LANGUAGES = ("fi", "sv", "en")
METHODS = [("web/**.html", "jinja2"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "translate": None,
    "N_": None,
}


def collected() -> Catalog:
    """Every text of the product, with the files it stands in (no line numbers: they only make noise)."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(
        PRODUCT, METHODS, keywords=KEYWORDS, comment_tags=("i18n:",), strip_comment_tags=True
    )
    for file, _line, message, comments, context in found:
        if not file.startswith("letters/"):
            catalog.add(message, None, [(file, None)], auto_comments=comments, context=context)
    for file, _line, message, _comments, _context in extract_from_dir(
        RULES, [("**.py", "python")], keywords={"N_": None}
    ):
        catalog.add(message, None, [(f"{RULES.name}/{file}", None)])
    return catalog


def po_file(language: str) -> Path:
    """Where a language's catalog lies."""
    return CATALOGS / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """A language's catalog, or an empty one."""
    if not po_file(language).exists():
        return Catalog(locale=language, charset="utf-8")
    with po_file(language).open("rb") as source:
        return read_po(source, locale=language)


def update() -> int:
    """Bring every catalog up to the texts in the code; English translates to itself."""
    template = collected()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.header_comment = (
            "# Texts of the pages. Written by hand; collected by scripts/translations.py."
        )
        if language == "en":
            for message in catalog:
                if message.id:
                    message.string = message.id
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        with po_file(language).open("wb") as out:
            write_po(out, catalog, sort_output=True, omit_header=False, width=110, include_lineno=False)
    return 0


def compile_catalogs() -> int:
    """Write the .mo files, only where the .po is newer."""
    for language in LANGUAGES:
        source = po_file(language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            with target.open("wb") as out:
                write_mo(out, read(language))
    return 0


def untranslated(language: str) -> list[str]:
    """The texts of the code that a language's catalog lacks."""
    catalog = read(language)
    missing = []
    for message in collected():
        if not message.id:
            continue
        found = catalog.get(message.id, message.context)
        parts = (
            [] if found is None else ([found.string] if isinstance(found.string, str) else list(found.string))
        )
        if not parts or not all(parts):
            missing.append(str(message.id))
    return missing


def check() -> int:
    """Print what is missing."""
    gaps = {language: untranslated(language) for language in LANGUAGES}
    for language, texts in gaps.items():
        sys.stdout.writelines(f"{language}: {text}\n" for text in texts)
    return int(any(gaps.values()))


if __name__ == "__main__":
    COMMANDS = {"update": update, "compile": compile_catalogs, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: translations.py {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]())
