from django.db.backends.postgresql.psycopg_any import is_psycopg3


def test_the_driver_is_the_one_chosen():
    # Django silently prefers psycopg 3 where another library brings it in.
    assert is_psycopg3 is False
