#!/bin/sh
# Pin every library for all systems and Pythons that we support, with the hashes of all its files.
#   lock.sh            keeps the versions that still fit and pins what is new
#   lock.sh --upgrade  takes the newest versions that fit
# Needs the network. uv resolves for every platform at once, which pip cannot; it is used here alone.
set -eu
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
sh scripts/venv.sh "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check "uv==0.13.9"

lock() {
    output=requirements/$1.txt
    shift
    "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 \
        --fork-strategy fewest --generate-hashes --no-header --annotation-style line \
        --output-file "$output" "$@" >/dev/null
    echo "$output: $(grep -c '==' "$output") libraries pinned"
}
lock dev pyproject.toml --all-extras --group build --group dev "$@"
lock run pyproject.toml --extra print --extra plan --extra video --group build --constraint requirements/dev.txt "$@"
lock node --group node "$@"
