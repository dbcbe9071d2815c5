"""What editors type. Forms parse facts into plain values, and back; they never save."""

from directory.forms_editing.deciding import CheckForm, PauseForm, SearchForm, StandingForm
from directory.forms_editing.imports import MappingForm, StartForm
from directory.forms_editing.likenesses import DecisionForm, ListForm, ReasonForm
from directory.forms_editing.matching import MatchForm, WordsForm
from directory.forms_editing.meetings import MeetingForm
from directory.forms_editing.otherwise import CallOffForm, ClosureForm, MoveForm, TermsForm
from directory.forms_editing.places import GroupForm, VenueForm
from directory.forms_editing.suggestions import SuggestionForm

__all__ = [
    "CallOffForm",
    "CheckForm",
    "ClosureForm",
    "DecisionForm",
    "GroupForm",
    "ListForm",
    "MappingForm",
    "MatchForm",
    "MeetingForm",
    "MoveForm",
    "PauseForm",
    "ReasonForm",
    "SearchForm",
    "StandingForm",
    "StartForm",
    "SuggestionForm",
    "TermsForm",
    "VenueForm",
    "WordsForm",
]
