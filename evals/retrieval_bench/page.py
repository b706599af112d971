"""docs/benchmarks/retrieval.md, made of the results alone."""

from collections.abc import Iterable, Iterator, Sequence

from corpuscle.evals.bench_parts.bootstrap import SAMPLES
from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.retrieval_bench.page_costs import arithmetic_lines, cost_lines, ratio_lines
from corpuscle.evals.retrieval_bench.page_quality import not_ahead_lines, quality_lines, summary_lines
from corpuscle.evals.retrieval_bench.plots import Plot
from corpuscle.evals.retrieval_bench.records import CostPart, MilvusPart, QualityPart, UpdatePart, VectorPart
from corpuscle.evals.retrieval_bench.results import BenchResults
from corpuscle.evals.retrieval_bench.verdicts import verdicts

COMMAND = "make bench-retrieval"
_GPU_COMMANDS = (
    "`corpuscle eval bench-retrieval --work DIR --part vectors/1000000` and `python -m corpuscle.evals.encoder_bench BEIR_FOLDER`"
)


def as_markdown(results: BenchResults, plots: Sequence[Plot]) -> str:
    """The page. The same results give the same page."""
    by_file = {plot.file: plot for plot in plots}
    return "\n".join(
        [
            "# Retrieval, measured",
            "",
            *_intro(results),
            "",
            "| target | measured | |",
            "|---|---|---|",
            *(f"| {verdict.target} | {verdict.measured} | {verdict.words} |" for verdict in verdicts(results)),
            "",
            *_image(by_file, "retrieval-latency.svg"),
            "## Quality",
            "",
            *_image(by_file, "retrieval-quality.svg"),
            *summary_lines(results.qualities),
            *quality_lines(results.qualities),
            "",
            "## Costs",
            "",
            *(line for file in by_file if file not in ("retrieval-latency.svg", "retrieval-quality.svg") for line in _image(by_file, file)),
            *cost_lines(results),
            "### How many times faster than rank-bm25",
            "",
            *ratio_lines(results),
            "## Vectors",
            "",
            *_vector_lines(results.vectors),
            "## Updates",
            "",
            *_update_lines(results.updates),
            "## GPU",
            "",
            *_gpu_lines(results.vectors),
            "## Milvus",
            "",
            *_milvus_lines(results.milvus),
            "## All of PubMed: the arithmetic for 36 million articles",
            "",
            *arithmetic_lines(results),
            "",
            *_ASSUMPTIONS,
            "",
            "## Method",
            "",
            *_METHOD,
            "",
            *_machine_lines(results),
            "",
            "## Negative results",
            "",
            *(f"- Missed: {verdict.target}: {verdict.measured}." for verdict in verdicts(results) if verdict.met is False),
            *not_ahead_lines(results.qualities),
            "",
        ]
    )


_ASSUMPTIONS = (
    "Assumed: disk and memory grow linearly (least squares, weighted by 1/n), latency as a power of n (least squares in the logarithms); the",
    "linear figure beside each latency bounds it from above. The larger corpora repeat the sample's vocabulary, so the dictionary of a real",
    "corpus of that size takes more; their copies have the sample's share of bare titles (a third), as has PubMed. One core, index on a local",
    "disk whose hot pages are in memory: with less memory than the index, cold queries wait for the disk, and nothing here measures that.",
)

_METHOD = (
    '**Systems.** rank-bm25\'s BM25Okapi with its defaults, once over `text.split(" ")` as in its README and once over `[a-z0-9]+` tokens in small',
    "letters; bm25s with its own tokeniser, English stopwords and Snowball stems (queries by its numba backend); tantivy with its `en_stem`",
    "analyser over a title and a body field; all-MiniLM-L6-v2 (int8, 128 tokens) by exact inner product; the plain recipe, rank-bm25 and MiniLM,",
    "the best 100 of each, by reciprocal ranks with k = 60, and the same with our encoder; and ours, with the encoder that a build takes by",
    "itself and, to tell what is the encoder's part, with MiniLM, built and searched by the code that the commands run. In the tables of",
    "quality, rank-bm25's scores come from an inverted index that a test holds to the library's, bit for bit; in those of cost the library runs.",
    "",
    "**Quality.** The judged queries of each collection's development side; the weights of ours were chosen on these, so its figures are",
    "optimistic and the test sides decide. nDCG with linear gain, MAP@10 divided by all relevant articles (both as trec_eval has them). Every",
    f"interval is a 95 % percentile interval over {SAMPLES:,} draws of queries, the same draws for all systems; a difference is drawn by pairs.",
    "*nfcorpus_tokenised* is lower-cased and masked text, unfair to dense encoders; *bioasq_snippet_docs* holds relevant sentences only, most",
    "without titles; *bioasq11b_real* is easy. Distractors are the sample's citations, those left out that the collection holds itself (by PMID",
    "or by title).",
    "",
    "**Larger corpora.** PubMed files made of the sample: first the sample itself, then each of its records again and again under a new PMID, with",
    "its own first half of title and abstract and the second half of another record's (same source file, same kind; a seeded cycle, so that no",
    "pair comes twice in a copy). All else, MeSH headings and dates and authors, is the first record's. Vectors of such articles are the",
    "normalised means of their two parents' real vectors; no encoding is in their figures.",
    "",
    "**Costs.** Each engine and step in a process of its own, confined to one core, libraries to one thread. Ours builds from the gzipped XML,",
    "parsing included; the others from texts that are ready. Memory is the process's peak (VmHWM); *private* leaves out memory-mapped pages, which",
    "the system may drop. Real BioASQ questions, ten hits each, three passes after one that warms up: the median of the passes, and in brackets",
    "their range. CPU time is the process's own; wall time suffers from whatever else the machine does. Verdicts go by CPU time.",
)


