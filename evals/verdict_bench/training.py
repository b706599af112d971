"""How the embeddings are trained. Apart from the training itself, so that the page can be written without torch."""

DIMENSION = 64
"""Real numbers an entity; RotatE uses them as half as many complex ones."""
MARGIN = 6.0
BATCH = 512
DRAWN = 32
"""Entities drawn for each batch and side from the relation's ends, and as many from the batch."""
RATE = 0.05
EPOCHS = 6
SEED = 20_261_120
THRESHOLD_SAMPLE = 2_000
"""Triples of a relation, and as many random ones, that its threshold is set on."""
