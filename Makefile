# Every command works on a fresh checkout: each sets up what it needs first.
PYTHON := .venv/bin/python
PORT ?= 8000
WORKERS ?= 2

.PHONY: run test setup setup-tests check format lint types contracts screenshots translations lock clean

run: setup
	.venv/bin/lahtotaso demo --port $(PORT)

setup:
	@sh scripts/setup.sh

setup-tests:
	@sh scripts/setup.sh --tests

test: setup-tests
	$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal -q

check: setup-tests lint types contracts
	$(MAKE) --no-print-directory test

lint:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .

types:
	.venv/bin/mypy

contracts:
	.venv/bin/lint-imports

format:
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

screenshots: setup-tests
	$(PYTHON) scripts/screenshots.py

translations: setup-tests
	$(PYTHON) scripts/translations.py update

lock: setup-tests
	sh scripts/lock.sh

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
