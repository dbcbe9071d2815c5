"""What the trail calls a look has words for whoever asks who has looked."""

import ast
import re

from referrals.looking import WHAT
from tests.architecture.reading import modules


def looks():
    """Every text of referrals that names a look, as the trail takes it."""
    for path, tree in modules("referrals").items():
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        for said in texts:
            if isinstance(said, str) and re.fullmatch(r"[a-z]+\.([a-z]+_)?seen", said):
                yield path.as_posix(), said


def test_every_look_has_words():
    found = set(looks())
    assert len(found) > 5
    assert not [(path, what) for path, what in found if what not in WHAT]
