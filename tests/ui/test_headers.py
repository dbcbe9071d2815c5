import pytest
from django.http import HttpResponse

from mutualaid.ui.access import public
from mutualaid.ui.headers import quiet_headers


@public(posted=True)
def page(request):
    return HttpResponse("words")


@public
def only_read(request):
    return HttpResponse("words")


def private(request):
    return HttpResponse("words")


def answered(view, request):
    return quiet_headers(view)(request)


def test_a_public_page_may_be_kept_for_a_minute(rf):
    assert answered(page, rf.get("/")).headers["Cache-Control"] == "public, max-age=60"


def test_an_answer_to_a_post_is_never_kept(rf):
    assert answered(page, rf.post("/")).headers["Cache-Control"] == "no-store"


def test_a_page_that_nobody_declared_public_is_never_kept(rf):
    assert answered(private, rf.get("/")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", [404, 422, 500, 302])
def test_only_what_was_found_is_kept(rf, status):
    view = public(lambda request: HttpResponse(status=status))
    assert answered(view, rf.get("/")).headers["Cache-Control"] == "no-store"


def test_a_view_may_say_otherwise(rf):
    view = public(lambda request: HttpResponse(headers={"Cache-Control": "no-cache"}))
    assert answered(view, rf.get("/")).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("demo", "said"), [(True, "noindex, nofollow"), (False, None)])
def test_the_demonstration_cannot_be_indexed(rf, settings, demo, said):
    settings.DEMO = demo
    assert answered(page, rf.get("/")).headers.get("X-Robots-Tag") == said


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_page_that_is_only_read_refuses_every_other_method(rf, method):
    assert only_read(getattr(rf, method)("/")).status_code == 405


def test_a_page_that_takes_posts_refuses_the_rest(rf):
    assert page(rf.post("/")).status_code == 200
    assert page(rf.put("/")).status_code == 405


def test_the_way_to_https_is_never_kept_either(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/about/privacy/")
    assert (response.status_code, response.headers["Cache-Control"]) == (301, "no-store")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/about/privacy/", "/nowhere/"])
@pytest.mark.parametrize("method", ["get", "put"])
@pytest.mark.parametrize("cookie", [("sessionid", "x"), ("sessionid", "a" * 32), ("csrftoken", "x"), ("messages", "x")])
def test_whatever_cookie_somebody_brings_a_public_page_sets_none(client, cookie, method, address):
    name, value = cookie
    client.cookies[name] = value
    response = getattr(client, method)(address)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_page_for_somebody_signed_in_keeps_its_cookies(rf):
    def signed_in(request):
        response = private(request)
        response.set_cookie("sessionid", "lamp")
        response.headers["Vary"] = "Accept-Encoding, Cookie"
        return response

    response = answered(signed_in, rf.get("/"))
    assert response.cookies["sessionid"].value == "lamp"
    assert response.headers["Vary"] == "Accept-Encoding, Cookie"
    response = answered(public(signed_in), rf.get("/"))
    assert not response.cookies
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
def test_a_page_whose_forms_carry_a_token_lets_the_browser_say_that_they_are_ours(client, editor):
    client.force_login(editor)
    for address in ("/editing/", "/editing/meetings/add/"):
        response = client.get(address)
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert b'<meta name="referrer" content="same-origin">' in response.content
    client.logout()
    assert b'<meta name="referrer" content="same-origin">' in client.get("/accounts/sign-in/").content


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/about/privacy/", "/", "/nothing-is-here/"])
def test_every_other_page_tells_nobody_where_somebody_comes_from(client, address):
    response = client.get(address)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert b'<meta name="referrer" content="no-referrer">' in response.content
