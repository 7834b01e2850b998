"""Reads the content of a rule set file into a rule set, noting every problem and going on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from placement_rules.fields import Fields, Problems
from placement_rules.inputs import SKILLS, Input, Kind
from placement_rules.levels import Level
from placement_rules.messages import N_
from placement_rules.reason_reading import check_reasons
from placement_rules.recorded import fits
from placement_rules.row_reading import RowReader
from placement_rules.rule_set import (
    EXTRAS_TABLE,
    MODULE_TABLE,
    TRACK_TABLE,
    UNDECIDED,
    Answers,
    ExceptionToOrder,
    Requirement,
    RuleSet,
    Texts,
    Track,
)
from placement_rules.tables import Hit, Table

LANGUAGES = ("fi", "sv", "en")
TABLES: Mapping[Answers, tuple[str, ...]] = {
    Answers.PLACEMENT: (TRACK_TABLE, MODULE_TABLE, EXTRAS_TABLE),
    Answers.BATTERY: ("battery", "parts"),
    Answers.VALIDITY: ("validity", "retest"),
    Answers.SUFFICIENCY: (),
}
"""The tables of each question, in the order they are judged; the first must be there."""
COLLECTING = (EXTRAS_TABLE, "parts")


class RuleSetReader:
    """Reads the sections of one file; a section with a problem is left out and reading goes on."""

    def __init__(self, content: Mapping[str, Any], problems: Problems) -> None:
        self.top = Fields(content, (), problems)
        self.problems = problems

    def read(self) -> RuleSet | None:
        """The rule set, or None when something in it could not be read."""
        answers = self._answers()
        sections = {**self._identity(), **self._judging(answers), **self._wording()}
        self.top.nothing_else()
        if not self.problems.found:  # a row that could not be read has lost the facts its texts may name
            check_reasons(sections["tables"], sections["reasons"], self.problems)
        if self.problems.found or answers is None:
            return None
        return RuleSet(answers=answers, **sections)

    def _identity(self) -> dict[str, Any]:
        """What the set is called, for whom it is and from when."""
        top = self.top
        version = top.take("version", int)
        first, last = top.take("valid_from", date), top.take("valid_to", date, optional=True)
        if version is not None and version < 1:
            top.problem("version", N_("a version is 1 or more"))
        if first and last and last < first:
            top.problem("valid_to", N_("the last day is before the first"))
        return {
            "id": top.word("id"),
            "version": version,
            "languages": top.texts("languages"),
            "area": top.take("area", str, optional=True),
            "valid_from": first,
            "valid_to": last,
            "included": self._included(),
        }

    def _judging(self, answers: Answers | None) -> dict[str, Any]:
        """Inputs, tables, where they lead and in which order."""
        inputs = tuple(self._inputs(answers))
        tracks, undecided = self._tracks(answers)
        tables = self._tables(answers, inputs, tracks)
        modules = tables[MODULE_TABLE].outcomes if MODULE_TABLE in tables else ()
        rises_tracks, rises_modules = self._rises(tracks, modules)
        weights, weight_sources = self._weights(graded=any(track.graded for track in tracks.values()))
        borderline, borderline_sources = self._borderline()
        return {
            "inputs": inputs,
            "tables": tables,
            "tracks": tracks,
            "undecided_track": undecided,
            "rises_tracks": rises_tracks,
            "rises_modules": rises_modules,
            "weights": weights,
            "weight_sources": weight_sources,
            "borderline_below": borderline,
            "borderline_sources": borderline_sources,
            "exceptions": tuple(self._exceptions({given.name: given for given in inputs}, tracks)),
            "requirements": tuple(self._requirements(answers)),
        }

    def _wording(self) -> dict[str, Any]:
        """What people read."""
        return {
            "name": self._name(),
            "sources": self._sources(),
            "reasons": self._texts("reasons"),
            "labels": self._texts("labels"),
        }

    def _answers(self) -> Answers | None:
        given = self.top.take("answers", str)
        if given is not None and given not in tuple(Answers):
            self._unknown(("answers",), given, Answers)
            return None
        return Answers(given) if given else None

    def _unknown(self, path: tuple[str | int, ...], value: object, known: Iterable[str]) -> None:
        facts = {"value": value, "known": ", ".join(known)}
        self.problems.add(path, N_("“%(value)s” is not known here; known: %(known)s"), **facts)

    def _included(self) -> tuple[str, int] | None:
        table = self.top.take("include", dict, optional=True)
        if table is None:
            return None
        fields = Fields(table, ("include",), self.problems)
        id, version = fields.take("id", str), fields.take("version", int)
        fields.nothing_else()
        return (id, version) if id is not None and version is not None else None

    def _name(self) -> Texts:
        return self._languages(Fields(self.top.take("name", dict) or {}, ("name",), self.problems))

    def _sources(self) -> Mapping[str, str]:
        fields = Fields(self.top.take("sources", dict) or {}, ("sources",), self.problems)
        return {code: fields.take(code, str) or "" for code in fields.table}

    def _inputs(self, answers: Answers | None) -> Iterator[Input]:
        optional = answers is Answers.SUFFICIENCY
        seen = set()
        for entry in self.top.tables("inputs", optional=optional):
            given = self._input(entry)
            if not fits(given, answers):
                entry.problems.add(entry.path, N_("this is not how “%(name)s” is recorded"), name=entry.name)
            else:
                seen.add(given.name)
                yield given
        if answers in (Answers.PLACEMENT, Answers.BATTERY):
            for skill in SKILLS:
                if skill not in seen:
                    self.problems.add(("inputs",), N_("the skill “%(skill)s” is not declared"), skill=skill)

    def _input(self, entry: Fields) -> Input:
        kind = entry.take("kind", str)
        values = entry.texts("values", optional=True)
        lowest = entry.take("from", int, optional=kind != Kind.INTEGER)
        highest = entry.take("to", int, optional=kind != Kind.INTEGER)
        rises = entry.chains("rises", dict.fromkeys(values))
        if lowest is not None and highest is not None and highest < lowest:
            entry.problem("to", N_("the highest number is below the lowest"))
        entry.nothing_else()
        if kind is not None and kind not in tuple(Kind):
            self._unknown((*entry.path, "kind"), kind, Kind)
        known = Kind(kind) if kind in tuple(Kind) else Kind.LEVEL
        return Input(entry.name, known, values, lowest or 0, highest or 0, rises)

    def _tracks(self, answers: Answers | None) -> tuple[dict[str, Track], str]:
        tracks, undecided = {}, []
        placement = answers is Answers.PLACEMENT
        for entry in self.top.tables("tracks", optional=not placement):
            tracks[entry.name] = Track(entry.name, bool(entry.take("modules", bool, optional=True)))
            if entry.take("undecided", bool, optional=True):
                undecided.append(entry.name)
                if tracks[entry.name].graded:
                    entry.problem("modules", N_("the track that leaves it to the assessor has no modules"))
            entry.nothing_else()
        if placement and undecided != [UNDECIDED]:
            text = N_("exactly one track must have undecided = true: %(name)s")
            self.problems.add(("tracks",), text, name=UNDECIDED)
        return tracks, "".join(undecided[:1])

    def _tables(
        self, answers: Answers | None, inputs: tuple[Input, ...], tracks: Mapping[str, Track]
    ) -> dict[str, Table]:
        names = TABLES[answers] if answers else ()
        found: dict[str, Table] = {}
        entries = {entry.name: entry for entry in self.top.tables("tables", optional=not names)}
        for name in entries:
            if name not in names:
                self._unknown(("tables", name), name, names)
        for name in names:
            if name in entries:
                reader = RowReader(_askable(name, inputs, tracks, found), self.problems)
                found[name] = self._table(entries[name], reader, tracks if name == TRACK_TABLE else None)
        required = [*names[:1], *([MODULE_TABLE] if any(track.graded for track in tracks.values()) else [])]
        for name in required:
            if name not in entries:
                self.problems.add(("tables",), N_("the table “%(name)s” is missing"), name=name)
        return found

    def _table(self, entry: Fields, reader: RowReader, gives: Mapping[str, Track] | None) -> Table:
        hit = entry.take("hit", str)
        sources = entry.texts("source", optional=True)
        allowed = (Hit.COLLECT,) if entry.name in COLLECTING else (Hit.FIRST, Hit.UNIQUE)
        if hit is not None and hit not in allowed:
            self._unknown((*entry.path, "hit"), hit, allowed)
        rows = tuple(reader.rows(entry, sources, gives))
        entry.nothing_else()
        return Table(entry.name, Hit(hit) if hit in tuple(Hit) else allowed[0], rows)

    def _rises(self, tracks: Mapping[str, Track], modules: tuple[str, ...]) -> tuple[Any, Any]:
        fields = Fields(self.top.take("rises", dict, optional=True) or {}, ("rises",), self.problems)
        found = fields.chains("tracks", tracks), fields.chains("modules", dict.fromkeys(modules))
        fields.nothing_else()
        return found

    def _weights(self, *, graded: bool) -> tuple[dict[str, int], tuple[str, ...]]:
        table = self.top.take("overall", dict, optional=not graded)
        if table is None:
            return dict.fromkeys(SKILLS, 1), ()
        fields = Fields(table, ("overall",), self.problems)
        weights = {skill: fields.take(skill, int) for skill in SKILLS}
        sources = fields.texts("source", optional=True)
        fields.nothing_else()
        known = {skill: weight for skill, weight in weights.items() if weight is not None}
        if len(known) == len(SKILLS) and (min(known.values()) < 0 or not sum(known.values())):
            self.problems.add(("overall",), N_("the weights must be zero or more, and not all zero"))
        return known, sources

    def _borderline(self) -> tuple[float | None, tuple[str, ...]]:
        table = self.top.take("borderline", dict, optional=True)
        if table is None:
            return None, ()
        fields = Fields(table, ("borderline",), self.problems)
        below, sources = fields.take("below", float), fields.texts("source", optional=True)
        fields.nothing_else()
        if below is not None and not 0 < below <= 1:
            fields.problem("below", N_("a probability between 0.0 and 1.0 is expected"))
        return below, sources

    def _exceptions(
        self, inputs: Mapping[str, Input], tracks: Mapping[str, Track]
    ) -> Iterator[ExceptionToOrder]:
        for entry in self.top.entries("exceptions", optional=True):
            raising, before, after = (entry.take(name, str) for name in ("raising", "from", "to"))
            reason = self._languages(
                Fields(entry.take("reason", dict) or {}, (*entry.path, "reason"), self.problems)
            )
            entry.nothing_else()
            for field, value, known in (
                ("raising", raising, inputs),
                ("from", before, tracks),
                ("to", after, tracks),
            ):
                if value is not None and value not in known:
                    self._unknown((*entry.path, field), value, known)
            yield ExceptionToOrder(raising or "", before or "", after or "", reason)

    def _requirements(self, answers: Answers | None) -> Iterator[Requirement]:
        for entry in self.top.entries("requirements", optional=answers is not Answers.SUFFICIENCY):
            name, sources = entry.word("field"), entry.texts("source", optional=True)
            levels = {}
            for skill in SKILLS:
                code = entry.take(skill, str)
                level = next((level for level in Level if level.code == code and level.is_given), None)
                if code is not None and level is None:
                    self._unknown((*entry.path, skill), code, [each.code for each in Level if each.is_given])
                elif level is not None:
                    levels[skill] = level
            entry.nothing_else()
            yield Requirement(name or "", levels, sources)

    def _texts(self, section: str) -> dict[str, Texts]:
        return {entry.name: self._languages(entry) for entry in self.top.tables(section, optional=True)}

    def _languages(self, fields: Fields) -> Texts:
        """The languages that are there; that none is missing is proven by the check, not by the reader."""
        texts = {each: fields.take(each, str, optional=True) for each in LANGUAGES}
        fields.nothing_else()
        return {language: text for language, text in texts.items() if text and text.strip()}


def _askable(
    table: str, inputs: tuple[Input, ...], tracks: Mapping[str, Track], above: Mapping[str, Table]
) -> dict[str, Input]:
    """What rows of a table may ask: the inputs, and what the tables judged before it gave."""
    found = {given.name: given for given in inputs}
    if table in (MODULE_TABLE, EXTRAS_TABLE):
        found["overall"] = Input("overall", Kind.LEVEL)
        found["track"] = Input("track", Kind.CATEGORY, tuple(tracks))
    if table == "parts" and "battery" in above:
        found["battery"] = Input("battery", Kind.CATEGORY, above["battery"].outcomes)
    return found
