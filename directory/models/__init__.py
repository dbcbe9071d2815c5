"""What the directory holds. No personal data."""

from directory.models.geography import Cell, GeographyEdition, Sector
from directory.models.meeting import Group, Meeting, Pattern
from directory.models.programme import Holding, Programme
from directory.models.revision import DirectoryRevision
from directory.models.source import ImportRun, Source
from directory.models.venue import Venue

__all__ = [
    "Cell",
    "DirectoryRevision",
    "GeographyEdition",
    "Group",
    "Holding",
    "ImportRun",
    "Meeting",
    "Pattern",
    "Programme",
    "Sector",
    "Source",
    "Venue",
]
