"""The knowledge graph at query time: store, entity linking, evidence for and against a triple."""

from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.triples import Edge, Evidence, ReviewedTriple, Triple, Verdict

__all__ = ["Edge", "Entity", "Evidence", "Mention", "ReviewedTriple", "Triple", "Verdict"]
