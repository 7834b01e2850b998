"""One agreement page as its template draws it, at a test centre or at the planner's desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.statistics.agreement_tables import AgreementTable
from testing_app.statistics.deviations import ReasonsPage
from testing_app.statistics.small_cells import SMALLEST_SHOWN
from testing_app.web.agreement_form import AgreementForm, AgreementView
from testing_app.web.agreement_words import (
    FEW,
    AssessorRow,
    InsteadRow,
    ReasonRow,
    RuleRow,
    TallyInWords,
    assessor_rows,
    instead_rows,
    reason_rows,
    rule_rows,
    tally_in_words,
)
from testing_app.web.units import Session


@dataclass(frozen=True)
class AgreementPage:
    """What was asked, the numbers, and the reasons when these are asked for."""

    form: AgreementForm
    table: AgreementTable
    given: ReasonsPage | None

    smallest = SMALLEST_SHOWN
    few = FEW

    @property
    def view(self) -> str:
        """Which of the three views it is."""
        return self.form.view.value

    @property
    def since(self) -> date:
        """The first test day counted."""
        return self.form.days().since

    @property
    def until(self) -> date:
        """The last test day counted."""
        return self.form.days().until

    @property
    def shows_versions(self) -> bool:
        """Whether rules of several versions stand in one table."""
        return self.table.rule_set is None and len(self.table.rule_sets) > 1

    def leaves_out(self, drawn: int) -> bool:
        """Whether a rule that can be compared is not among those drawn."""
        return drawn < sum(row.tally.compared != 0 for row in self.table.rules)

    def seen(self) -> dict[str, str | int]:
        """What the audit trail says of it: no names, no texts."""
        rows = {
            AgreementView.RULES: len(self.table.rules),
            AgreementView.ASSESSORS: len(self.table.assessors),
        }
        rows[AgreementView.REASONS] = len(self.given.rows) if self.given else 0
        return {"rows": rows[self.form.view], "show": self.view}

    def views(self) -> list[tuple[str, str, bool]]:
        """Address, name and "you are here" of each view, asked with the same filters."""
        names = {
            AgreementView.RULES: _("By rule"),
            AgreementView.ASSESSORS: _("By assessor"),
            AgreementView.REASONS: _("Reasons for deviating"),
        }
        return [(self._address(view), name, view is self.form.view) for view, name in names.items()]

    def reasons_of(self, rule: str) -> str:
        """The address of the reasons for deviating from one rule."""
        return self._address(AgreementView.REASONS, rule=rule)

    def total(self) -> TallyInWords:
        """All of them together."""
        return tally_in_words(self.table.total)

    def rules(self) -> list[RuleRow]:
        """Every rule that made a suggestion."""
        return rule_rows(self.table)

    def instead(self) -> list[InsteadRow]:
        """What was recommended instead."""
        return instead_rows(self.table)

    def assessors(self) -> list[AssessorRow]:
        """Everybody who recommended."""
        return assessor_rows(self.table.assessors)

    def reasons(self) -> Sequence[ReasonRow]:
        """The reasons on this page of them."""
        return reason_rows(self.given.rows if self.given else ())

    def _address(self, view: AgreementView, **more: str) -> str:
        asked: dict[str, Any] = {"view": view.value, **self.form.kept(), **more}
        return url_for(request.endpoint or "", **asked)


def seen_page(
    session: Session,
    form: AgreementForm,
    table: AgreementTable,
    reasons_of: Callable[..., ReasonsPage],
    *,
    viewer: Actor,
) -> AgreementPage:
    """The page for whoever looks, with its audit entry; reasons are read only when they are asked for."""
    form.offer(table)
    reasons = None
    if form.view is AgreementView.REASONS:
        number, shown = request.args.get("page", 1, type=int), form.departures(table)
        reasons = reasons_of(session, viewer=viewer, days=form.days(), shown=shown, page=number)
    page = AgreementPage(form, table, reasons)
    record(
        session,
        Event.AGREEMENT_VIEWED,
        by=viewer,
        now=now(),
        subject=("organisation", viewer.organisation_id),
        details=page.seen(),
    )
    return page
