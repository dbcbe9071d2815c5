"""What can be fetched, by whom, and what is never in it: no exact count, nobody, no line because of somebody."""

import io
import random
import re
import uuid
import zipfile

import pytest

from mutualaid.audit.models import Event
from referrals.models import Frozen
from referrals.reports.counting import FLAGS
from tests.conftest import NOW
from tests.factories import ProgrammeFactory
from tests.oracles.cascade import EVERYTHING, unit
from tests.oracles.printed import Page, classed, words
from tests.referrals.factories import (
    CommissionFactory,
    OfferFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ServiceFactory,
    WorkerFactory,
)
from tests.referrals.reports.published import (
    AREA,
    ELSEWHERE,
    PERIODS,
    QUARTERS,
    VERSIONS,
    another,
    commissioner,
    fetched,
    parts_of,
    printed_of,
    world,
)

pytestmark = pytest.mark.django_db
FACTOR = 1009  # a prime: an exact count of this many times somebody is told from any other number
TAINT = {"reference": "QX-73551", "keyworker": "Tainted Quillfeather", "words": "by the zephyr lamp post"}
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')
HOME = "/reports/"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def user():
    return commissioner()


def plain(answer):
    """What somebody gets, without tokens; of a workbook what is in it, without when it was written."""
    if "spreadsheetml" not in answer["Content-Type"]:
        return TOKEN.sub(b"", answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}


def everything(client, user):
    """{address: (its headers, what it says)} of all that can be fetched."""
    kept = ("Content-Type", "Content-Disposition", "Cache-Control")
    answers = fetched(client, user)
    return {address: ([answer.get(name) for name in kept], plain(answer)) for address, answer in answers.items()}


def texts(said):
    """Everything that was fetched as one text each, workbooks unpacked."""
    for _headers, body in said.values():
        yield from (part.decode() for part in (body.values() if isinstance(body, dict) else (body,)))


def somebody_behind(made, programme):
    """People in every service, with everything written down that may never be read here."""
    people = []
    for service in made.services.values():
        keyworker = WorkerFactory(service=service, name=f"{TAINT['keyworker']} {service.name}")
        for number in range(3):
            person = PersonFactory(
                service=service, keyworker=keyworker, reference=f"{TAINT['reference']}{number}", episode__area=AREA
            )
            OfferFactory(person=person)
            plan = PlanFactory(
                referral=ReferralFactory(person=person, stage="interest", programme=programme), person=person
            )
            plan.words = TAINT["words"]
            plan.save()
            people.append(person)
    return people


def test_all_that_is_fetched_is_a_function_of_what_was_published(client, user):
    """Another world with other counts, and people behind it, that publishes the same: not a byte is different."""
    programme, made = ProgrammeFactory(), world(1, neighbours=2)
    made.publish()
    before, published = (
        everything(client, user),
        [*Frozen.objects.order_by("area", "quarter", "frozen_on").values_list("units")],
    )
    people, other = somebody_behind(made, programme), another(made, random.Random(2))
    differ = sum(
        number != made.counts[key][one][cell]
        for key, of in other.counts.items()
        for one, cells in of.items()
        for cell, number in cells.items()
    )
    assert differ > 100
    other.publish()
    assert published == [*Frozen.objects.order_by("area", "quarter", "frozen_on").values_list("units")]
    after = everything(client, user)
    assert before.keys() == after.keys()
    assert not [address for address in before if before[address] != after[address]]
    said = "".join(texts(after))
    for taint in (*TAINT.values(), *(str(person.pk) for person in people), *(person.pk.hex for person in people)):
        assert taint not in said, taint


