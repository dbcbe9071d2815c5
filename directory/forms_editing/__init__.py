"""What editors type. Forms parse facts into plain values, and back; they never save."""

from directory.forms_editing.deciding import CheckForm, PauseForm, SearchForm, StandingForm
from directory.forms_editing.imports import MappingForm, StartForm
from directory.forms_editing.matching import MatchForm, WordsForm
from directory.forms_editing.meetings import MeetingForm
from directory.forms_editing.places import GroupForm, VenueForm

__all__ = [
    "CheckForm",
    "GroupForm",
    "MappingForm",
    "MatchForm",
    "MeetingForm",
    "PauseForm",
    "SearchForm",
    "StandingForm",
    "StartForm",
    "VenueForm",
    "WordsForm",
]
