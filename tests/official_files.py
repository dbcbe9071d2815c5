"""The ONS's and Ordnance Survey's own files, small: what is known, and one invented postcode for each other area."""

import csv
import io
import zipfile

from directory.geography.rows import GREAT_BRITAIN

# The columns that are read, as each edition calls them, among others that are not.
HEADINGS = {
    "may2018": "pcd,pcd2,pcds,dointr,doterm,oslaua,oseast1m,osnrth1m,osgrdind,lat,long,stp",
    "aug2024": "pcd,pcd2,pcds,dointr,doterm,oslaua,oseast1m,osnrth1m,osgrdind,lat,long,icb",
    "nov2025": "pcd7,pcd8,pcds,dointr,doterm,lad25cd,east1m,north1m,gridind,lat,long,icb23cd",
}
MANCHESTER = ("M1 1AE", "E08000003", "384756", "0398553", "")
OTHERS = ("E09000033", "530000", "0180000")


def onspd_rows(*known):
    """(postcode, authority, easting, northing, month it ended), in order, one at least for every area."""
    rows = {known[0]: known for known in known}
    for area in [*GREAT_BRITAIN, "BT"]:
        authority = "N09000003" if area == "BT" else OTHERS[0]
        rows.setdefault(f"{area}9 9ZZ", (f"{area}9 9ZZ", authority, *OTHERS[1:], ""))
    return [rows[postcode] for postcode in sorted(rows)]


def onspd_text(rows, vintage="nov2025"):
    """The whole file as the ONS writes it: a heading, every value in quotation marks but the position."""
    out = io.StringIO()
    out.write(HEADINGS[vintage] + "\r\n")
    for postcode, authority, easting, northing, ended in rows:
        seven = postcode.replace(" ", "").ljust(7)
        lat = "51.5,-0.1" if easting else "99.999999,0.000000"
        quality = "1" if easting else "9"
        quoted = [seven, seven, postcode, "198001", ended, authority, easting, northing, quality]
        out.write(",".join(f'"{value}"' for value in quoted) + f',{lat},"X"\r\n')
    return out.getvalue()


def onspd_zip(path, text):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("User Guide/about.txt", "not this")
        archive.writestr("Data/ONSPD_NOV_2025_UK.csv", text)
        archive.writestr("Data/multi_csv/ONSPD_NOV_2025_UK_AB.csv", "nor this")
    return path


def code_point(folder, *known, without=()):
    """A folder of area files; ``known`` is (postcode, quality, easting, northing, authority)."""
    inside = folder / "Data" / "CSV"
    inside.mkdir(parents=True)
    for area in GREAT_BRITAIN - set(without):
        rows = [row for row in known if _area(row[0]) == area] or [(f"{area}9 9ZZ", 10, 530000, 180000, "E09000033")]
        with (inside / f"{area.lower()}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([*row[:4], "E92000001", "", "", "", row[4], "E05000001"] for row in rows)
    return folder


def _area(postcode):
    return postcode[:2] if postcode[1].isalpha() else postcode[0]
