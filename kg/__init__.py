"""The knowledge graph at query time: store, entity linking, evidence for and against a triple."""

from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.evidence_sentences import EvidenceSentence, link_sentences
from corpuscle.kg.linker import LinkCandidate, Linker
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge, Evidence, ReviewedTriple, Triple, Verdict

__all__ = [
    "Edge",
    "Entity",
    "Evidence",
    "EvidenceSentence",
    "GraphStore",
    "LinkCandidate",
    "Linker",
    "Mention",
    "ReviewedTriple",
    "Triple",
    "Verdict",
    "link_sentences",
    "review",
]
