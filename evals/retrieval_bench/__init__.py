"""The benchmark of retrieval, in resumable parts: quality, costs, vectors, updates, and the page that is made of their results."""
