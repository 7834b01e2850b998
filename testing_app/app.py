"""Where the parts meet: builds the web application from its settings."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from testing_app import logs
from testing_app.audit.actions import AUDIT_KEY
from testing_app.persistence.database import Database
from testing_app.results.keys import KeyRing
from testing_app.settings import Settings
from testing_app.web import (
    characters,
    course_words,
    current,
    desks,
    errors,
    headers,
    languages,
    layout,
    occasion_words,
    words,
)
from testing_app.web.administration.accounts import accounts
from testing_app.web.administration.audit_trail import audit_trail
from testing_app.web.administration.deliveries import deliveries
from testing_app.web.administration.organisations import organisations
from testing_app.web.administration.received_feedback import received_feedback
from testing_app.web.administration.wording_previews import wording_previews
from testing_app.web.administration.wordings import wordings
from testing_app.web.applying.apply import applying
from testing_app.web.applying.handling import applications
from testing_app.web.authority_desk.absences import absences
from testing_app.web.authority_desk.candidates import candidates
from testing_app.web.authority_desk.consents import consents
from testing_app.web.authority_desk.courses.decision import course_decision
from testing_app.web.authority_desk.courses.places import course_places
from testing_app.web.authority_desk.courses.queue import course_queue
from testing_app.web.authority_desk.inbox import inbox
from testing_app.web.authority_desk.notices import notices
from testing_app.web.authority_desk.referrals import referrals
from testing_app.web.authority_desk.seats import seats
from testing_app.web.authority_desk.todo import todo
from testing_app.web.authority_desk.waiting import waiting
from testing_app.web.centre_desk.agreement import agreement
from testing_app.web.centre_desk.battery import battery
from testing_app.web.centre_desk.check_in import check_in
from testing_app.web.centre_desk.objections import objections
from testing_app.web.centre_desk.occasion_calendar import occasion_calendar
from testing_app.web.centre_desk.occasion_changes import occasion_changes
from testing_app.web.centre_desk.occasion_letters import occasion_letters
from testing_app.web.centre_desk.occasion_series import occasion_series
from testing_app.web.centre_desk.occasions import occasions
from testing_app.web.centre_desk.placement import placement
from testing_app.web.centre_desk.results import results
from testing_app.web.centre_desk.sheet_import import sheet_import
from testing_app.web.centre_desk.signing import signing
from testing_app.web.guidance_desk.referrals import service_referrals
from testing_app.web.guidance_desk.visits import visits
from testing_app.web.health import health
from testing_app.web.item_desk.scoring_forms import scoring_forms
from testing_app.web.pages import pages
from testing_app.web.planner_desk.agreement import planner_agreement
from testing_app.web.planner_desk.demand import demand
from testing_app.web.planner_desk.drafting.activations import activations
from testing_app.web.planner_desk.drafting.drafts import rule_drafts
from testing_app.web.planner_desk.drafting.tables import rule_tables
from testing_app.web.planner_desk.home import planner_home
from testing_app.web.planner_desk.impact import impact
from testing_app.web.planner_desk.queues import queues
from testing_app.web.planner_desk.right_group import right_group
from testing_app.web.planner_desk.rules import rules
from testing_app.web.planner_desk.statistics import statistics
from testing_app.web.post_room.calls import calls
from testing_app.web.post_room.jobs import letter_jobs
from testing_app.web.post_room.letters import letters
from testing_app.web.post_room.reminders import reminders
from testing_app.web.provider_desk.course_groups import course_groups
from testing_app.web.provider_desk.glossary import glossary
from testing_app.web.provider_desk.group_import import group_import
from testing_app.web.provider_desk.learners import learners
from testing_app.web.sign_in.own_account import own_account
from testing_app.web.sign_in.sign_in import sign_in
from testing_app.web.verification.verify import verification

BLUEPRINTS: tuple[object, ...] = (
    letter_jobs,
    letters,
    calls,
    reminders,
    todo,
    course_decision,
    course_queue,
    course_places,
    notices,
    queues,
    course_groups,
    group_import,
    learners,
    pages,
    health,
    glossary,
    visits,
    rules,
    planner_home,
    demand,
    statistics,
    planner_agreement,
    right_group,
    impact,
    rule_drafts,
    rule_tables,
    activations,
    deliveries,
    verification,
    inbox,
    candidates,
    consents,
    referrals,
    applying,
    applications,
    service_referrals,
    seats,
    waiting,
    absences,
    occasions,
    occasion_calendar,
    occasion_changes,
    occasion_letters,
    occasion_series,
    check_in,
    battery,
    scoring_forms,
    placement,
    signing,
    results,
    objections,
    agreement,
    sheet_import,
    sign_in,
    own_account,
    accounts,
    organisations,
    wordings,
    wording_previews,
    audit_trail,
    received_feedback,
)

PARTS = (
    languages,
    current,
    characters,
    headers,
    errors,
    desks,
    layout,
    words,
    course_words,
    occasion_words,
    logs,
)
"""What every page of the application has."""

MAXIMUM_UPLOAD = 10 * 1024 * 1024


def open_database(settings: Settings, *, pool_size: int = 10) -> Database:
    """The installation's database, its sessions carrying the keys the stages need."""
    return Database(
        settings.database_url,
        info={
            AUDIT_KEY: settings.secret.key("audit chain"),
            "identity_key": settings.secret.key("identity codes"),
        },
        pool_size=pool_size,
    )


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The web application on a migrated database."""
    app = Flask(__name__, template_folder="web/templates", static_folder="web/static")
    app.config.update(
        SECRET_KEY=settings.secret.key("cookies"),
        SESSION_COOKIE_NAME="lahtotaso_page",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.behind_tls,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=MAXIMUM_UPLOAD,
        PUBLIC_URL=settings.public_url,
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    app.extensions["settings"] = settings
    app.extensions["database"] = database or open_database(settings)
    app.extensions["key_ring"] = KeyRing(settings.keys_folder, settings.secret.key("signing keys"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    for part in PARTS:
        part.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)  # type: ignore[arg-type]
    return app


def believe_proxies(app: Flask, count: int) -> Flask:
    """Take the address and scheme of a browser from the headers that this many proxies before us wrote."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    return app
