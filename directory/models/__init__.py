"""What the directory holds. No personal data."""

from directory.models.area import Area
from directory.models.change import Change
from directory.models.check import Check
from directory.models.geography import Cell, GeographyEdition, Sector
from directory.models.likeness import Likeness
from directory.models.meeting import Group, Meeting, Pattern
from directory.models.otherwise import Closure, Move, Spell
from directory.models.programme import Holding, Programme
from directory.models.revision import DirectoryRevision
from directory.models.source import ImportRun, Source
from directory.models.suggestion import Suggestion
from directory.models.upload import Upload
from directory.models.venue import Venue

__all__ = [
    "Area",
    "Cell",
    "Change",
    "Check",
    "Closure",
    "DirectoryRevision",
    "GeographyEdition",
    "Group",
    "Holding",
    "ImportRun",
    "Likeness",
    "Meeting",
    "Move",
    "Pattern",
    "Programme",
    "Sector",
    "Source",
    "Spell",
    "Suggestion",
    "Upload",
    "Venue",
]
