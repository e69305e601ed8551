#!/bin/sh
# Make a virtual environment with the first Python that can: venv.sh FOLDER
# Exits with 2 and one sentence where no Python here can.
set -eu

recent='import sys; sys.exit(sys.version_info < (3, 11))'
bare=
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
    "$python" -c "$recent" 2>/dev/null || continue
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "Creating $1 with $("$python" -c 'import sys; print("Python", sys.version.split()[0])')"
        exec "$python" -m venv "$1"
    fi
    bare=$python
done

if [ -n "$bare" ]; then
    echo "$bare lacks the venv module: install it first (Debian, Ubuntu: apt install python3-venv)." >&2
else
    echo "Kiss & Cry needs Python 3.11 or newer: install it first (Debian, Ubuntu: apt install python3 python3-venv)." >&2
fi
exit 2
