"""The files that make a Debian computer a kiosk: systemd units, Chromium's managed policy and the settings.

This module only composes them; `flask kiosk install` writes or prints them.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SERVER = PurePosixPath("etc/systemd/system/overflight.service")
SCREEN = PurePosixPath("etc/systemd/system/overflight-kiosk.service")
POLICY = PurePosixPath("etc/chromium/policies/managed/overflight.json")
SETTINGS = PurePosixPath("etc/overflight.env")
LAUNCHER = PurePosixPath("usr/local/bin/overflight-kiosk")


@dataclass(frozen=True, slots=True)
class Installation:
    """`project`: the folder of Overflight; `python`: its interpreter; `user`: the account that runs server and browser.

    `play`: the playlist, empty for every exhibit; `port`: the loopback port of the server; `geodata`: the content's
    folder where it is not the project's own.
    """

    project: Path
    python: Path
    user: str = "overflight"
    play: str = ""
    port: int = 5000
    geodata: Path | None = None

    @property
    def address(self) -> str:
        """The address that the browser opens."""
        return f"http://127.0.0.1:{self.port}/kiosk" + (f"?play={self.play}" if self.play else "")


def files(installation: Installation) -> dict[PurePosixPath, str]:
    """The content of each file, by its path below the root of the system."""
    return {
        SERVER: _server(installation),
        SCREEN: _screen(installation),
        POLICY: json.dumps(policy(installation), indent=2) + "\n",
        SETTINGS: _settings(installation),
        LAUNCHER: _launcher(installation),
    }


def policy(installation: Installation) -> dict[str, object]:
    """Chromium's managed policy: only the kiosk's address; no prompts, downloads, history or other sites."""
    here = f"127.0.0.1:{installation.port}"
    return {
        "URLBlocklist": ["*"],
        "URLAllowlist": [here, "data:*", "blob:*", "file:///srv/overflight/*"],
        "AllowDinosaurEasterEgg": False,
        "AudioCaptureAllowed": False,
        "AutofillAddressEnabled": False,
        "AutofillCreditCardEnabled": False,
        "AutoplayAllowed": True,
        "BackgroundModeEnabled": False,
        "BookmarkBarEnabled": False,
        "BrowserSignin": 0,
        "BuiltInDnsClientEnabled": False,
        "ComponentUpdatesEnabled": False,
        "DefaultBrowserSettingEnabled": False,
        "DefaultGeolocationSetting": 2,
        "DefaultNotificationsSetting": 2,
        "DefaultPopupsSetting": 2,
        "DeveloperToolsAvailability": 2,
        "DownloadRestrictions": 3,
        "ExtensionInstallBlocklist": ["*"],
        "ForceEphemeralProfiles": False,
        "IncognitoModeAvailability": 1,
        "MetricsReportingEnabled": False,
        "NetworkPredictionOptions": 2,
        "PasswordManagerEnabled": False,
        "PrintingEnabled": False,
        "PromotionsEnabled": False,
        "RestoreOnStartup": 5,
        "SafeBrowsingProtectionLevel": 0,
        "SearchSuggestEnabled": False,
        "SpellCheckServiceEnabled": False,
        "SyncDisabled": True,
        "TaskManagerEndProcessEnabled": False,
        "TranslateEnabled": False,
        "VideoCaptureAllowed": False,
        "VirtualKeyboardEnabled": False,
    }


def _server(installation: Installation) -> str:
    return f"""\
[Unit]
Description=Overflight: the server behind the kiosk
After=local-fs.target

[Service]
User={installation.user}
WorkingDirectory={_quoted(installation.project)}
EnvironmentFile=/{SETTINGS}
ExecStart={_command(installation, "serve")}
Restart=always
RestartSec=2
StateDirectory=overflight
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
IPAddressDeny=any
IPAddressAllow=localhost

[Install]
WantedBy=multi-user.target
"""


def _screen(installation: Installation) -> str:
    return f"""\
[Unit]
Description=Overflight: the screen of the kiosk
After=systemd-user-sessions.service overflight.service
Wants=overflight.service
Conflicts=getty@tty1.service
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
User={installation.user}
PAMName=login
TTYPath=/dev/tty1
StandardInput=tty-fail
StandardOutput=journal
UtmpIdentifier=tty1
UtmpMode=user
WorkingDirectory={_quoted(installation.project)}
EnvironmentFile=/{SETTINGS}
StateDirectory=overflight
ExecStart=/usr/bin/cage -d -- /{LAUNCHER}
Restart=always
RestartSec=3
WatchdogSec=90

[Install]
WantedBy=graphical.target multi-user.target
"""


def _settings(installation: Installation) -> str:
    return f"""\
# Overflight's settings; docs/reference/settings.md lists them all.
# After a change: systemctl restart overflight overflight-kiosk
HOST=127.0.0.1
PORT={installation.port}
{_geodata(installation)}OVERFLIGHT_STATE=/var/lib/overflight
OVERFLIGHT_IDLE_SECONDS=90
OVERFLIGHT_SCENE_SECONDS=20
#OVERFLIGHT_VIEWING_DISTANCE=120
#OVERFLIGHT_SCREEN_INCHES=43
#OVERFLIGHT_VOLUME=60
#OVERFLIGHT_OPENING_HOURS="Tu-Su 10:00-18:00; Th 10:00-20:00; Mo off"
#OVERFLIGHT_STAFF_PIN=
"""


def _geodata(installation: Installation) -> str:
    """The line that names the content's folder, as systemd's EnvironmentFile reads it."""
    if installation.geodata is None:
        return ""
    escaped = str(installation.geodata).replace("\\", "\\\\").replace('"', '\\"')
    return f'OVERFLIGHT_GEODATA="{escaped}"\n'


def _launcher(installation: Installation) -> str:
    return f"""\
#!/bin/sh
# The kiosk's browser with its watchdog; the server is overflight.service.
cd {shlex.quote(str(installation.project))} || exit 1
exec {shlex.quote(str(installation.python))} -m flask kiosk run --no-server \\
  --address {shlex.quote(installation.address)}
"""


def _command(installation: Installation, *words: str) -> str:
    return " ".join([_quoted(installation.python), "-m", "flask", *words])


def _quoted(path: Path) -> str:
    """A path in systemd's syntax: in quotes, with percent signs doubled."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'
