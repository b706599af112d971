"""Curated graphs in the formats that their makers publish, read as rows that an import can write into any index."""

from corpuscle.index_builder.graph_sources.registry import FORMATS, CuratedGraph, open_curated
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedEdge, ImportedNode, Licence, ReadingLog, SkippedRow

__all__ = ["FORMATS", "Batch", "CuratedGraph", "ImportedEdge", "ImportedNode", "Licence", "ReadingLog", "SkippedRow", "open_curated"]
