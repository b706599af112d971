"""Updates over an index: any split of a stream of records into files ends in the index that the stream describes."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuscle.index_builder.builder import BuildReport, BuildSteps, build_index, update_index
from corpuscle.index_builder.errors import SourcesDifferError
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_corpus, pubmed_files
from corpuscle.index_builder.status import index_status
from corpuscle.index_builder.verify import verify_index
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import Manifest, SourceFile, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex
from tests.index_builder.conftest import HashEncoder, count_graph, deletion_xml, update_count_graph, write_pubmed_file

# --- a small world of records, and what a stream of them means -------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One record of a stream: a revision, or a deletion. `about` makes it a notice of `kind` about that PMID."""

    pmid: int
    version: int = 1
    words: str = "swim"
    about: int = 0
    kind: str = "RetractionOf"
    deleted: bool = False

    def xml(self) -> str:
        if self.deleted:
            return deletion_xml(self.pmid)
        link = f"<CommentsCorrectionsList><CommentsCorrections RefType='{self.kind}'><PMID>{self.about}</PMID></CommentsCorrections></CommentsCorrectionsList>"
        return (
            f'<PubmedArticle><MedlineCitation><PMID Version="{self.version}">{self.pmid}</PMID><Article>'
            f"<ArticleTitle>Invented study {self.pmid}.</ArticleTitle><Abstract><AbstractText>Mice {self.words}.</AbstractText></Abstract>"
            f"</Article>{link if self.about else ''}</MedlineCitation></PubmedArticle>\n"
        )


@dataclass(frozen=True)
class State:
    """What an index says of one article."""

    version: int
    abstract: str
    links: frozenset[tuple[str, str]]
    retracted: bool
    concern: bool


ANSWER = {"RetractionOf": "RetractionIn", "ExpressionOfConcernFor": "ExpressionOfConcernIn", "ErratumFor": "ErratumIn"}


def meaning(stream: Iterable[Said]) -> dict[str, State]:
    """The articles after the stream: the last record of the highest version since the last deletion, marked by the notices that are left."""
    held: dict[int, Said] = {}
    for said in stream:
        if said.deleted:
            held.pop(said.pmid, None)
        elif said.pmid not in held or held[said.pmid].version <= said.version:
            held[said.pmid] = said
    states: dict[str, State] = {}
    for said in held.values():
        links = {(ANSWER[notice.kind], str(notice.pmid)) for notice in held.values() if notice.about == said.pmid != notice.pmid}
        own = {(said.kind, str(said.about))} if said.about else set[tuple[str, str]]()
        kinds = {kind for kind, _ in links}
        notice = said.about and said.kind == "RetractionOf"
        states[str(said.pmid)] = State(
            said.version,
            f"Mice {said.words}.",
            frozenset(links | own),
            "RetractionIn" in kinds and not notice,
            "ExpressionOfConcernIn" in kinds,
        )
    return states


def found(index_dir: Path) -> dict[str, State]:
    manifest = read_manifest(index_dir)
    assert manifest.text is not None
    return {a.id: _state(a) for a in TextIndex.open(index_dir / manifest.text.path).iter_articles()}


def _state(article: Article) -> State:
    links = frozenset((link.kind, link.pmid) for link in article.corrections)
    return State(article.version, article.abstract, links, article.retracted, article.concern)


def write(folder: Path, parts: Sequence[Sequence[Said]], first: int = 1) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"pubmed26n{number:04d}.xml.gz" for number in range(first, first + len(parts))]
    for path, part in zip(paths, parts, strict=True):
        write_pubmed_file(path, (said.xml() for said in part))
    return paths


