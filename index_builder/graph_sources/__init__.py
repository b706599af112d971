"""Curated graphs in the formats that their makers publish, read as rows that an import can write into any index."""
