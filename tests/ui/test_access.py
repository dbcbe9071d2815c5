import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from mutualaid.ui.access import SignedInUnlessPublic, public


def page(request):
    return HttpResponse("words")


@pytest.fixture
def ask(rf):
    """What the sign-in rule says to a stranger before a view: None lets them by."""

    class Stranger(AnonymousUser):
        asked = False

        @property
        def is_authenticated(self):
            Stranger.asked = True
            return False

    def asked(view):
        request = rf.get("/somewhere/")
        request.user = Stranger()
        return SignedInUnlessPublic(page).process_view(request, view, (), {}), Stranger.asked

    return asked


def test_a_public_page_never_asks_who_is_there(ask):
    assert ask(public(page)) == (None, False)


def test_a_page_that_declares_nothing_wants_somebody_signed_in(ask):
    answer, asked = ask(page)
    assert asked
    assert answer.status_code == 302


def test_a_public_page_takes_posts_only_when_it_says_so(rf):
    assert public(page)(rf.post("/")).status_code == 405
    assert public(posted=True)(page)(rf.post("/")).status_code == 200


def test_a_view_keeps_its_name(rf):
    assert public(page).__name__ == "page"