def test_every_address_is_of_the_menu_and_leaves_one_line_in_the_trail(client, user):
    world(1).publish()
    answers = fetched(client, user)
    menu = {(period, version, kind) for period in PERIODS for version in VERSIONS for kind in ("page", "csv", "xlsx")}
    reports = [parts for address in answers if (parts := parts_of(address))]
    assert {*reports} == menu
    assert {*answers} - {address for address in answers if parts_of(address)} == {HOME, f"{HOME}{AREA}/provision/"}
    lines = [event.facts for event in Event.objects.filter(what="report.read", actor=user.pk)]
    told = [
        (PERIODS[period].first.isoformat(), len(PERIODS[period].quarters), version, kind)
        for period, version, kind in menu
    ]
    assert sorted((each["first"], each["quarters"], each["as"], each["how"]) for each in lines) == sorted(told)


def test_no_exact_count_is_in_anything_fetched(client, user):
    """Every exact count, and every sum of some, is so many times a prime; what is published of it is not."""
    made = world(3, neighbours=2)
    for units in made.counts.values():
        for cells in units.values():
            cells.update({cell: FACTOR * number for cell, number in cells.items()})
    made.publish()
    said = everything(client, user)
    numbers = {
        int(each.replace(",", "")) for text in texts(said) for each in re.findall(r"(?<![\d.])\d[\d,]*\d(?!\d)", text)
    }
    assert max(numbers) > 10 * FACTOR, "the printed numbers are among them"
    assert not [number for number in numbers if number >= FACTOR and not number % FACTOR and number % 5]


def few(one, quarter, rng):
    """Counts of somebody of whom nothing but hidden numbers is printed; of nobody, where each would show."""
    for _ in range(60):
        cells = unit(1, rng, EVERYTHING)
        del cells["in_treatment"]
        if cells["introduced"] and not any(printed_of(cells, one, quarter).values()):
            return cells
    return dict.fromkeys(cells, 0)


def test_nobody_after_prison_reads_like_few_to_the_byte(client, user):
    """So does a family that nobody brought: no line is there because of somebody, and none is missing."""
    rng, made = random.Random(4), world(4)
    line = [
        (key, one)
        for key, units in made.counts.items()
        for one in units
        if one.phase == "after" or one.kind != "client"
    ]
    said = []
    for make in (
        lambda one, quarter: dict.fromkeys(made.counts[AREA, quarter, 0][one], 0),
        lambda one, quarter: few(one, quarter, rng),
    ):
        for key, one in line:
            made.counts[key][one] = make(one, key[1])
        made.publish()
        said.append(everything(client, user))
    assert sum(made.counts[key][one]["introduced"] for key, one in line) > 10
    assert said[0] == said[1]
    assert "Prison, after they left" in "".join(texts(said[0]))


def lines_of(html):
    """What each line of a page is about, and each section and definition: all but numbers, sentences and drawings."""
    root = Page(html).root
    rows = [each.text.strip() for each in root.iter("th") if each.get("scope") == "row"]
    lists = [words(each) for list_ in classed(root, "beside") for each in list_.iter("dt")]
    return sorted(rows), lists, [each.get("id") for each in root.iter() if each.get("id", "").startswith(("h-", "d-"))]


def test_the_same_lines_are_there_whoever_is_in_them(client, user):
    """Of nobody at all, of few and of many: whatever there is a line of is on the menu."""
    seen, made = [], world(5, sizes=(0,))
    for sizes in ((0,), (1, 2), (60,)):
        made = _resized(made, sizes)
        made.publish()
        pages = {
            parts: answer
            for address, answer in fetched(client, user, "/first/").items()
            if (parts := parts_of(address))
        }
        seen.append({parts: lines_of(page.content.decode()) for parts, page in pages.items()})
    assert len(seen[0]) == len(PERIODS)
    assert len(seen[0][QUARTERS[0].slug, "first", "page"][0]) > 60
    assert seen[0] == seen[1] == seen[2]


def _resized(made, sizes):
    rng = random.Random(6)
    for units in made.counts.values():
        for cells in units.values():
            told = "in_treatment" in cells
            cells.update(unit(rng.choice(sizes), rng, EVERYTHING))
            if not told:
                del cells["in_treatment"]
    return made