class Notes(NoProgress):
    """Keeps what an update says."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, text: str) -> None:
        self.lines.append(text)


class KilledBehind(NoProgress):
    """Ends the update when a file has been committed."""

    def __init__(self, name: str) -> None:
        self.name = name

    def note(self, text: str) -> None:
        if text.startswith(self.name) and "records =" in text:
            raise KeyboardInterrupt


STEPS = BuildSteps(build_graph=count_graph, load_encoder=HashEncoder, update_graph=update_count_graph)


def build(index: Path, pubmed: Path, steps: BuildSteps = STEPS) -> BuildReport:
    return build_index(index, pubmed_corpus(pubmed), steps, RetrievalSettings(home=index.parent / "home"), NoProgress())


def update(index: Path, *paths: Path, steps: BuildSteps = STEPS) -> BuildReport:
    return update_index(index, pubmed_files(paths), steps, RetrievalSettings(home=index.parent / "home"), NoProgress())


def check(index: Path, expected: Mapping[str, State]) -> Manifest:
    """The index says what is expected in every store, adds up, and is sound."""
    assert found(index) == expected
    manifest = read_manifest(index)
    assert manifest.complete and manifest.text is not None and manifest.graph is not None
    assert manifest.text.articles == manifest.graph.nodes == len(expected)
    for source in manifest.sources:
        assert source.records == source.indexed + source.skipped + source.deleted
    status = index_status(index)
    assert status.vectors is not None and status.vectors.made == len(expected)
    assert status.retracted == sum(state.retracted for state in expected.values())
    assert status.concern == sum(state.concern for state in expected.values())
    assert verify_index(index, NoProgress()).faults == ()
    return manifest


# --- properties ------------------------------------------------------------------------------------------------------------------

PMIDS = st.integers(1, 6)
REVISIONS = st.builds(
    Said,
    PMIDS,
    version=st.integers(1, 3),
    words=st.sampled_from(["swim", "fly", "sing"]),
    about=st.one_of(st.just(0), PMIDS),
    kind=st.sampled_from(sorted(ANSWER)),
)
STREAMS = st.lists(st.one_of(REVISIONS, REVISIONS, st.builds(Said, PMIDS, deleted=st.just(True))), min_size=1, max_size=14)


@settings(max_examples=12, deadline=None)
@given(STREAMS, st.data())
def test_any_split_of_a_stream_into_files_ends_in_the_same_index(stream: list[Said], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream)), max_size=4)))
    parts = [stream[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    baseline = data.draw(st.integers(1, len(parts)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "baseline", parts[:baseline])
        build(folder / "index", folder / "baseline")
        if parts[baseline:]:
            update(folder / "index", *write(folder / "updates", parts[baseline:], baseline + 1))
        manifest = check(folder / "index", meaning(stream))
        assert sum(source.records for source in manifest.sources) == len(stream)
        assert [source.role for source in manifest.sources] == ["baseline"] * baseline + ["update"] * (len(parts) - baseline)


@settings(max_examples=6, deadline=None)
@given(st.permutations([Said(1), Said(2), Said(3, about=1), Said(4, about=1, kind="ErratumFor"), Said(5, about=2), Said(6, about=5)]))
def test_a_notice_marks_its_target_whichever_comes_first(stream: list[Said]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "baseline", [stream[:2], stream[2:4]])
        build(folder / "index", folder / "baseline")
        update(folder / "index", *write(folder / "updates", [[stream[4]], [stream[5]]], 3))
        manifest = check(folder / "index", meaning(stream))
        assert manifest.text is not None
        retracted = {pmid for pmid, state in found(folder / "index").items() if state.retracted}
        assert retracted == {"1", "2"}  # not 5: a notice that is itself the target of one stays a notice


# --- cases ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of ten articles; 9 is a notice about 1."""
    write(tmp_path / "baseline", [[*(Said(i) for i in range(8)), Said(8, version=2), Said(9, about=1)]])
    build(tmp_path / "index", tmp_path / "baseline")
    return tmp_path / "index"


def test_an_update_revises_deletes_and_retracts_in_one_commit(index: Path, tmp_path: Path) -> None:
    generation = read_manifest(index).generation
    said = [Said(2, version=2, words="fly"), Said(3, deleted=True), Said(30, about=4), Said(8, version=1, words="sing")]
    (path,) = write(tmp_path / "updates", [said], 2)
    without_vectors = replace(STEPS, load_encoder=None)
    update(index, path, steps=without_vectors)
    manifest = read_manifest(index)
    # one commit for the file, one for the end of the update
    assert manifest.generation == generation + 2
    assert _counts(manifest.sources[1]) == (4, 2, 1, 1)
    states = found(index)
    assert "3" not in states
    assert (states["2"].abstract, states["4"].retracted, states["8"].abstract) == ("Mice fly.", True, "Mice swim.")
    assert manifest.graph is not None and manifest.graph.nodes == 10
    assert not manifest.vectors_complete
    update(index, path)  # only the vectors of 2 and 30 are missing
    assert read_manifest(index).vectors_complete
    status = index_status(index).vectors
    # the old text of 2, and 3, are dead rows
    assert status is not None and (status.made, status.articles, status.dead) == (10, 10, 2)


def test_an_applied_file_changes_nothing_when_given_again(index: Path, tmp_path: Path) -> None:
    paths = write(tmp_path / "updates", [[Said(2, words="fly")], [Said(3, deleted=True)]], 2)
    update(index, *paths)
    before = (index / "manifest.json").read_bytes()
    update(index, tmp_path / "updates")
    update(index, paths[0])
    assert (index / "manifest.json").read_bytes() == before


def test_a_mark_goes_with_its_notice(index: Path, tmp_path: Path) -> None:
    assert found(index)["1"].retracted
    update(index, *write(tmp_path / "updates", [[Said(9, deleted=True)]], 2))
    assert found(index)["1"] == State(1, "Mice swim.", frozenset(), False, False)


