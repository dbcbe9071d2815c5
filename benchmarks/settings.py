"""The site's own settings, with the floors' addresses beside it."""

from mutualaid.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.floors"
