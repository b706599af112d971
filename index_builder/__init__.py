"""From sources to an index on disk: PubMed, other collections, embeddings, vocabularies, graph."""
