"""Every option near a place, as the pages show them."""

import datetime as dt
import json
import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory import answers, following, geocoding, parity
from directory.options import Band, Option, Options
from directory.places import Place
from directory.search import DAYS, KEPT_FOR, USUAL_MILES, Search, clock, plain_words
from directory.traits import Fact
from directory.vocabulary import Approach, Language, Mode, Problem, Who
from directory.wanted import Soon, Wanted

NOT_FOUND = 2
HEADINGS = {
    Band.REACHABLE: "You can get to these",
    Band.ONLINE: "Online or by phone",
    Band.NOT_NEAR: "Not near you now",
}

LINES = (
    "Treatment where you are: free, through your GP or your local drug and alcohol service. "
    "Groups stand beside treatment, not instead of it.",
    "Never change your prescription because of a meeting. Ask us.",
)


def time_of_day(said: str) -> dt.time:
    at = clock(said)
    if at is None:
        raise ValueError
    return at


def distance(said: str) -> float:
    miles = float(said)
    if not 0 < miles <= 1000:
        raise ValueError
    return miles


def place_asked(*, place: str | None, at: str | None) -> Place:
    """Where to look from. Raises PlaceUnknown or PlaceAmbiguous."""
    if at is None:
        return geocoding.locate(place)
    try:
        lat, lon = map(float, at.split(","))
    except ValueError:
        raise geocoding.PlaceUnknown("Give --at as latitude,longitude, like 53.48,-2.24.") from None
    return geocoding.nearest_cell(lat, lon)


class Command(BaseCommand):
    help = (
        "Every option near PLACE (a postcode or a town) or --at LAT,LON: all of them, in the order of the week. "
        "Nothing asked for takes any away. Exit code 2 where the place is not known or could be several."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("place", nargs="?", metavar="PLACE")
        where.add_argument("--at", metavar="LAT,LON")
        parser.add_argument("--miles", type=distance, help=f"how far, up to 1000; {USUAL_MILES} where not said")
        parser.add_argument("--day", choices=DAYS, action="append", default=[])
        parser.add_argument("--after", type=time_of_day, metavar="HH:MM")
        parser.add_argument("--before", type=time_of_day, metavar="HH:MM")
        parser.add_argument("--mode", choices=Mode.values, default="", help="online: any joined from afar")
        parser.add_argument("--programme", metavar="SLUG", default="")
        parser.add_argument("--who", choices=Who.values, default="")
        parser.add_argument("--problem", choices=Problem.values, action="append", default=[], help="may be repeated")
        parser.add_argument("--soon", choices=[*Soon], default="", help="on now, or starting in so many hours")
        for fact in Fact:
            option = f"--{fact.replace('_', '-')}"
            parser.add_argument(
                option, action="append_const", const=fact.value, dest="facts", help="what is stated first"
            )
        parser.add_argument(
            "--kept-for", choices=[*KEPT_FOR], action="append", default=[], help="told of beside the rest"
        )
        parser.add_argument("--language", choices=Language.values, default="")
        parser.add_argument("--words", type=plain_words, default="", help="in names, venues and addresses")
        parser.add_argument(
            "--widen", action="store_true", help="look further where little is near, as the pages do; not with --miles"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, **asked):
        if asked["widen"] and asked["miles"]:
            raise CommandError("Give --miles or --widen, not both.")
        try:
            place = place_asked(place=asked["place"], at=asked["at"])
        except geocoding.PlaceAmbiguous as error:
            self.not_found(str(error), asked, candidates=[answers.place(place) for place in error.candidates])
        except geocoding.PlaceUnknown as error:
            self.not_found(str(error), asked, error=str(error))
        directory, now = following.directory(), timezone.now()
        if asked["programme"] and asked["programme"] not in directory.programmes:
            sentence = f"No programme is called {asked['programme']}: load_programmes lists their names."
            self.not_found(sentence, asked, error=sentence)
        search = as_search(place, asked)
        options = parity.options(search, directory=directory, now=now)
        if asked["json"]:
            around = parity.look_around(search, directory=directory, now=now)
            self.stdout.write(json.dumps(answers.answer(options, around), indent=1))
        else:
            self.stdout.write("\n".join(in_words(options)))

    def not_found(self, sentence, asked, **plain):
        """Say so, as JSON if that was asked for, and end with exit code 2."""
        if asked["json"]:
            self.stdout.write(json.dumps(plain, indent=1))
        else:
            self.stderr.write(sentence)
            for candidate in plain.get("candidates", ()):
                self.stderr.write(f"  {candidate['label']}  ({candidate['cell']})")
        sys.exit(NOT_FOUND)


def as_search(place: Place, asked: dict) -> Search:
    return Search(
        place=place,
        miles=asked["miles"] or USUAL_MILES,
        widens=asked["widen"],
        wanted=Wanted(
            days=frozenset(DAYS.index(day) + 1 for day in asked["day"]),
            after=asked["after"],
            before=asked["before"],
            mode=asked["mode"],
            programme=asked["programme"],
            soon=asked["soon"],
            facts=frozenset(asked["facts"] or ()),
            kept_for=frozenset(asked["kept_for"]),
            language=asked["language"],
            words=asked["words"],
        ),
        who=asked["who"],
        problems=frozenset(asked["problem"]),
    )


def in_words(options: Options) -> list[str]:
    """The same answer, to read: every block, though it be empty, and the two lines that stand on every surface."""
    kinds = "1 kind" if len(options.groups) == 1 else f"{len(options.groups)} kinds"
    lines = [f"Groups near {named(options.place)}: {kinds}, {len(options.reachable)} you can get to"]
    if options.is_widened:
        lines.append(f"Little within {USUAL_MILES} miles, so this looks within {options.search.miles:g}.")
    if options.place.has_ended:
        lines.append("That postcode is no longer in use: this is where it was.")
    bands = zip(HEADINGS.values(), (options.reachable, options.online, options.not_near), strict=True)
    beside = (
        ("Recovery communities and peer support", options.community),
        ("Groups run by staff", options.staff),
        ("For family and friends", options.family),
    )
    for heading, shown in (*bands, *beside):
        lines += ["", heading, *(map(line, shown) if shown else ["  None that we know of"])]
    return [*lines, "", *LINES]


def named(place: Place) -> str:
    """Its label, with what it is called in Welsh, Gaelic or Irish."""
    return " / ".join([place.label, *(also.name for also in place.also)])


def line(option: Option) -> str:
    way = option.online if option.band is Band.ONLINE else option.nearest
    when = f"{timezone.localtime(way.next_start):%a %H:%M}" if way else f"list held: {option.listing}"
    far = "" if way is None else "online" if way.miles is None else f"{way.miles:.1f} miles"
    family = str(Approach(option.approach).label)
    return f"  {option.name:<42} {family:<28} {far:>12}  {when}"
