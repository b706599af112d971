"""Short forms that many articles define alike, for texts that use them without a definition.

learned_abbreviations.tsv was read off the abstracts of the sample by `corpuscle eval learn-abbreviations`: a short form is kept for the node
that its definitions name in most cases. It is a file of the program, not of an index, so that an update of an index gives what a build would.
"""

from importlib import resources

from corpuscle.index_builder.vocabulary import PRIORITY, Vocabulary

_FILE = "learned_abbreviations.tsv"


def add_learned(vocabulary: Vocabulary) -> int:
    """Gives nodes the short forms learned for them; returns how many were used."""
    used = 0
    for line in resources.files("corpuscle.index_builder").joinpath(_FILE).read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        short, curie, _, _ = line.split("\t")
        if curie in vocabulary.nodes:
            vocabulary.enrich(curie, [(short, "acronym")], PRIORITY["LEARNED"])
            used += 1
    return used