def test_a_notice_that_is_revised_marks_what_it_is_about_now(index: Path, tmp_path: Path) -> None:
    update(index, *write(tmp_path / "updates", [[Said(9, version=2, about=2)]], 2))
    assert {pmid for pmid, state in found(index).items() if state.retracted} == {"2"}


def test_a_revised_target_stays_marked(index: Path, tmp_path: Path) -> None:
    update(index, *write(tmp_path / "updates", [[Said(1, version=2, words="fly")]], 2))
    assert found(index)["1"] == State(2, "Mice fly.", frozenset({("RetractionIn", "9")}), True, False)


def test_a_damaged_update_is_quarantined_and_applied_when_repaired(index: Path, tmp_path: Path) -> None:
    stream = [[Said(2, version=2)], [Said(3, words="old"), Said(4, deleted=True)], [Said(3, words="new"), Said(4, words="back")]]
    paths = write(tmp_path / "updates", stream, 2)
    sidecar = paths[1].with_name(f"{paths[1].name}.md5")
    sidecar.write_text("0" * 32)
    report = update(index, tmp_path / "updates")
    assert [str(failure).split(":")[0] for failure in report.failures] == ["pubmed26n0003.xml.gz"]
    status = index_status(index)
    assert [(file.name, file.role) for file in status.quarantined] == [("pubmed26n0003.xml.gz", "update")]
    assert "its MD5 is" in status.quarantined[0].problem
    assert not status.complete
    assert [source.name for source in status.sources] == ["pubmed26n0001.xml.gz", "pubmed26n0002.xml.gz", "pubmed26n0004.xml.gz"]
    assert paths[1].exists()

    sidecar.unlink()
    alone = update(index, paths[1])
    assert "pubmed26n0004.xml.gz came after it" in str(alone.failures[0])
    report = update(index, tmp_path / "updates")
    assert report.failures == ()
    manifest = read_manifest(index)
    assert manifest.complete and manifest.quarantined == ()
    assert [source.name for source in manifest.sources] == [f"pubmed26n{number:04d}.xml.gz" for number in range(1, 5)]
    assert (found(index)["3"].abstract, found(index)["4"].abstract) == ("Mice new.", "Mice back.")


