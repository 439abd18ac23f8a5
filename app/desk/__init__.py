"""The desk: a curator's own server, on this machine only, that edits the folders of exhibits in the browser.

The visitors' server has none of its addresses. The desk serves the visitors' pages too, so that an exhibit can be seen
beside the forms.
"""

from app.desk.downloads import Exports
from app.desk.guard import Guard
from app.desk.views import PREFIX, Desk
from app.desk.workbench import Conflict, Refused, Workbench

__all__ = ["PREFIX", "Conflict", "Desk", "Exports", "Guard", "Refused", "Workbench"]
