"""Puts what a served model read in articles into the graph of an index: one generation more, the sentences kept with the edges."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from corpuscle.index_builder.disk import disk_errors
from corpuscle.index_builder.graph_import import ImportRecord, enter_source
from corpuscle.index_builder.graph_import_index import commit_graph, graph_of
from corpuscle.index_builder.graph_imports import BY_MODEL, ImportedFrom
from corpuscle.index_builder.graph_sources.rows import Licence
from corpuscle.index_builder.graph_writer import sort_beside
from corpuscle.index_builder.literature import Finding
from corpuscle.index_builder.literature_update import with_findings
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.model_relations import LICENCE, PREFIX, RULES_VERSION
from corpuscle.retrieval.manifest import Manifest, read_manifest

_TERMS = Licence(LICENCE, "The terms of PubMed's records hold, and those of the model.", restrictive=False)


def import_model_relations(
    index_dir: Path,
    model: str,
    query: str,
    found: Mapping[str, Iterable[Finding]],
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Manifest:
    """Writes the findings of these articles, by PMID, in place of what the same model had found in them; [] takes that back.

    The source is `PREFIX` and the model's name; of several findings of one statement in an article the weightiest is kept. An update of the
    index takes back what was read in articles that it changes. Raises IndexBuilderError, RetrievalError and GraphError.
    """
    source = PREFIX + model
    made = ImportedFrom(path=query, format=BY_MODEL, rules=RULES_VERSION, tool=version("corpuscle"))
    record = ImportRecord(source, RULES_VERSION, "", _TERMS, {}, made.model_dump_json())
    best = {pmid: _weightiest(findings) for pmid, findings in found.items()}
    with disk_errors(index_dir), writer_lock(index_dir, clock):
        manifest = read_manifest(index_dir)
        graph = graph_of(index_dir, manifest)
        new_path = index_dir / f"graph-{manifest.generation + 1:06d}.sqlite"
        sort_beside(new_path)
        written = with_findings(index_dir / graph.path, new_path, source, lambda connection: enter_source(connection, record), best)
        return commit_graph(index_dir, manifest, written, clock)


def _weightiest(findings: Iterable[Finding]) -> list[Finding]:
    best: dict[tuple[str, str, str, bool], Finding] = {}
    for finding in findings:
        key = (finding.subject, finding.predicate, finding.object, finding.negated)
        if key not in best or finding.weight > best[key].weight:
            best[key] = finding
    return list(best.values())
