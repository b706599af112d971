"""MeSH descriptors from NLM's desc2026.xml, plain or gzipped, with the terms of all their concepts, tree numbers and pharmacologic actions.

The stream is cut at the records' tags and each is parsed strictly on its own, so that a damaged one takes no other along.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from corpuscle.index_builder.graph_sources.formats import BatchMaker, FileHead, Files, GraphFormat
from corpuscle.index_builder.graph_sources.licences import LICENCES
from corpuscle.index_builder.graph_sources.relations import Relation
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedNode, ReadingLog
from corpuscle.index_builder.graph_sources.tables import open_bytes
from corpuscle.index_builder.mesh_types import biolink_category, stands_in
from corpuscle.index_builder.xml_tree import Element, MalformedXmlError, parse_element
from corpuscle.kg.mesh import Descriptor

_OPEN, _CLOSE = b"<DescriptorRecord ", b"</DescriptorRecord>"
_CHUNK = 1 << 20
RECORD_LIMIT_BYTES = 8 << 20
"""A record is a few thousand bytes; one that does not end within this many is damaged."""

_KINDS = ("B", "C", "D", "E", "F03")
"""Trees whose narrower headings are kinds of the broader ones; elsewhere they may be parts of them (A) or go with them."""

_IS_A = Relation("is a", score=0.95)
_NARROWER = Relation("broader or narrower than", score=0.97)
_ACTION = Relation("has role", score=0.95)


def read_descriptors_xml(path: Path, log: ReadingLog) -> Iterator[tuple[Descriptor, tuple[str, ...]]]:
    """Each descriptor, with the UIs of its pharmacologic actions; a record that cannot be read is skipped, with the line where it ends."""
    for line, record in _records(path):
        log.rows += 1
        try:
            yield _descriptor(parse_element(record))
        except (MalformedXmlError, ValueError) as exc:
            log.skip(path.name, line, str(exc))


def _records(path: Path) -> Iterator[tuple[int, bytes]]:
    """The bytes of each record and the line where it ends, or where the next begins if it never ends."""
    buffer, line = b"", 1
    with open_bytes(path) as stream:
        while chunk := stream.read(_CHUNK):
            buffer += chunk
            done = 0
            while (begin := buffer.find(_OPEN, done)) >= 0:
                end = buffer.find(_CLOSE, begin)
                following = buffer.find(_OPEN, begin + len(_OPEN), end if end >= 0 else len(buffer))
                if end < 0 and following < 0 and len(buffer) - begin <= RECORD_LIMIT_BYTES:
                    break
                stop = following if following >= 0 else end + len(_CLOSE) if end >= 0 else len(buffer)
                line += buffer.count(b"\n", done, stop)
                yield line, buffer[begin:stop]
                done = stop
            kept = done if begin >= 0 else max(done, len(buffer) - len(_OPEN))  # a tag may be cut by the end of the chunk
            line += buffer.count(b"\n", done, kept)
            buffer = buffer[kept:]
    if (begin := buffer.find(_OPEN)) >= 0:
        yield line + buffer.count(b"\n"), buffer[begin:]


def _descriptor(record: Element) -> tuple[Descriptor, tuple[str, ...]]:
    """Raises ValueError where the record has no UI or no name."""
    ui, name = _text(record, "DescriptorUI"), _text(record, "DescriptorName/String")
    if not re.fullmatch(r"D\d{6,9}", ui) or not name:
        raise ValueError(f"a descriptor without {'a name' if ui else 'an identifier'}")
    terms = [_text(term, "String") for concept in _children(record, "ConceptList") for term in _children(concept, "TermList")]
    trees = [text for number in _children(record, "TreeNumberList") if (text := "".join(number.itertext()).strip())]
    actions = [_text(action, "DescriptorReferredTo/DescriptorUI") for action in _children(record, "PharmacologicalActionList")]
    entry_terms = tuple(term for term in dict.fromkeys(terms) if term and term != name and "|" not in term)
    return Descriptor(ui, name, entry_terms, tuple(trees)), tuple(filter(None, actions))


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _children(element: Element, path: str) -> Iterator[Element]:
    found = element.find(path)
    return iter(()) if found is None else iter(found)


def _read(files: Files, log: ReadingLog) -> Iterator[Batch]:
    making = BatchMaker(log)
    descriptors: list[Descriptor] = []
    places: dict[str, str] = {}
    actions: list[tuple[str, str]] = []
    for descriptor, roles in read_descriptors_xml(files["descriptors"], log):
        curie = f"MESH:{descriptor.ui}"
        making.nodes.append(ImportedNode(curie, descriptor.name, biolink_category(descriptor.tree_numbers), descriptor.entry_terms))
        descriptors.append(descriptor)
        places.update(dict.fromkeys(descriptor.tree_numbers, curie))
        actions += [(curie, f"MESH:{role}") for role in roles]
        if making.full():
            yield making.take()._replace(descriptors=descriptors)
            descriptors = []
    for (narrower, broader), relation in _hierarchy(places).items():
        log.mapped[relation.told("tree")] += 1
        making.edges.append(relation.edge(narrower, broader))
    known = set(places.values())
    for drug, role in actions:
        if role in known:
            log.mapped[_ACTION.told("pharmacologic action")] += 1
            making.edges.append(_ACTION.edge(drug, role))
    yield making.take()._replace(descriptors=descriptors)


def _hierarchy(places: dict[str, str]) -> dict[tuple[str, str], Relation]:
    """Each heading with those directly above it; a kind of one where any tree says so."""
    found: dict[tuple[str, str], Relation] = {}
    for tree, curie in places.items():
        above = places.get(tree.rpartition(".")[0])
        if above is not None and above != curie:
            relation = _IS_A if stands_in((tree,), *_KINDS) else _NARROWER
            if found.get((curie, above)) != _IS_A:
                found[curie, above] = relation
    return found


def _role(head: FileHead) -> str:
    return "descriptors" if "<DescriptorRecordSet" in head.text or "<DescriptorRecord " in head.text else ""


def _source(files: Files) -> str:
    return "mesh-xml"


MESH = GraphFormat(
    name="mesh",
    title="MeSH descriptors: desc2026.xml of NLM",
    licence=LICENCES["mesh"],
    role=_role,
    read=_read,
    needed=frozenset({"descriptors"}),
    source=_source,
)
