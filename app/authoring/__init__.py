"""Makes exhibits from the files that a curator has, and adds files to them: what is written is read first."""

from app.authoring.attachments import LARGEST, Attached
from app.authoring.conversion import converted
from app.authoring.draft import EXHIBIT, Draft
from app.authoring.geocoders import SERVICES, Ask, Geocoder, GeocoderFailed, asker, kept_answers, kept_candidates
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
    CITIES,
    COORDINATES,
    EXHIBITS,
    Candidate,
    Provider,
    Unlocated,
    offline_candidates,
    unlocated,
    unlocated_elsewhere,
    with_positions,
)
from app.authoring.scans import Scan, is_companion, read_scan, with_scan
from app.authoring.source_edits import with_sources

__all__ = [
    "CITIES",
    "COORDINATES",
    "EXHIBIT",
    "EXHIBITS",
    "LARGEST",
    "SERVICES",
    "Ask",
    "Attached",
    "Candidate",
    "Draft",
    "Geocoder",
    "GeocoderFailed",
    "LayerPlan",
    "NewExhibit",
    "Picture",
    "Provider",
    "Scan",
    "Unlocated",
    "asker",
    "converted",
    "described",
    "ids_on_map",
    "in_folders",
    "is_companion",
    "kept_answers",
    "kept_candidates",
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
