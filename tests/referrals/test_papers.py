from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from referrals import papers
from referrals.reports.measures import MEASURES
from referrals.retention import RULES, Rule, Since
from referrals.stages import NEXT, Act, Stage


@pytest.mark.parametrize("name", ["measures.md", "retention.md", "stages.md"])
def test_each_paper_is_what_the_code_prints(name):
    assert (papers.FOLDER / name).read_text(encoding="utf-8") == papers.papers()[name], "run manage.py reference_papers"


def test_every_act_from_every_stage_stands_in_the_table():
    told = papers.stages()
    for before, acts in NEXT.items():
        [row] = [line for line in told.splitlines() if line.startswith(f"| **{Stage(before).label}**")]
        assert all(str(Act(act).label) in row for act in acts)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(730, Since.TREATMENT, ""), "2 years after their last time in treatment here ended"),
        (Rule(365, Since.WORK, ""), "1 year after the work ended"),
        (Rule(90, Since.VISIT, "", alone=True), "90 days after the day of the visit, then emptied"),
        (Rule(0, Since.LAST_USE, ""), "until nothing rests on it any more"),
    ],
)
def test_how_long_is_said_in_words(rule, said):
    assert papers.how_long(rule) == said


def test_every_rule_is_printed_with_its_reason():
    told = papers.retention()
    assert all(f"| `{name.partition('.')[2]}` | {rule.reason} |" in told for name, rule in RULES.items())


def test_every_measure_is_printed_with_all_that_it_means_and_a_place_to_link_to():
    told = papers.measures()
    for measure in MEASURES:
        of_it = told.partition(f'<a id="{measure.key}"></a>')[2].partition("<a id=")[0]
        says = (measure.definition, measure.numerator, measure.denominator, measure.matures, measure.source)
        assert [str(text) for text in says if str(text) not in of_it] == [], measure.key


def test_the_papers_are_written_where_they_are_out_of_date(tmp_path, monkeypatch):
    monkeypatch.setattr(papers, "FOLDER", tmp_path)
    with pytest.raises(CommandError, match=r"measures\.md, retention\.md, stages\.md"):
        call_command("reference_papers", dry_run=True, stdout=StringIO())
    assert not list(tmp_path.iterdir())
    call_command("reference_papers", stdout=StringIO())
    call_command("reference_papers", dry_run=True, stdout=StringIO())
    assert (tmp_path / "stages.md").read_text() == papers.stages()
