import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from directory.importers import template
from tests.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_it_writes_a_workbook_that_offers_the_catalogues_programmes(tmp_path, now):
    ProgrammeFactory(slug="open-door", name="Open Door")
    ProgrammeFactory(slug="long-gone", name="Long Gone", retired_at=now)
    said = io.StringIO()
    call_command("meeting_template", "--out", str(tmp_path / "meetings.xlsx"), stdout=said)
    book = openpyxl.load_workbook(tmp_path / "meetings.xlsx")
    assert [cell.value for cell in book[template.PROGRAMMES]["A"]] == ["Short name", "open-door"]
    assert "fill in the sheet “Meetings”" in said.getvalue()


def test_where_it_cannot_be_written_it_says_so(tmp_path):
    with pytest.raises(CommandError, match="Name another file"):
        call_command("meeting_template", "--out", str(tmp_path / "nowhere" / "meetings.xlsx"))
