#!/bin/sh
# Sets up this checkout: a virtual environment from the lock file, the system libraries PDFs need,
# the compiled translations; with --tests also what the test suite needs, a browser included.
# Runs again in a second when nothing has changed. Exit status 2: something is missing, and it says what.
set -eu
cd "$(dirname "$0")/.."

tests=no
[ "${1:-}" = "--tests" ] && tests=yes

say() { printf '%s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 2; }

# Runs apt-get as root, through sudo when that asks no question, or tells the person what to run.
apt_install() {
    why=$1; shift
    command -v apt-get >/dev/null 2>&1 || fail "$why: this system has no apt-get; install the equivalents of: $*"
    if [ "$(id -u)" = 0 ]; then run=""; elif sudo -n true 2>/dev/null; then run="sudo -n"; else
        fail "$why. Run this, then the same command again:  sudo apt-get update && sudo apt-get install -y $*"
    fi
    say "Installing: $*"
    $run apt-get update -qq && DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "$why: apt-get could not install $*; its own words stand above"
}

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"; return 0
        fi
    done
    return 1
}

# 1. The virtual environment.
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(PATH="$PATH" find_python) || fail "Python 3.11 or newer is needed; none was found on the PATH"
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        apt_install "Python's venv module is missing" \
            "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    say "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv || fail "the virtual environment could not be made"
fi

# 2. Packages, from the lock file, when it changed since the last time.
lock=requirements.lock
[ "$tests" = yes ] && lock=requirements-dev.lock
stamp=.venv/installed-from
want="$(cat $lock pyproject.toml | sha256sum | cut -c1-64) $lock"
have=$(cat $stamp 2>/dev/null || true)
dev_want="$(cat requirements-dev.lock pyproject.toml | sha256sum | cut -c1-64) requirements-dev.lock"
if [ "$have" != "$want" ] && [ "$have" != "$dev_want" ]; then
    say "Installing $(grep -c '==' $lock) packages from $lock (about a minute)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $lock ||
        fail "pip could not install the packages; its own words stand above"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ||
        fail "the product itself could not be installed into .venv"
    printf '%s\n' "$want" >$stamp
fi

# 3. System libraries.
missing_of() {
    .venv/bin/python - "$@" <<'PY'
import ctypes, sys
for pair in sys.argv[1:]:
    library, package = pair.split("=")
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package, end=" ")
PY
}
missing=$(missing_of libpango-1.0.so.0=libpango-1.0-0 libpangoft2-1.0.so.0=libpangoft2-1.0-0 \
    libharfbuzz-subset.so.0=libharfbuzz-subset0)
# shellcheck disable=SC2086
[ -z "$missing" ] || apt_install "PDFs need system libraries that are missing" $missing
if [ "$tests" = yes ]; then
    missing=$(missing_of libatomic.so.1=libatomic1)
    # shellcheck disable=SC2086
    [ -z "$missing" ] || apt_install "the browser tests need a system library that is missing" $missing
fi

# 4. Translations.
.venv/bin/python scripts/translations.py compile

# 5. A browser for the tests.
if [ "$tests" = yes ]; then
    command -v pdftoppm >/dev/null 2>&1 || apt_install "the tests of letters look at pictures of pages" poppler-utils
    browser=${LAHTOTASO_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
    if [ -z "$browser" ] || ! "$browser" --version >/dev/null 2>&1; then
        apt_install "the browser tests need Chromium" chromium
    fi
fi
