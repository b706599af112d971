"""Loaders of the benchmarks, over invented files in each one's layout."""

import json
from pathlib import Path

import pytest

from corpuscle.agent import QuestionType
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.eval_data import data_folder
from corpuscle.evals.runs.benchmarks import bioasq, pubmedqa
from corpuscle.evals.runs.benchmarks.catalogue import BENCHMARKS, benchmark_named, questions_of


def _write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


PUBMEDQA = {
    pmid: {"QUESTION": "Does it?", "CONTEXTS": ["It may.", "It did."], "LONG_ANSWER": "It does.", "final_decision": said}
    for pmid, said in (("1", "yes"), ("2", "maybe"))
}


def test_pubmedqa_is_asked_alone_or_with_what_does_not_answer_by_itself(tmp_path: Path) -> None:
    path = _write(tmp_path, "q.json", PUBMEDQA)
    alone = {q.id: q for q in questions_of(BENCHMARKS["pubmedqa"], "all", path)}
    given = {q.id: q for q in questions_of(BENCHMARKS["pubmedqa-contexts"], "all", path)}
    assert (alone["2"].expected, alone["2"].contexts) == ("maybe", ())
    assert given["1"].contexts[0].abstract == "It may. It did."  # the long answer is not given


def test_pubmedqa_questions_that_were_looked_at_are_for_tuning() -> None:
    assert len(pubmedqa.seen_pmids()) == 358


MIRAGE = {
    "mmlu": {"anatomy-1": {"question": "Which bone?", "options": {"A": "ulna", "B": "talus"}, "answer": "B"}},
    "bioasq": {"x": {"question": "Is it?", "options": {"A": "yes", "B": "no"}, "answer": "B"}},
}


def test_mirage_asks_letters_or_words_and_searches_by_the_question_alone(tmp_path: Path) -> None:
    path = _write(tmp_path, "benchmark.json", MIRAGE)
    (choice,) = questions_of(BENCHMARKS["mirage-mmlu"], "all", path)
    (yesno,) = questions_of(BENCHMARKS["mirage-bioasq"], "all", path)
    assert (choice.type, choice.options, choice.expected) == (QuestionType.CHOICE, ("ulna", "talus"), "B")
    assert (yesno.type, yesno.options, yesno.expected) == (QuestionType.YESNO, (), "no")
    assert BENCHMARKS["mirage-mmlu"].question_only
    assert not BENCHMARKS["medddx"].question_only


def test_afrimedqa_leaves_out_the_option_that_is_none_unless_it_is_right(tmp_path: Path) -> None:
    stem = "Which fits?\n A:  one\n B:  two\n C:  n/a\n"
    path = _write(tmp_path, "a.json", {"mcq": {"7": {"query": stem, "answer": "B"}, "8": {"query": stem, "answer": "C"}}})
    by_id = {q.id: q for q in questions_of(BENCHMARKS["afrimedqa"], "all", path)}
    assert by_id["mcq-7"].options == ("one", "two")
    assert by_id["mcq-8"].options == ("one", "two", "n/a")


def test_kg_rag_statements_become_questions_and_genes_options(tmp_path: Path) -> None:
    statements = _write(tmp_path, "t.csv", ",text,label\n1,velbrodine treats drusel.,True\n2,water treats drusel,False\n")
    choices = _write(
        tmp_path,
        "c.csv",
        'correct_node,options_combined,text\nKELV1," AAA, KELV1","Out of the given list, which Gene is it. Given list is: AAA"\n',
    )
    said = {q.text: q.expected for q in questions_of(BENCHMARKS["kg-rag-true-false"], "all", statements)}
    assert said == {"Is it true that velbrodine treats drusel?": "yes", "Is it true that water treats drusel?": "no"}
    (choice,) = questions_of(BENCHMARKS["kg-rag-choice"], "all", choices)
    assert (choice.text, choice.options, choice.expected) == ("Which Gene is it?", ("AAA", "KELV1"), "B")


def _bioasq(id_: str, kind: str, exact: object) -> dict[str, object]:
    snippet = {"document": "http://x/9", "text": "Velbrodine heals.", "offsetInBeginSection": 0, "offsetInEndSection": 17}
    sections = {"beginSection": "abstract", "endSection": "abstract"}
    return {"id": id_, "type": kind, "body": "Does it?", "snippets": [snippet | sections], "exact_answer": exact}


def test_bioasq_has_gold_snippets_to_read_and_says_which_batches_are_for_tuning(tmp_path: Path) -> None:
    _write(tmp_path, "7B1_golden.json", {"questions": [_bioasq("a", "yesno", "Yes."), _bioasq("b", "list", [["itch", "pruritus"]])]})
    _write(tmp_path, "9B1_golden.json", {"questions": [_bioasq("c", "factoid", ["itch", "pruritus"])]})
    (yesno,) = questions_of(BENCHMARKS["bioasq-yesno"], "tuning", tmp_path)
    (factoid,) = questions_of(BENCHMARKS["bioasq-factoid"], "reported", tmp_path)
    (listed,) = questions_of(BENCHMARKS["bioasq-list"], "all", tmp_path)
    assert (yesno.id, yesno.expected, yesno.contexts[0].abstract) == ("7B1/a", "yes", "Velbrodine heals.")
    assert (factoid.id, factoid.expected) == ("9B1/c", (("itch",), ("pruritus",)))
    assert listed.expected == (("itch", "pruritus"),)


def test_bioasq_question_of_mirage_is_for_tuning_by_the_time_it_was_written() -> None:
    assert bioasq.written_for_tuning("5e827fff0000000000000000")  # 0x5e827fff s = 2020-03-30
    assert not bioasq.written_for_tuning("603808960000000000000000")  # 2021-02-25
    assert bioasq.written_for_tuning("no id of BioASQ's")


@pytest.mark.parametrize("name", list(BENCHMARKS))
def test_a_missing_file_says_where_to_get_it(name: str, tmp_path: Path) -> None:
    benchmark = BENCHMARKS[name]
    with pytest.raises(EvaluationError) as raised:
        questions_of(benchmark, "all", tmp_path / "no_such_folder" / "file.json")
    assert "http" in raised.value.remedy


@pytest.mark.parametrize("name", list(BENCHMARKS))
def test_a_malformed_file_is_an_error(name: str, tmp_path: Path) -> None:
    path = _write(tmp_path, "file", "[1, 2")
    with pytest.raises(EvaluationError):
        questions_of(BENCHMARKS[name], "all", path)


def test_a_wrong_name_lists_all() -> None:
    with pytest.raises(EvaluationError) as raised:
        benchmark_named("medqa")
    assert "mirage-medqa" in raised.value.remedy


def test_development_files_have_as_many_questions_as_counted() -> None:
    try:
        data_folder("medddx")
    except EvaluationError:
        pytest.skip("no evaluation data")
    counted = {name: len(questions_of(BENCHMARKS[name], "all")) for name in ("pubmedqa", "bioasq-factoid", "medddx", "afrimedqa")}
    assert counted == {"pubmedqa": 750, "bioasq-factoid": 516, "medddx": 885, "afrimedqa": 1955}
