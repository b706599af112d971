from corpuscle.evals.bioasq.page import EndToEnd, Row, page

OURS = {"YesNo macroF1": 0.7314, "Factoid MRR": 0.3, "MAP documents": 0.25}
PLAIN = {"YesNo macroF1": 0.39, "MAP documents": 1.0}


def test_each_figure_stands_above_its_baseline() -> None:
    told = page([Row("9B1", 100, OURS, PLAIN)], [EndToEnd(Row("small", 67, OURS, PLAIN), Row("small", 67, OURS, PLAIN), 3)], "an index")
    assert "| 9B1 | 100 | .731 | – | .300 |" in told
    assert "| … copied |  | .390 | – | – |" in told
    assert "| small | 67 | .250 |" in told
    assert "| … BM25 alone |  | 1.000 |" in told
    assert "small: 3." in told
