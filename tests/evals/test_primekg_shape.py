"""The invented kg.csv."""

import csv
from collections import Counter
from pathlib import Path

from corpuscle.evals.primekg_shape import HEADER, NODE_TYPES, RELATIONS, invented_nodes, write_kg_csv
from corpuscle.index_builder.graph_sources import ReadingLog, open_curated

SCALE = 0.004


def test_counts_are_those_of_primekg() -> None:
    assert sum(t.nodes for t in NODE_TYPES.values()) == 129_375
    assert sum(r.rows for r in RELATIONS) == 8_100_498
    assert len(RELATIONS) == 30
    assert sum(len(nodes) for nodes in invented_nodes(1.0).values()) == 129_375


def test_each_edge_is_there_in_both_directions_and_few_nodes_have_most(tmp_path: Path) -> None:
    written = write_kg_csv(tmp_path / "kg.csv", SCALE)
    with (tmp_path / "kg.csv").open(newline="") as stream:
        rows = [tuple(row) for row in csv.reader(stream)]
    assert rows[0] == tuple(HEADER)
    assert len(rows) - 1 == written
    said = {(row[0], row[2], row[7]) for row in rows[1:]}
    assert len(said) == written
    assert all((relation, y, x) in said for relation, x, y in said)
    degrees = Counter(x for _, x, _ in said)
    assert sum(count for _, count in degrees.most_common(len(degrees) // 10)) > 0.3 * written


def test_the_same_seed_gives_the_same_file_which_the_adapter_reads(tmp_path: Path) -> None:
    write_kg_csv(tmp_path / "kg.csv", SCALE)
    (tmp_path / "again").mkdir()
    write_kg_csv(tmp_path / "again" / "kg.csv", SCALE)
    assert (tmp_path / "kg.csv").read_bytes() == (tmp_path / "again" / "kg.csv").read_bytes()
    log = ReadingLog(lambda row: None)
    edges = sum(len(batch.edges) for batch in open_curated(tmp_path / "kg.csv").read(log))
    assert (log.skipped, edges + log.repeated) == (0, log.rows)
