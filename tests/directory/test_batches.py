from hypothesis import given
from hypothesis import strategies as st

from directory.batches import KEYS_AT_ONCE, in_batches


@given(st.integers(0, 4 * KEYS_AT_ONCE))
def test_every_key_comes_once_in_order_and_never_too_many_together(count):
    some = list(in_batches(range(count)))
    assert [key for each in some for key in each] == list(range(count))
    assert all(0 < len(each) <= KEYS_AT_ONCE for each in some)
