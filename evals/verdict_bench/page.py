"""docs/benchmarks/verdicts.md, made of the results alone."""

from collections.abc import Iterator, Mapping, Sequence

from corpuscle.evals.bench_parts.bootstrap import Interval
from corpuscle.evals.verdict_bench import rows, systems
from corpuscle.evals.verdict_bench.figures import RowFigures, SystemFigures, figures_of
from corpuscle.evals.verdict_bench.measures import Share
from corpuscle.evals.verdict_bench.page_text import EMBEDDINGS, MEASURES, NEGATIVE, SYSTEMS
from corpuscle.evals.verdict_bench.plots import AUROC_FILE, RELIABILITY_FILE
from corpuscle.evals.verdict_bench.records import RowPart
from corpuscle.evals.verdict_bench.targets import targets

COMMAND = "make bench-verdicts"
_BY_SENTENCES = "; what an abstract states is for *sentences alone* to tell"
_HEAD = "| row | system | AUROC | ECE | ECE where it speaks | speaks | right when it speaks | right on its surest, as many |"


def as_markdown(parts: Sequence[RowPart], plots: Sequence[str], failed: Mapping[str, str]) -> str:
    """The page; `failed` tells why rows could not be measured. The same results give the same page."""
    by_row = {part.row: part for part in parts}
    return "\n".join(
        [
            "# Verdicts, measured",
            "",
            *_intro(parts),
            "",
            "| target | measured | |",
            "|---|---|---|",
            *(f"| {target.text} | {target.measured} | {target.words} |" for target in targets(by_row)),
            "",
            *_image(plots, AUROC_FILE, "AUROC of every system in every row"),
            "## The table",
            "",
            *_table(by_row, failed),
            "",
            *MEASURES,
            "",
            *_image(plots, RELIABILITY_FILE, "What the reviewer says against what is true"),
            "## The rows",
            "",
            *(line for row in rows.ROWS for line in _row(row, by_row.get(row.key))),
            "## The systems",
            "",
            *SYSTEMS,
            "",
            *EMBEDDINGS,
            "",
            "## Hetionet, by edge type",
            "",
            *_by_group(by_row.get(rows.HETIONET)),
            "",
            "## What tuning saw",
            "",
            *_tuned(by_row),
            "",
            "## Negative results",
            "",
            *NEGATIVE,
            *_behind(by_row),
            *(f"- Missed: {target.text}: {target.measured}." for target in targets(by_row) if target.met is False),
            "",
        ]
    )


def _intro(parts: Sequence[RowPart]) -> Iterator[str]:
    if not parts:
        yield f"Nothing is measured yet: `{COMMAND}`."
        return
    settings = [part.settings for part in parts]
    first, last = min(s.measured for s in settings), max(s.measured for s in settings)
    versions = sorted({f"{s.version}{f' ({s.commit})' if s.commit else ''}" for s in settings})
    yield f"Written by `{COMMAND}`; measured from {first:%Y-%m-%d %H:%M} to {last:%H:%M} UTC with corpuscle {', '.join(versions)} on"
    yield f"{'; '.join(sorted({s.machine for s in settings}))}; {sum(sum(part.cpu_s.values()) for part in parts) / 60:.0f} CPU-minutes,"
    yield "graphs and embeddings that were there from an earlier run not counted."
    yield "Every row is asked of a graph that does not hold the row's own source; what it holds stands with the row."


def _table(parts: Mapping[str, RowPart], failed: Mapping[str, str]) -> Iterator[str]:
    yield _HEAD
    yield f"|{'---|' * (_HEAD.count('|') - 1)}"
    for row in rows.ROWS:
        part = parts.get(row.key)
        if part is None or not RowFigures(part).measurable:
            yield f"| **{row.key}** | not measured: {failed.get(row.key, 'no pairs to report' if part else 'not run yet')} | | | | | | |"
            continue
        figures = RowFigures(part)
        yield (
            f"| **{row.key}**, n = {figures.pairs:,}, {figures.true.value:.1%} true, both ends in the graph {figures.linked.value:.1%}{_BY_SENTENCES if row.key == rows.CLAIMS else ''} | | | | | | | |"
        )
        for found in figures_of(part):
            yield _system_line(found)


