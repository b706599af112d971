from tests.conftest import Run


def test_without_headings_nothing_is_suggested_and_it_is_said(corpuscle: Run) -> None:
    ended = corpuscle("mesh", "suggest", "velbrodine in gardeners")
    assert ended.status == 0 and "No heading is suggested" in ended.out
    assert corpuscle("mesh", "suggest", "velbrodine", "--json").json == {"query": "velbrodine", "headings": []}


def test_an_empty_query_is_a_stated_failure(corpuscle: Run) -> None:
    ended = corpuscle("mesh", "suggest", "?!")
    assert ended.status == 1 and "neither a letter nor a digit" in ended.err