def test_a_quarantined_file_that_is_not_given_again_is_told_until_it_is_applied(index: Path, tmp_path: Path) -> None:
    paths = write(tmp_path / "updates", [[Said(2)], [Said(3)]], 2)
    whole = paths[1].read_bytes()
    paths[1].write_bytes(whole[: len(whole) // 2])
    update(index, tmp_path / "updates")
    said = Notes()
    report = update_index(index, pubmed_files(paths[:1]), STEPS, RetrievalSettings(home=tmp_path / "home"), said)
    assert report.failures == () and not report.manifest.complete
    assert any("pubmed26n0003.xml.gz is still not applied" in line for line in said.lines)
    paths[1].write_bytes(whole)
    assert update(index, tmp_path / "updates").manifest.complete


def test_files_to_be_applied_anew_are_named_by_an_update_that_was_killed(index: Path, tmp_path: Path) -> None:
    paths = write(tmp_path / "updates", [[Said(2)], [Said(3, words="new")]], 2)
    whole = paths[0].read_bytes()
    paths[0].write_bytes(whole[: len(whole) // 2])
    update(index, tmp_path / "updates")
    paths[0].write_bytes(whole)
    with pytest.raises(KeyboardInterrupt):
        update_index(index, pubmed_files(paths), STEPS, RetrievalSettings(home=tmp_path / "home"), KilledBehind("pubmed26n0002"))
    assert "pubmed26n0003.xml.gz" in {file.name for file in read_manifest(index).quarantined}
    assert not update(index, paths[0]).manifest.complete
    assert update(index, tmp_path / "updates").manifest.complete
    assert [source.name for source in read_manifest(index).sources] == [f"pubmed26n{number:04d}.xml.gz" for number in (1, 2, 3)]


def test_an_applied_file_that_was_damaged_since_is_named_and_the_index_stays_complete(index: Path, tmp_path: Path) -> None:
    paths = write(tmp_path / "updates", [[Said(2, words="fly")], [Said(3)]], 2)
    paths[0].with_name(f"{paths[0].name}.md5").write_text(hashlib.md5(paths[0].read_bytes(), usedforsecurity=False).hexdigest())
    update(index, paths[0])
    paths[0].write_bytes(paths[0].read_bytes()[:-9])
    report = update(index, tmp_path / "updates")
    assert "pubmed26n0002.xml.gz was applied before" in str(report.failures[0])
    assert report.manifest.complete and report.manifest.quarantined == ()
    assert (found(index)["2"].abstract, report.manifest.sources[-1].name) == ("Mice fly.", "pubmed26n0003.xml.gz")


def test_a_part_of_a_baseline_is_not_taken_for_its_end(tmp_path: Path) -> None:
    write(tmp_path / "baseline", [[Said(1)], [Said(2)], [Said(3)]])
    part = pubmed_corpus(tmp_path / "baseline").part(1, 3)
    settings = RetrievalSettings(home=tmp_path / "home")
    build_index(tmp_path / "index", part, STEPS, settings, NoProgress())
    said = Notes()
    update_index(tmp_path / "index", pubmed_files(write(tmp_path / "updates", [[Said(2)]], 4)), STEPS, settings, said)
    assert not any("missing" in line for line in said.lines)


def test_missing_numbers_are_told(index: Path, tmp_path: Path) -> None:
    said = Notes()
    paths = [*write(tmp_path / "updates", [[Said(2)]], 3), *write(tmp_path / "updates", [[Said(2)]], 7)]
    update_index(index, pubmed_files(paths), STEPS, RetrievalSettings(home=tmp_path / "home"), said)
    # 1 was built; 3 and 7 are updates
    assert next(line for line in said.lines if "missing" in line).startswith(
        "Update files are missing: pubmed26n0002, pubmed26n0004 to pubmed26n0006."
    )


def test_an_unfinished_build_takes_no_update(tmp_path: Path) -> None:
    paths = write(tmp_path / "baseline", [[Said(1)], [Said(2)]])
    whole = paths[1].read_bytes()
    paths[1].write_bytes(whole[:-9])
    build(tmp_path / "index", tmp_path / "baseline")
    updates = write(tmp_path / "updates", [[Said(3)]], 3)
    with pytest.raises(SourcesDifferError, match=r"could not be applied: pubmed26n0002") as caught:
        update(tmp_path / "index", *updates)
    assert "corpuscle index build" in caught.value.remedy
    paths[1].write_bytes(whole)
    build(tmp_path / "index", tmp_path / "baseline")
    update(tmp_path / "index", *updates)
    assert sorted(found(tmp_path / "index")) == ["1", "2", "3"]


def test_a_build_leaves_updates_alone_and_takes_no_file_behind_them(index: Path, tmp_path: Path) -> None:
    update(index, *write(tmp_path / "updates", [[Said(2, words="fly")]], 2))
    before = read_manifest(index)
    assert build(index, tmp_path / "baseline").manifest == before
    write(tmp_path / "baseline", [[Said(40)]], 5)
    report = build(index, tmp_path / "baseline")
    assert "pubmed26n0002.xml.gz came after it" in str(report.failures[0])
    assert found(index)["2"].abstract == "Mice fly."


def test_another_file_of_an_applied_name_is_refused(index: Path, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "updates", [[Said(2)]], 2)
    update(index, path)
    write(tmp_path / "updates", [[Said(2), Said(3, words="fly")]], 2)
    with pytest.raises(SourcesDifferError, match="already holds an index of other sources"):
        update(index, path)


def test_an_index_without_vectors_or_graph_is_updated_without_them(tmp_path: Path) -> None:
    write(tmp_path / "baseline", [[Said(1)]])
    build(tmp_path / "index", tmp_path / "baseline", BuildSteps())
    update(tmp_path / "index", *write(tmp_path / "updates", [[Said(1, words="fly")]], 2), steps=BuildSteps())
    manifest = read_manifest(tmp_path / "index")
    assert manifest.graph is None and manifest.vectors is None
    assert found(tmp_path / "index")["1"].abstract == "Mice fly."


def test_the_graph_of_the_commit_before_stays_for_its_readers(index: Path, tmp_path: Path) -> None:
    names = [_graph_name(index)]
    for number in range(2, 5):
        update(index, *write(tmp_path / "updates", [[Said(20 + number)]], number), steps=replace(STEPS, load_encoder=None))
        names.append(_graph_name(index))
    assert len(set(names)) == 4
    assert len(list(index.glob("graph*.sqlite"))) <= 2
    assert (index / names[-1]).exists()


def test_a_copy_of_an_index_is_updated_apart(index: Path, tmp_path: Path) -> None:
    shutil.copytree(index, tmp_path / "copy")
    update(tmp_path / "copy", *write(tmp_path / "updates", [[Said(2, deleted=True)]], 2))
    assert "2" in found(index) and "2" not in found(tmp_path / "copy")


def test_the_day_of_the_newest_file_is_told(index: Path) -> None:
    assert index_status(index).newest is None  # the files of these tests do not say when they were made


def _graph_name(index: Path) -> str:
    graph = read_manifest(index).graph
    assert graph is not None
    return graph.path


def _counts(source: SourceFile) -> tuple[int, int, int, int]:
    return source.records, source.indexed, source.skipped, source.deleted
