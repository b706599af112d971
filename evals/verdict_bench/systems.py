"""The columns of the table: names of the systems, ours first."""

BOTH = "reviewer"
EDGES = "reviewer, edges alone"
SENTENCES = "reviewer, sentences alone"
LOOK_UP = "plain look-up"
KGAREVION = "KGARevion's rule"
TRANSE = "TransE"
ROTATE = "RotatE"
DEGREE = "degree product"
IN_ORDER = (BOTH, EDGES, SENTENCES, LOOK_UP, KGAREVION, TRANSE, ROTATE, DEGREE)
OURS = frozenset({BOTH, EDGES, SENTENCES})
