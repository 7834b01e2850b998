"""The form of one decision table: rows of cells as they are typed, and buttons that change its shape."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count, takewhile

from testing_app.rule_sets.editing import Comparison, WrittenLine, WrittenRow, WrittenTest, moved, with_line
from testing_app.rule_sets.rules import RuleSet

SAVE = "save"
LONGEST_PLACE = 4


def rows_in(form: Mapping[str, str]) -> tuple[WrittenRow, ...]:
    """The rows as they were typed, blank cells left out."""
    rows = takewhile(lambda row: f"r{row}.rule" in form, count())
    return tuple(
        WrittenRow(
            rule=form[f"r{row}.rule"].strip(),
            lines=tuple(_lines_in(form, row)),
            gives=form.get(f"r{row}.gives", "").strip(),
            because=_picked(form, f"r{row}.because"),
            source=_picked(form, f"r{row}.source"),
        )
        for row in rows
    )


def _lines_in(form: Mapping[str, str], row: int) -> list[WrittenLine]:
    lines = []
    for line in takewhile(lambda line: f"r{row}.l{line}.because.0" in form, count()):
        start = f"r{row}.l{line}"
        tests = takewhile(lambda test: f"{start}.t{test}.subject" in form, count())  # noqa: B023
        found = tuple(_test_in(form, f"{start}.t{test}") for test in tests)
        lines.append(
            WrittenLine(tuple(test for test in found if test.subject), _picked(form, f"{start}.because"))
        )
    return lines


def _test_in(form: Mapping[str, str], start: str) -> WrittenTest:
    compared = form.get(f"{start}.comparison", "")
    comparison = Comparison(compared) if compared in {each.value for each in Comparison} else Comparison.IS
    return WrittenTest(form[f"{start}.subject"], comparison, _codes(form.get(f"{start}.values", "")))


def _picked(form: Mapping[str, str], start: str) -> tuple[str, ...]:
    """What was chosen in numbered lists of one field, each once, blanks left out."""
    lists = takewhile(lambda place: f"{start}.{place}" in form, count())
    chosen = (form[f"{start}.{place}"].strip() for place in lists)
    return tuple(dict.fromkeys(code for code in chosen if code))


def _codes(typed: str) -> tuple[str, ...]:
    return tuple(code for code in typed.replace(",", " ").split() if code)


def after(rows: Sequence[WrittenRow], button: str) -> tuple[WrittenRow, ...]:
    """The rows after a button that moves, adds or takes away; an unknown one changes nothing."""
    word, _colon, rest = button.partition(":")
    places = [int(each) for each in rest.split(":") if each.isdecimal() and len(each) <= LONGEST_PLACE]
    if word == "add":
        return (*rows, WrittenRow())
    if not places or places[0] >= len(rows):
        return tuple(rows)
    place, changed = places[0], list(rows)
    match word:
        case "up" | "down":
            return moved(rows, place, -1 if word == "up" else 1)
        case "delete":
            del changed[place]
        case "line":
            changed[place] = with_line(rows[place])
        case "unline":
            lines = list(rows[place].lines)
            del lines[places[-1] : places[-1] + 1]
            changed[place] = replace(rows[place], lines=tuple(lines))
    return tuple(changed)


def open_rows(rows: Sequence[WrittenRow], problems: Mapping[str, object], *, touched: str) -> set[int]:
    """The rows to show unfolded: new ones, those with problems, and the one whose button was pressed."""
    found = {place for place, row in enumerate(rows) if not row.rule}
    found |= {place for place in range(len(rows)) if any(name.startswith(f"r{place}.") for name in problems)}
    word, _colon, rest = touched.partition(":")
    place = rest.partition(":")[0]
    if place.isdecimal() and len(place) <= LONGEST_PLACE and word in ("line", "unline", "up", "down"):
        found.add(int(place) + {"up": -1, "down": 1}.get(word, 0))
    return found


def with_codes(rows: Sequence[WrittenRow], rule_set: RuleSet | None) -> tuple[WrittenRow, ...]:
    """Values typed as people read them ("yes", "flytande") as the codes they mean."""
    if rule_set is None:
        return tuple(rows)
    meant = {
        text.casefold(): code
        for code, texts in rule_set.labels.items()
        for text in texts.values()
        if " " not in text
    }
    return tuple(
        replace(row, lines=tuple(replace(line, tests=_with_codes(line.tests, meant)) for line in row.lines))
        for row in rows
    )


def _with_codes(tests: Sequence[WrittenTest], meant: Mapping[str, str]) -> tuple[WrittenTest, ...]:
    known = set(meant.values())
    return tuple(
        replace(
            test,
            values=tuple(
                value if value in known else meant.get(value.casefold(), value) for value in test.values
            ),
        )
        for test in tests
    )
