#!/bin/sh
# Makes bench/peers/.venv with the rivals' pinned versions and prints them. Needs Python 3.11 or newer.
set -eu
cd "$(dirname "$0")"
python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "error: $python is not Python 3.11 or newer; name another one: PYTHON=… bench/peers/install.sh" >&2
  exit 1
fi
if ! cmp -s requirements.txt .venv/installed.txt; then
  "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
  cp requirements.txt .venv/installed.txt
fi
.venv/bin/python common.py