def _intro(results: BenchResults) -> Iterator[str]:
    settings = [part.settings for part in _all_parts(results)]
    if not settings:
        yield f"Nothing is measured yet: `{COMMAND}`."
        return
    first, last = min(s.measured for s in settings), max(s.measured for s in settings)
    versions = sorted({f"{s.version}{f' ({s.commit})' if s.commit else ''}" for s in settings})
    yield f"Written by `{COMMAND}`; measured from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC with corpuscle {', '.join(versions)} on"
    yield f"{'; '.join(sorted({s.machine for s in settings}))}. One core throughout."


def _all_parts(results: BenchResults) -> Iterator[QualityPart | CostPart | UpdatePart | VectorPart | MilvusPart]:
    yield from results.qualities
    yield from results.costs
    yield from results.updates
    yield from results.vectors
    if results.milvus:
        yield results.milvus


def _image(plots: dict[str, Plot], file: str) -> Iterator[str]:
    if file in plots:
        yield f"![{plots[file].caption}]({file})"
        yield ""


def _vector_lines(parts: Iterable[VectorPart]) -> Iterator[str]:
    on_cpu = [part for part in parts if part.device == "cpu"]
    if not on_cpu:
        yield from ("Not measured.", "")
    for part in on_cpu:
        yield from _vector_table(part)


def _vector_table(part: VectorPart) -> Iterator[str]:
    yield f"### {part.vectors:,} vectors of {part.dimension} dimensions, on {part.device}"
    yield ""
    yield (
        f"Ours opens in {part.open_ms:,.0f} ms, takes {part.resident_mb:,.0f} MB resident ({part.private_mb:,.0f} MB private) and"
        f" {part.disk_mb:,.0f} MB on disk; its index was built in {part.build_cpu_s:,.0f} CPU-seconds. {part.note}"
    )
    yield ""
    yield "| index | recall@10 | p50, CPU ms | p95, CPU ms | bytes a vector in memory |"
    yield "|---|---|---|---|---|"
    for choice in (part.own, *part.choices):
        name = f"**{choice.name}**" if choice == part.own else choice.name
        yield f"| {name} | {choice.recall_10:.3f} | {choice.p50_ms:.2f} | {choice.p95_ms:.2f} | {choice.bytes_a_vector:,.0f} |"
    yield ""


def _gpu_lines(parts: Iterable[VectorPart]) -> Iterator[str]:
    on_gpu = [part for part in parts if part.device != "cpu"]
    if not on_gpu:
        yield f"Not measured: no GPU was at hand. On a machine with one, after `pip install 'corpuscle[gpu]'`, the same code measures it: {_GPU_COMMANDS}."
        yield ""
    for part in on_gpu:
        yield from _vector_table(part)


def _update_lines(parts: Sequence[UpdatePart]) -> Iterator[str]:
    if not parts:
        yield from ("Not measured.", "")
        return
    yield "| update | index before | records | wall seconds | CPU seconds | peak MB | checks |"
    yield "|---|---|---|---|---|---|---|"
    for part in parts:
        checks = "; ".join(f"{name}: {'yes' if held else '**no**'}" for name, held in part.checks.items())
        times = [", ".join(f"{s:.1f}" for s in seconds) for seconds in (part.seconds, part.cpu_s)]
        yield f"| {part.name} | {part.articles:,} | {part.records:,} | {times[0]} | {times[1]} | {part.peak_mb:,.0f} | {checks} |"
    yield ""


def _milvus_lines(part: MilvusPart | None) -> Iterator[str]:
    if part is None:
        yield from ("Not measured.", "")
        return
    yield f"Against {part.server}: how many queries have the same ten best articles as the embedded engine."
    yield ""
    yield "| collection and mode | queries | same ten best | overlap of the ten best |"
    yield "|---|---|---|---|"
    for name, found in part.agreements.items():
        yield f"| {name} | {found.queries:,} | {found.same_top_10 / found.queries:.1%} | {found.overlap:.3f} |"
    yield ""
    yield from (f"- {name}: {'yes' if held else '**no**'}" for name, held in part.checks.items())
    yield from ("", part.explanation, "")


def _machine_lines(results: BenchResults) -> Iterator[str]:
    settings: list[Settings] = [part.settings for part in _all_parts(results)]
    if settings:
        libraries = {f"{name} {version}" for s in settings for name, version in s.libraries.items()}
        loads = sorted(s.load for s in settings)
        yield f"**Machine.** {'; '.join(sorted({s.machine for s in settings}))}; {', '.join(sorted(libraries))}. Load average when a part began:"
        yield f"{loads[0]:.1f} to {loads[-1]:.1f}: the machine was {'shared' if loads[-1] > 2 else 'quiet'}."
