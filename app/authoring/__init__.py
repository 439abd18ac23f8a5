"""Makes exhibits from the files that a curator has, and adds files to them: what is written is read first."""

from app.authoring.attachments import LARGEST, Attached
from app.authoring.conversion import converted
from app.authoring.draft import EXHIBIT, Draft
from app.authoring.geocoders import SERVICES, Geocoder
from app.authoring.layers import (
    LayerPlan,
    described,
    ids_on_map,
    in_folders,
    lacks_evidence,
    layer_plans,
    question,
    readings,
    setting_named,
    with_layer,
)
from app.authoring.new import NewExhibit, period_of
from app.authoring.pictures import Picture, prepared, with_entry
from app.authoring.places import (
    Candidate,
    Unlocated,
    offline_candidates,
    unlocated,
    unlocated_elsewhere,
    with_positions,
)
from app.authoring.scans import Scan, is_companion, read_scan, with_scan
from app.authoring.source_edits import with_sources

__all__ = [
    "EXHIBIT",
    "LARGEST",
    "SERVICES",
    "Attached",
    "Candidate",
    "Draft",
    "Geocoder",
    "LayerPlan",
    "NewExhibit",
    "Picture",
    "Scan",
    "Unlocated",
    "converted",
    "described",
    "ids_on_map",
    "in_folders",
    "is_companion",
    "lacks_evidence",
    "layer_plans",
    "offline_candidates",
    "period_of",
    "prepared",
    "question",
    "read_scan",
    "readings",
    "setting_named",
    "unlocated",
    "unlocated_elsewhere",
    "with_entry",
    "with_layer",
    "with_positions",
    "with_scan",
    "with_sources",
]
