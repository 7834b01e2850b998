"""The languages of the pages and how the reader's one is found."""

from flask import Flask, g, request, session
from flask_babel import Babel

PAGE_LANGUAGES = ("fi", "sv", "en")
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def install(app: Flask) -> None:
    """Set up gettext for pages and templates."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fi")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Helsinki")
    Babel(app, locale_selector=choose)


def choose() -> str:
    """The language the reader chose here, else the account's, else the browser's, else Finnish."""
    chosen = session.get("language")
    if chosen in PAGE_LANGUAGES:
        return str(chosen)
    actor = g.get("actor")
    if actor is not None and actor.language in PAGE_LANGUAGES:
        return str(actor.language)
    return request.accept_languages.best_match(PAGE_LANGUAGES) or "fi"
