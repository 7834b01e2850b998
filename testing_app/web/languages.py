"""The languages of the pages and how the reader's one is found."""

from functools import lru_cache
from typing import Any

from flask import Flask, g, request, session
from flask_babel import Babel, get_translations
from markupsafe import Markup

PAGE_LANGUAGES = ("fi", "sv", "en")
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def install(app: Flask) -> None:
    """Set up gettext for pages and templates."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fi")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Helsinki")
    Babel(app, locale_selector=choose)
    app.jinja_env.globals["_"] = said


def choose() -> str:
    """The language the reader chose here, else the account's, else the browser's, else Finnish."""
    chosen = session.get("language")
    if chosen in PAGE_LANGUAGES:
        return str(chosen)
    actor = g.get("actor")
    if actor is not None and actor.language in PAGE_LANGUAGES:
        return str(actor.language)
    return request.accept_languages.best_match(PAGE_LANGUAGES) or "fi"


def said(message: str, /, **variables: Any) -> Markup:
    """A text of a template in the reader's language; the values in it are escaped.

    A page says dozens: the catalog is looked up once in a request, and a text without values is made once.
    """
    catalog = g.get("catalog")
    if catalog is None:
        catalog = g.catalog = get_translations()
    return _worded(catalog, message) % variables if variables else _constant(catalog, message)


def _worded(catalog: Any, message: str) -> Markup:
    return Markup(catalog.ugettext(message))  # noqa: S704 - texts come from us and from our catalogs


@lru_cache(maxsize=8192)
def _constant(catalog: Any, message: str) -> Markup:
    """`%%` stands for one sign, as in a text with values."""
    return _worded(catalog, message) % {}