def hostile(made):
    """Addresses that a commissioner may try: nothing of it is there."""
    quarter, service = QUARTERS[0].slug, made.services["Alder"].pk
    for code in (ELSEWHERE, AREA.lower(), "E0000000", "everybody", "all", "E00000001-", "e00000001", "E12000008"):
        for period in PERIODS:
            yield from (f"{code}/{period}/{version}/" for version in VERSIONS)
            yield from (f"{code}/{period}/now/report.{kind}" for kind in ("csv", "xlsx"))
        yield f"{code}/provision/"
    for period in (
        "2024-q1",
        "2026-q3",
        "2025",
        "2025-q0",
        "2025-q5",
        "2025-Q2",
        "2025-27",
        "0000-q1",
        "9" * 60,
        "2025-04",
        "all",
        "today",
    ):
        yield from (f"{AREA}/{period}/{version}/" for version in VERSIONS)
    for version in ("live", "last", "FIRST", "first-published", "0", "exact", "now.json", "people"):
        yield from (f"{AREA}/{quarter}/{version}/", f"{AREA}/{quarter}/{version}/report.csv")
    for kind in ("json", "pdf", "CSV", "xls", "html", "csv.gz", "xml", "txt", "csv/", "csvx"):
        yield f"{AREA}/{quarter}/first/report.{kind}"
    for pk in (service, uuid.uuid4(), AREA):
        yield from (f"services/{pk}/{period}/" for period in PERIODS)
        yield from (f"services/{pk}/{quarter}/report.{kind}" for kind in ("csv", "xlsx"))
        yield f"services/{pk}/in-treatment/"
    for cell in FLAGS:
        yield from (f"services/{service}/{quarter}/here/{kind}/{cell}/" for kind in ("client", "someone_close"))
    yield from (
        f"{AREA}/",
        f"{AREA}/{quarter}/",
        f"{AREA}/{quarter}/first/connected/",
        "services/",
        f"{AREA}/{quarter}/first/{service}/",
    )


def test_nothing_else_is_there_for_a_commissioner(client, user):
    """Over two hundred addresses: the same 404 as of what never was, no number in it, and no line in the trail."""
    made = world(1)
    made.publish()
    client.force_login(user)
    nothing = client.get(f"{HOME}nothing/at/all/")
    addresses = [HOME + address for address in hostile(made)]
    assert len(addresses) > 200
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert TOKEN.sub(b"", answer.content) == TOKEN.sub(b"", nothing.content), address
    assert not Event.objects.filter(what="report.read").exists()


QUERIES = (
    "cell=connected",
    "service=Alder",
    "phase=after&kind=client",
    "exact=1",
    "format=json",
    "version=live",
    "base=1",
)


def test_nothing_is_asked_for_beside_the_address(client, user):
    world(1).publish()
    client.force_login(user)
    for address in (f"{HOME}{AREA}/{QUARTERS[0].slug}/first/", f"{HOME}{AREA}/2025-26/now/report.csv"):
        said = plain(client.get(address))
        for query in QUERIES:
            assert plain(client.get(f"{address}?{query}")) == said, query


def test_nobody_else_fetches_any_of_it(client, user):
    """By no role, nor who answered for the area once. A manager reads their own service, live; nobody another’s."""
    made = world(1)
    made.publish()
    addresses = [address for address in fetched(client, user) if address != HOME]
    addresses += [HOME + address for address in hostile(made) if address.startswith("services/")][::6]
    others = {who: WorkerFactory(role=who) for who in ("auditor", "editor", "administrator")}
    others |= {who: WorkerFactory(service=ServiceFactory(), service__role=who) for who in ("keyworker", "manager")}
    others["commissioner before"] = CommissionFactory(area_id=AREA, ended_at=NOW).user
    before = Event.objects.filter(what="report.read").count()
    for who, other in others.items():
        client.force_login(other)
        for address in addresses:
            assert client.get(address).status_code == 404, (who, address)
    assert Event.objects.filter(what="report.read").count() == before
