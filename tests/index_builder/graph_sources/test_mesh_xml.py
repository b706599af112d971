from corpuscle.kg.mesh import Descriptor
from tests.index_builder.graph_sources.conftest import Read, ReadFile


def _record(ui: str, name: str, trees: tuple[str, ...], terms: tuple[str, ...] = (), action: str = "") -> str:
    actions = f"""
  <PharmacologicalActionList>
   <PharmacologicalAction>
    <DescriptorReferredTo>
     <DescriptorUI>{action}</DescriptorUI>
     <DescriptorName><String>Some Agents</String></DescriptorName>
    </DescriptorReferredTo>
   </PharmacologicalAction>
  </PharmacologicalActionList>"""
    concepts = "".join(
        f"""
   <Concept PreferredConceptYN="{"N" if number else "Y"}">
    <ConceptUI>M{ui}{number}</ConceptUI>
    <ConceptName><String>{term}</String></ConceptName>
    <TermList>
     <Term ConceptPreferredTermYN="Y" IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="Y">
      <TermUI>T{ui}{number}</TermUI>
      <String>{term}</String>
     </Term>
    </TermList>
   </Concept>"""
        for number, term in enumerate((name, *terms))
    )
    numbers = "".join(f"\n   <TreeNumber>{tree}</TreeNumber>" for tree in trees)
    return f"""<DescriptorRecord DescriptorClass = "1">
  <DescriptorUI>{ui}</DescriptorUI>
  <DescriptorName>
   <String>{name}</String>
  </DescriptorName>{actions if action else ""}
  <TreeNumberList>{numbers}
  </TreeNumberList>
  <ConceptList>{concepts}
  </ConceptList>
 </DescriptorRecord>
"""


HEAD = """<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20260101.dtd">
<DescriptorRecordSet LanguageCode = "eng">
"""
THUMBS = _record("D000001", "Thumb Neoplasms", ("C04.588",), ("Thumb Cancer", "Cancer &amp; Thumb"))
NEOPLASMS = _record("D000002", "Neoplasms", ("C04",))
HAND = _record("D000003", "Hand", ("A01.378",))
THUMB = _record("D000004", "Thumb", ("A01.378.800",))
DRUG = _record("D000005", "Mirellan", ("D02.1",), action="D000006")
AGENTS = _record("D000006", "Thumb Agents", ("D27.505",))


def _descriptors(found: Read) -> dict[str, Descriptor]:
    return {d.ui: d for batch in found.batches for d in batch.descriptors}


def test_terms_of_all_concepts_and_tree_numbers(read: ReadFile) -> None:
    found = read({"desc2026.xml": HEAD + THUMBS + NEOPLASMS + "</DescriptorRecordSet>\n"})
    assert _descriptors(found)["D000001"] == Descriptor("D000001", "Thumb Neoplasms", ("Thumb Cancer", "Cancer & Thumb"), ("C04.588",))
    assert found.nodes["MESH:D000001"].category == "Disease"
    assert found.nodes["MESH:D000001"].synonyms == ("Thumb Cancer", "Cancer & Thumb")
    assert found.version == "2026"


def test_kinds_of_diseases_are_kinds_and_parts_of_the_body_only_stand_below(read: ReadFile) -> None:
    found = read({"desc2026.xml.gz": HEAD + THUMBS + NEOPLASMS + HAND + THUMB + "</DescriptorRecordSet>\n"})
    assert sorted(found.triples) == [
        ("MESH:D000001", "is a", "MESH:D000002"),
        ("MESH:D000004", "broader or narrower than", "MESH:D000003"),
    ]


def test_pharmacologic_actions_are_roles(read: ReadFile) -> None:
    found = read({"desc2026.xml": HEAD + DRUG + AGENTS + "</DescriptorRecordSet>\n"})
    assert found.triples == [("MESH:D000005", "has role", "MESH:D000006")]


def test_a_damaged_record_takes_no_other_along(read: ReadFile) -> None:
    damaged = NEOPLASMS.replace("</DescriptorName>", "")
    unended = HAND.replace("</DescriptorRecord>", "")
    nameless = THUMB.replace("<String>Thumb</String>", "<String></String>", 1)
    found = read({"desc2026.xml": HEAD + THUMBS + damaged + unended + nameless + DRUG + AGENTS[:90]})
    assert set(_descriptors(found)) == {"D000001", "D000005"}
    lines = (HEAD + THUMBS + damaged).count("\n")
    assert found.skipped[0].line == lines
    assert len(found.skipped) == 4


def test_entities_of_a_record_are_not_resolved(read: ReadFile) -> None:
    text = HEAD.replace(">\n<DescriptorRecordSet", ' [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<DescriptorRecordSet')
    found = read({"desc2026.xml": text + NEOPLASMS.replace("Neoplasms<", "&x;<", 1) + THUMBS})
    assert set(_descriptors(found)) == {"D000001"}
    assert len(found.skipped) == 1


def test_records_over_many_chunks_are_all_read_and_their_lines_counted(read: ReadFile) -> None:
    records = [_record(f"D{number:06}", f"Thumb {number}", (f"C{number}",), ("Finger",) * 9) for number in range(1, 801)]
    damaged = records[600].replace("</DescriptorName>", "")
    text = HEAD + "".join([*records[:600], damaged, *records[601:]]) + "</DescriptorRecordSet>\n"
    assert len(text) > 2 * 1024 * 1024
    found = read({"desc2026.xml": text})
    assert len(_descriptors(found)) == 799
    assert [row.line for row in found.skipped] == [(HEAD + "".join(records[:600]) + damaged).count("\n")]
