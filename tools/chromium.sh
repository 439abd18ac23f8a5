#!/bin/sh
# A Chromium for the tests, where none is there: Debian's for root, else Playwright's own.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium
else
  "$1/playwright" install chromium
fi