def _system_line(found: SystemFigures) -> str:
    name = f"**{found.name}**" if found.name == systems.BOTH else found.name
    spoken = "–" if found.spoken_error is None else short(found.spoken_error)
    cells = (
        "",
        name,
        with_interval(found.auroc),
        short(found.error),
        spoken,
        f"{found.coverage.value:.1%}" if found.coverage.n else "–",
        _share(found.right),
        _share(found.right_as_sure),
    )
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def _row(row: rows.Row, part: RowPart | None) -> Iterator[str]:
    yield f"### {row.key}: {row.title}"
    yield ""
    yield f"{row.tests} {row.tuned_on}"
    yield ""
    yield f"**Left out of the graph:** {row.left_out}"
    if row.caution:
        yield f"**Beware:** {row.caution}"
    if part:
        yield f"**In the graph:** {', '.join(f'{source.name} ({source.edges:,} edges)' for source in part.held)}."
        yield f"Some sentence names both ends of {part.sentences:,} of {len(part.true):,} pairs."
        if part.trained_on:
            yield f"Embeddings saw {part.trained_on:,} triples. {_unmapped(RowFigures(part).unmapped())}"
        if row.key != rows.HETIONET:
            yield from ("", "| reported pairs | supported | contradicted | mixed | unknown |", "|---|---|---|---|---|")
            for group, counts in sorted(RowFigures(part).verdict_counts().items()):
                yield f"| {group} | {' | '.join(str(counts[letter]) for letter in 'SCMU')} |"
        if part.mistakes:
            yield ""
            yield "Wrong in the part that was tuned on, by the weightiest evidence:"
            yield "; ".join(f"{mistake.kind} ({mistake.pairs})" for mistake in part.mistakes) + "."
    yield ""


def _unmapped(share: Share | None) -> str:
    if share is None or not share.n:
        return "KGARevion's rule can map every pair."
    return f"KGARevion's rule calls true the {share.n:,} pairs that it cannot map; {share.k:,} of them are."


def _by_group(part: RowPart | None) -> Iterator[str]:
    if part is None:
        yield "Not measured."
        return
    names = [name for name in (systems.BOTH, systems.TRANSE, systems.ROTATE, systems.DEGREE) if name in {s.name for s in part.systems}]
    yield f"| edge type | pairs | true | {' | '.join(f'{name}, AUROC' for name in names)} | reviewer speaks |"
    yield f"|{'---|' * (len(names) + 4)}"
    for group, pairs, true, measured, spoke in RowFigures(part).groups():
        yield f"| {group} | {pairs} | {true} | {' | '.join(short(measured[name]) for name in names)} | {spoke.value:.1%} |"


def _behind(parts: Mapping[str, RowPart]) -> Iterator[str]:
    """Where a rival orders the pairs better than the reviewer does."""
    for row in rows.ROWS:
        found = {figures.name: figures for figures in figures_of(parts[row.key])} if row.key in parts else {}
        own = found.get(rows.judged(row.key))
        rivals = [rival for name, rival in found.items() if name not in systems.OURS and own and rival.auroc.mean > own.auroc.mean]
        if own and rivals:
            told = ", ".join(f"{rival.name} {with_interval(rival.auroc)}" for rival in rivals)
            yield (
                f"- {row.key}: ordered better than by the reviewer ({with_interval(own.auroc)}), who gives the same score to all that it is silent on, by {told}."
            )


def _tuned(parts: Mapping[str, RowPart]) -> Iterator[str]:
    yield "The reviewer (in claims: by the sentences alone) on the pairs that thresholds and edge trust may have been set on: not a result, but beside the table it shows overfitting."
    yield ""
    yield "| row | n | AUROC | ECE | speaks | right when it speaks |"
    yield "|---|---|---|---|---|---|"
    for row in rows.ROWS:
        part = parts.get(row.key)
        figures = RowFigures(part, reported=False) if part else None
        if part and figures and figures.measurable:
            found = next(f for f in figures_of(part, reported=False) if f.name == rows.judged(row.key))
            yield (
                f"| {row.key} | {figures.pairs:,} | {with_interval(found.auroc)} | {short(found.error)} | {found.coverage.value:.1%} |"
                f" {_share(found.right)} |"
            )


def _image(plots: Sequence[str], file: str, caption: str) -> Iterator[str]:
    if file in plots:
        yield f"![{caption}]({file})"
        yield ""


def _share(share: Share) -> str:
    if not share.n:
        return "–"
    found = share.interval
    return f"{found.mean:.1%} [{found.low:.1%}, {found.high:.1%}] of {share.n:,}"


def short(number: float) -> str:
    """Three decimals without the zero before the point: ".731"."""
    return f"{number:.3f}".replace("0.", ".", 1) if abs(number) < 1 else f"{number:.3f}"


def with_interval(interval: Interval) -> str:
    """ ".731 [.705, .757]"."""
    return f"{short(interval.mean)} [{short(interval.low)}, {short(interval.high)}]"
