import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.index_builder.pickled_data import PickleRefusedError, read_pickled_data

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


class _Deed:
    """Would run code when unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (print, ("run",))


@given(_PLAIN, st.sampled_from([3, 4, 5]))
def test_plain_data_is_read_back(value: object, protocol: int) -> None:
    assert read_pickled_data(pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("value", [_Deed(), [1, _Deed()], object(), {1, 2}, b"bytes", print])
def test_anything_but_plain_data_is_refused(value: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PickleRefusedError):
        read_pickled_data(pickle.dumps(value))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("stream", [b"", b"\x80\x04]q", b"\x80\x04a.", b"\x80\x04e.", b"\x80\x04h\x05.", b"not a pickle", b"\x80\x04(."])
def test_damaged_stream_is_refused(stream: bytes) -> None:
    with pytest.raises(PickleRefusedError):
        read_pickled_data(stream)
