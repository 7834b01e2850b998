"""Files and functions stay small; what is longer on purpose says why."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("testing_app", "item_bank", "placement_rules")
MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 45

LONGER_ON_PURPOSE = {
    "testing_app/vocabulary.py": "the closed sets of the field, one after another",
    "testing_app/web/access.py": "one table: every route with its permission",
}
BANNED_NAMES = {"utils", "helpers", "common", "core", "services", "managers"}


def product_files() -> list[Path]:
    return [
        file
        for package in PACKAGES
        for file in sorted((ROOT / package).rglob("*.py"))
        if "migrations/versions" not in file.as_posix()
    ]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_no_file_outgrows_its_noun() -> None:
    too_long = {
        name_of(file): len(file.read_text(encoding="utf-8").splitlines())
        for file in product_files()
        if name_of(file) not in LONGER_ON_PURPOSE
        and len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES_OF_A_FILE
    }

    assert too_long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = {
        f"{name_of(file)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for file in product_files()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    }

    assert too_long == {}


def test_every_file_opens_with_a_sentence_on_what_it_is_for() -> None:
    silent = [
        name_of(file)
        for file in product_files()
        if file.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_no_folder_or_file_has_a_name_that_says_nothing() -> None:
    found = [name_of(file) for file in product_files() if BANNED_NAMES & {*file.parts, file.stem}]

    assert found == []
