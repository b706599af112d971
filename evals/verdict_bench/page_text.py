"""What the page says whatever was measured."""

from corpuscle.evals.verdict_bench.measures import BINS, DRAWS
from corpuscle.evals.verdict_bench.training import BATCH, DIMENSION, DRAWN, EPOCHS, MARGIN, RATE, SEED, THRESHOLD_SAMPLE

MEASURES = (
    f"**AUROC**: probability that a true pair is scored above a false one, ties counted half; 95 % interval over {DRAWS:,} draws of pairs with",
    f"replacement, true and false ones apart. **ECE**: expected calibration error in {BINS} bins of equal mass (equal probabilities share a bin),",
    "|mean probability − share of true pairs| weighted by pairs; over all pairs, and over those with a verdict. The share of true pairs is an",
    "accident of each set, so an error over all pairs also tells how far .5, our word for *unknown*, is from it. **Speaks**: pairs with a verdict",
    "of supported or contradicted, of those whose ends are in the graph; *mixed* and *unknown* are silence. **Right when it speaks**: supported",
    "and true, or contradicted and false; Wilson's 95 % interval. **Right on its surest, as many**: the same for the pairs that a system is surest",
    "of (probability farthest from .5), as many as the reviewer spoke on: so systems that always speak are compared at our coverage.",
)

SYSTEMS = (
    "- **reviewer**: `corpuscle.kg.review.review` with the graph's edges and the sentences of the sample corpus that `corpuscle kg check` would read",
    "  (30 articles by BM25); in *claims*, the sentences of the abstract. **Edges alone** and **sentences alone**: the same without the other.",
    "- **plain look-up**: a direct edge of the predicate, or of one that implies it, is a yes; an opposite or negated one a no; every source is",
    "  believed alike. Probability 1, 0, or .5 where there is none.",
    "- **KGARevion's rule** (arXiv 2410.04660, its `inference_review.py`): what cannot be mapped is *true* with probability .5; what is mapped is",
    "  decided by a scorer. The original is a language model fine-tuned on the graph's triples against random ones; its weights are not to be",
    "  had, so RotatE, which its repository pre-trains for it, decides here, by the threshold that parts triples of the relation best from random",
    f"  pairs of the relation's own ends ({THRESHOLD_SAMPLE:,} of each): the same training signal, so curated negatives are as new to it. It never",
    "  says *unknown*. Mapped means here: both ends have an edge in the row's graph; with the original's own linker more would be unmapped.",
    "- **TransE**, **RotatE**: the embedding's score as log-odds against random triples of the relation; turned into a probability by Platt's",
    "  method on the pairs that were tuned on, which is more than KGARevion gives them; a verdict at .5, none where an end has no edge.",
    "- **degree product**: ln(1 + degree) of both ends, added; probability and verdict likewise.",
)

EMBEDDINGS = (
    f"Embeddings: {DIMENSION} real numbers an entity, L2 distance, margin {MARGIN:g}, logistic loss with self-adversarial weights, {EPOCHS} epochs of",
    f"batches of {BATCH:,} of one relation, as negatives {DRAWN} ends of the relation and {DRAWN} of the batch for each side, Adam at {RATE:g} falling to 0,",
    f"one seed ({SEED}), one thread. They are trained on the edges of the row's own graph, negated ones left out; in all rows but Hetionet's also",
    "those of gene expression, regulation and interaction. Rate and batch were chosen by",
    "what TransE reached on the pairs of the Hetionet row, in its favour.",
)

NEGATIVE = (
    "- Embeddings find curated non-indications plausible: a drug that somebody proposed for a disease lies near it. Read their AUROC against curated",
    "  negatives beside that against degree-matched ones in the Hetionet row. They order pairs, and never know that they do not know.",
    "- A rule that calls true what it cannot check is right as often as such pairs are true, which is the fault of the pairs, not the merit of the",
    "  rule; the claims row, where one pair in five is true, and its error of calibration show it.",
    "- What is known of the world is no evidence of what a text states: in the claims row the edges, SIDER's side effects above all, make the",
    "  reviewer worse than the sentences alone.",
    "- A side effect that SIDER lists says nothing against a treatment: labels list the treated disease. It spoke against one in a first version,",
    "  and most contradictions of indications were wrong by it.",
    "- Coverage is bounded by the sources at hand: fragments of PrimeKG and a sample of PubMed. Of Orphanet's phenotypes, OMIM's curators have few for the",
    "  same disease (see how often plain look-up speaks in *phenotypes*).",
)
