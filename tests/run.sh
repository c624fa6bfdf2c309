#!/usr/bin/env bash
# Installs what the tests need, Chromium, Node and nginx included, lints the code and runs them all: bash tests/run.sh [pytest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."

python="${PYTHON:-python3}"
sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo

install() { # packages of Debian and its kin, without their chatter
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ ! -x .venv/bin/python ]; then
  if ! "$python" -c "import ensurepip" 2>/dev/null && command -v apt-get >/dev/null; then
    install python3-venv # Debian keeps it apart from python3
  fi
  "$python" -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
  --requirement requirements.txt --requirement tests/requirements.txt

# A reader's machine with the libraries that the block file is for, apart from the app; what both need is taken from the app's.
if [ ! -x .venv-yolo/bin/python ]; then
  .venv/bin/python -m venv .venv-yolo
fi
packages() { "$1/bin/python" -c "import sysconfig; print(sysconfig.get_path('purelib'))"; }
packages .venv >"$(packages .venv-yolo)/of_the_app.pth"
.venv-yolo/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement tests/takehome/requirements.txt

if ! command -v chromium chromium-browser google-chrome >/dev/null; then
  if command -v apt-get >/dev/null; then
    install chromium
  else
    .venv/bin/python -m playwright install chromium
  fi
fi
if ! command -v nginx /usr/sbin/nginx >/dev/null && command -v apt-get >/dev/null; then
  install nginx # the tests put it in front of the app
fi
.venv/bin/ruff check --quiet .
.venv/bin/ruff format --check --quiet .
.venv/bin/lint-imports --no-logo

if ! command -v npm >/dev/null && command -v apt-get >/dev/null; then
  install nodejs npm
fi
npm install --prefix tests/js --no-package-lock --no-audit --no-fund --loglevel=error
tests/js/node_modules/.bin/prettier --check --log-level=warn assets tests/js
tests/js/node_modules/.bin/eslint --config tests/js/eslint.config.js assets tests/js
node --test tests/js/*.test.js

# A file's tests stay together, as they share an app; two workers are as many as two cores carry.
exec .venv/bin/python -m pytest --numprocesses=auto --maxprocesses=2 --dist=loadfile "$@"
