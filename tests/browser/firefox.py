"""Firefox, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), for which it needs no driver."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

PREFERENCES = {
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disabled": True,
    "services.settings.server": "",
    "toolkit.telemetry.server": "",
}
LOADED = ["browsingContext.load", "browsingContext.fragmentNavigated"]
EVENTS = ["log.entryAdded", "network.beforeRequestSent", "network.fetchError", *LOADED]
REPORT_VIOLATIONS = """() => addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  console.error(violatedDirective, blockedURI)
})"""
UNTIL_READY = """new Promise((resolve) => {
  const look = () => { if (document.documentElement?.dataset.ready) { watch.disconnect(); resolve(true) } }
  const watch = new MutationObserver(look)
  watch.observe(document, { attributes: true, subtree: true })
  look()
})"""
SECONDS = 60
ABORTED = "NS_BINDING_ABORTED"
"""What becomes of a page's open requests when it is left."""


class Firefox:
    """One Firefox with one tab; `complaints` has console messages, errors, policy violations and failed requests."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._number = 0
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._loaded: set[str] = set()
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=EVENTS)
        self._call("script.addPreloadScript", functionDeclaration=REPORT_VIOLATIONS)
        self._tab = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, url: str) -> None:
        """Load a page and wait until all of its elements are mounted.

        The page is waited for by its own event: from a server to a file, ``wait="complete"`` can end too early.
        """
        navigation = self._call("browsingContext.navigate", context=self._tab, url=url, wait="none")["navigation"]
        while navigation not in self._loaded:
            self._receive()
        self.evaluate(UNTIL_READY)

    def set_cookie(self, name: str, value: str, domain: str) -> None:
        """Set a cookie of a session that began in another browser."""
        cookie = {"name": name, "value": {"type": "string", "value": value}, "domain": domain, "httpOnly": True}
        self._call("storage.setCookie", cookie=cookie)

    def wait_until(self, condition: str) -> None:
        """Wait until a JavaScript expression is true."""
        self.evaluate(f"""new Promise((resolve) => {{
          const look = () => {{ if ({condition}) resolve(true); else setTimeout(look, 50) }}
          look()
        }})""")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page, or of the promise that it gives."""
        found = self._call("script.evaluate", expression=expression, target={"context": self._tab}, awaitPromise=True)
        assert found["type"] == "success", found
        return found["result"].get("value")

    def wait_for_complaint(self, text: str) -> None:
        """Receive what Firefox reports until a complaint contains the text.

        Raises:
            TimeoutError: if nothing comes for a minute.
        """
        while not any(text in complaint for complaint in self.complaints):
            self._receive()

    def _receive(self) -> None:
        seen = json.loads(self._socket.recv(SECONDS))
        self._note(seen["method"], seen["params"])

    def _call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(SECONDS))
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                return answer["result"]
            self._note(answer["method"], answer["params"])

    def _note(self, method: str, seen: dict[str, Any]) -> None:
        if method == "log.entryAdded":
            self.complaints.append(f"console {seen['level']}: {seen['text']}")
        elif method == "network.fetchError" and seen["errorText"] != ABORTED:
            self.complaints.append(f"failed: {seen['request']['url'][:200]} {seen['errorText']}")
        elif method == "network.beforeRequestSent":
            self.requests.append(seen["request"]["url"])
        elif method in LOADED:
            self._loaded.add(seen["navigation"])


@contextlib.contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """A headless Firefox with a fresh profile that asks nothing of any other machine."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "Firefox is not installed; `make test` installs it where it can."
    (profile / "user.js").write_text(
        "".join(f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in PREFERENCES.items())
    )
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
    with (
        (profile / "log").open("w+") as log,
        subprocess.Popen(command, stderr=subprocess.PIPE, stdout=log, text=True) as process,
    ):
        assert process.stderr
        try:
            lines = (re.search(r"BiDi listening on (ws://\S+)", line) for line in process.stderr)
            found = next(filter(None, lines), None)
            assert found, "Firefox ended before it listened."
            with connect(f"{found[1]}/session", max_size=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            process.stderr.close()
