#!/bin/sh
# Writes both lock files anew from pyproject.toml: names, versions and hashes only.
set -eu
lock() {
    out=$1; shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-emit-index-url --no-header --extra build --extra postgresql --extra server "$@" \
        pyproject.toml --output-file "$out"
}
lock requirements.lock
lock requirements-dev.lock --extra dev
