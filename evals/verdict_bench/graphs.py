"""The graph of each row: that of the index, without and with the sources that the row may see. Kept in the work folder, made once.

The files are real: what a row must not see is not in its file, so no way of asking can find it.
"""

import gzip
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.verdict_bench.fragment_rows import NameToCurie, hpo_without_orphanet, ontology_is_a, primekg_fragment
from corpuscle.evals.verdict_bench.hetionet_pairs import EDGES, Link
from corpuscle.index_builder.graph_import import ImportRecord, import_rows, without_source
from corpuscle.index_builder.graph_sources.registry import open_curated
from corpuscle.index_builder.graph_sources.rows import Batch, Licence, ReadingLog
from corpuscle.index_builder.progress import Progress
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore

PHARMACOTHERAPY_METAEDGES = frozenset({"CtD", "CpD"})
"""Hetionet's indications: they are PharmacotherapyDB."""
_TERMS = Licence("see the source", "Evaluation data in a work folder; never shipped.", restrictive=True)
_NODES = "kg/hetionet/nodes.tsv.gz"


@dataclass(frozen=True)
class Ingredient:
    """A source on its way into a graph."""

    name: str
    """Of the source in the graph."""
    read: Callable[[Path], Iterator[Batch]]
    """Its rows; takes the graph made so far."""


class GraphKitchen:
    """Makes the graphs of the rows in `folder` from the graph of an index and the evaluation data."""

    def __init__(self, base: Path, data: Path, folder: Path, progress: Progress) -> None:
        self._base, self._data, self._folder, self._progress = base, data, folder, progress
        folder.mkdir(parents=True, exist_ok=True)

    def graph(self, without: Sequence[str], ingredients: Sequence[Ingredient]) -> Path:
        """The graph of the index without sources of its build and with these ingredients. Raises EvaluationError where the index has imports."""
        path = self._base
        self._check_base()
        made = "base"
        for source in without:
            made = f"{made}-{source}"
            path = self._made(made, lambda new, old=path, source=source: without_source(old, new, source))
        for ingredient in ingredients:
            made = f"{made}+{ingredient.name}"
            path = self._made(made, lambda new, old=path, one=ingredient: import_rows(old, new, one.read(old), self._record(one)))
        return path

    def edgeless(self) -> Path:
        """The graph of the index with its names and hierarchies, without any edge."""
        with GraphStore.open(self._base) as store:
            sources = [source.name for source in store.sources() if next(store.all_edges(source.name), None)]
        return self.graph(sources, ())

    def drugmechdb(self) -> Ingredient:
        """Drugs with the diseases they treat, and the mechanisms between."""
        return Ingredient("drugmechdb", lambda _: _curated(self._data / "kg/other/drugmechdb_paths.jsonl.gz", "drugmechdb"))

    def primekg(self) -> Ingredient:
        """The fragment of PrimeKG."""
        return Ingredient("primekg", lambda graph: primekg_fragment(self._data, name_to_curie(graph)))

    def orphanet_apart(self) -> Ingredient:
        """HPO's annotations without Orphanet's."""
        return Ingredient("hpo-omim", lambda _: hpo_without_orphanet(self._data))

    def is_a(self, ontology: str) -> Ingredient:
        """The hierarchy of an ontology: "hp", "mondo"."""
        return Ingredient(f"{ontology}-hierarchy", lambda _: ontology_is_a(self._data, ontology))

    def hetionet(self, variant: str, without_types: Collection[str] = (), without_links: Collection[tuple[str, Link]] = ()) -> Ingredient:
        """Hetionet without edge types, or without single edges (type, link). `variant` names what was left out."""
        return Ingredient(f"hetionet{variant}", lambda _: _curated(self._hetionet_files(variant, without_types, without_links), "hetionet"))

    def hetionet_edges(self, name: str, links: Collection[tuple[str, Link]]) -> Iterator[Batch]:
        """Edges of one's own making as the adapter of Hetionet reads them."""
        folder = self._folder / "sources" / name
        self._copy_nodes(folder)
        with gzip.open(folder / "edges.tsv.gz", "wt", encoding="utf-8") as lines:
            lines.write("source\tmetaedge\ttarget\n")
            lines.writelines(f"{source}\t{metaedge}\t{target}\n" for metaedge, (source, target) in links)
        return _curated(folder, "hetionet")

    def _hetionet_files(self, variant: str, without_types: Collection[str], without_links: Collection[tuple[str, Link]]) -> Path:
        if not without_types and not without_links:
            return self._data / "kg/hetionet"
        folder = self._folder / "sources" / f"hetionet{variant}"
        self._copy_nodes(folder)
        left_out = frozenset((metaedge, *link) for metaedge, link in without_links)
        with (
            gzip.open(self._data / EDGES, "rt", encoding="utf-8") as edges,
            gzip.open(folder / "edges.tsv.gz", "wt", 1, encoding="utf-8") as kept,
        ):
            kept.write(next(edges))
            for line in edges:
                source, _, metaedge, target = line.split("\t", 4)[:4]
                if metaedge not in without_types and (metaedge, source, target) not in left_out:
                    kept.write(line)
        return folder

    def _copy_nodes(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "nodes.tsv.gz").write_bytes((self._data / _NODES).read_bytes())

    def _made(self, name: str, make: Callable[[Path], object]) -> Path:
        path = self._folder / f"{name}.sqlite"
        if not path.is_file():
            self._progress.note(f"Making the graph {name}")
            make(path)
        return path

    def _check_base(self) -> None:
        with GraphStore.open(self._base) as store:
            found = sorted({terms.source for terms in store.terms()})  # a build's own sources have none
        if found:
            raise EvaluationError(
                f"The graph of the index has sources that a build does not give it: {', '.join(found)}; a row could find its own answers in them.",
                "Measure on an index without imports: corpuscle index build --index DIR --sample",
            )

    def _record(self, ingredient: Ingredient) -> ImportRecord:
        return ImportRecord(ingredient.name, "evaluation data", "", _TERMS, {}, "evaluation")


def name_to_curie(graph: Path) -> NameToCurie:
    """How a graph's linker reads names of a category."""
    linker = Linker(GraphStore.open(graph))
    kinds = {
        "Disease": {"Disease", "PhenotypicFeature"},
        "SmallMolecule": {"SmallMolecule", "Protein", "Polypeptide", "ChemicalEntity", "Drug"},
    }

    def curie(name: str, category: str) -> str | None:
        wanted = kinds.get(category, {category})
        return next((c.entity.curie for c in linker.candidates(name) if c.entity.category in wanted), None)

    return curie


def _curated(path: Path, format_name: str) -> Iterator[Batch]:
    return open_curated(path, format_name).read(ReadingLog(lambda row: None))
