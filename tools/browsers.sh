#!/bin/sh
# The browsers for the tests, where they are missing: Debian's Chromium and Firefox ESR for root, else Playwright's own Chromium.
set -eu
has() { command -v "$1" >/dev/null 2>&1; }
debian() { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; }
can_install() { [ "$(id -u)" = 0 ] && has apt-get; }

if ! has chromium; then
  if can_install; then debian chromium; else "$1/playwright" install chromium; fi
fi
if ! has firefox-esr && ! has firefox; then
  if can_install; then debian firefox-esr; else echo "Install Firefox: the tests open pages in it." >&2; exit 1; fi
fi
