"""Builds the approximate index of a large segment (`retrieval.ann`). The same segment gives the same index.

The centroids come from k-means in two levels: the sample falls into √lists groups, and each group into lists of its own. That takes
seconds for 4,096 lists and minutes for 65,536, where k-means at once would take hours, at the price of a little recall at few probes.
"""

from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.ann import flat_index
from corpuscle.retrieval.manifest import VectorSegment, VectorStore
from corpuscle.retrieval.vector_segment import Segment, decode_rows

_VECTORS_PER_LIST = 256
_MOST_LISTS = 65_536
_SAMPLED_PER_LIST = 64
_GRAPH_FROM_LISTS = 4096
"""From so many centroids on, a query finds the best by a graph (HNSW) instead of by looking at all, which reads 12 MB."""
_ASSIGNED_BY_GRAPH_FROM_LISTS = 32_768
"""From so many on, vectors find theirs by a graph, too: looking at 65,536 for each of 36 million takes a core days."""
_PROBES = 128
_QUERY_BITS = 4
_ROUNDS = 10
_SEED = 20_05
_BLOCK_ROWS = 16_384


def list_count(articles: int) -> int:
    """Number of lists for so many vectors: a power of two, about one for 256."""
    return min(_MOST_LISTS, 2 ** max(0, round(np.log2(articles / _VECTORS_PER_LIST))))


def write_ann(index_dir: Path, segment: VectorSegment, store: VectorStore, advance: Callable[[int], None]) -> VectorSegment:
    """Writes the index of a written segment beside it, and gives the segment with it."""
    vectors = Segment(index_dir, segment, store.dimension)
    centroids = _centroids(vectors, list_count(segment.articles))
    # A vector lies in the list whose centroid is nearest. A query looks into those of the highest inner product: they hold more of what it
    # seeks (recall@10 .90 instead of .88), and it is right for vectors whose length carries meaning, too.
    assigner = _assigner(centroids)
    quantiser = _quantiser(centroids)
    index = faiss.IndexIVFRaBitQ(quantiser, store.dimension, len(centroids), faiss.METRIC_INNER_PRODUCT)
    index.own_fields = False
    index.qb = _QUERY_BITS
    index.nprobe = min(_PROBES, len(centroids))
    index.train(centroids)
    for begin in range(0, len(vectors), _BLOCK_ROWS):
        block = decode_rows(vectors.stored_range(begin, min(begin + _BLOCK_ROWS, len(vectors))))
        lists = np.ascontiguousarray(assigner.search(block, 1)[1][:, 0])
        index.add_core(len(block), faiss.swig_ptr(block), None, faiss.swig_ptr(lists))
        advance(len(block))
    ann_path = segment.vectors_path.replace(".vectors.npy", ".ivf")
    beside = index_dir / f"{ann_path}.tmp"
    faiss.write_index(index, str(beside))
    beside.replace(index_dir / ann_path)
    return segment.model_copy(update={"ann_path": ann_path})


def _centroids(vectors: Segment, lists: int) -> NDArray[np.float32]:
    """Centroids (lists, dimension) of a sample spread over the segment; keys are digests, so that their order is as good as random."""
    sample = np.unique(np.linspace(0, len(vectors) - 1, lists * _SAMPLED_PER_LIST).astype(np.int64))
    groups = int(lists**0.5)
    coarse = flat_index(vectors.dimension)
    coarse.add(_means(decode_rows(vectors.stored_rows(sample[:: max(1, len(sample) // (groups * 256))])), groups))
    group_of = np.empty(len(sample), dtype=np.int64)
    for begin in range(0, len(sample), _BLOCK_ROWS):
        block = decode_rows(vectors.stored_rows(sample[begin : begin + _BLOCK_ROWS]))
        group_of[begin : begin + _BLOCK_ROWS] = coarse.search(block, 1)[1][:, 0]
    shares = _shares(np.bincount(group_of, minlength=groups), lists)
    return np.concatenate([_means(decode_rows(vectors.stored_rows(sample[group_of == g])), k) for g, k in enumerate(shares) if k])


def _shares(sizes: NDArray[np.int64], lists: int) -> list[int]:
    """How many lists each group gets: in proportion to its size, together `lists`."""
    ends = np.cumsum(sizes) * lists // sizes.sum()
    return np.diff(ends, prepend=0).tolist()


def _means(points: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """The `count` centroids that k-means finds; the points are at least as many."""
    parameters = faiss.ClusteringParameters()
    parameters.seed = _SEED
    parameters.niter = _ROUNDS
    parameters.min_points_per_centroid = 1
    parameters.max_points_per_centroid = len(points)
    clustering = faiss.Clustering(points.shape[1], count, parameters)
    clustering.train(points, flat_index(points.shape[1]))
    return faiss.vector_to_array(clustering.centroids).reshape(count, points.shape[1])


def _assigner(centroids: NDArray[np.float32]) -> faiss.Index:
    """Finds the nearest centroid."""
    if len(centroids) < _ASSIGNED_BY_GRAPH_FROM_LISTS or faiss.get_num_gpus():
        flat = flat_index(centroids.shape[1])
        flat.add(centroids)
        return flat
    return _graph(centroids, faiss.METRIC_L2)


def _quantiser(centroids: NDArray[np.float32]) -> faiss.Index:
    """Finds the centroids of the highest inner product."""
    if len(centroids) >= _GRAPH_FROM_LISTS:
        return _graph(centroids, faiss.METRIC_INNER_PRODUCT)
    flat = faiss.IndexFlatIP(centroids.shape[1])
    flat.add(centroids)
    return flat


def _graph(centroids: NDArray[np.float32], metric: int) -> faiss.Index:
    graph = faiss.IndexHNSWFlat(centroids.shape[1], 16, metric)
    graph.hnsw.efConstruction = 80
    graph.hnsw.efSearch = 2 * _PROBES
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)  # several threads would make another graph each time
    graph.add(centroids)
    faiss.omp_set_num_threads(threads)
    return graph
