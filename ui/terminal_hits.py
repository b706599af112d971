"""The terminal: search results. Nothing of the agent is imported, whose libraries take longer to load than a search does."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from corpuscle.retrieval.evidence_pyramid import strongest_group
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage
from corpuscle.ui.corrections import corrections_of
from corpuscle.ui.sanitise import plain


def show_hits(hits: Sequence[Hit], snippets: Sequence[Passage], notes: Sequence[str], console: Console) -> None:
    """Search results, one paragraph each, with the snippets taken from it, the best first."""
    if not hits:
        console.print("Nothing found.")
    for hit in hits:
        article = hit.article
        console.print(Text.assemble((f"{hit.rank:>3}. ", "bold"), plain(article.title) or "(no title)", retraction_mark(article.retracted)))
        for correction in corrections_of(article):
            other = ", ".join(part for part in (f"PMID {correction.id}" * bool(correction.id), correction.source) if part)
            said = plain(f"{correction.what.capitalize()}: {other}" if other else correction.what.capitalize())
            console.print(indented(Text(said, style="red" if correction.severe else "yellow"), 5))
        scores = "  ".join(
            f"{name} {s.score:.2f}" for name, s in (("bm25", hit.bm25), ("dense", hit.dense), ("rerank", hit.rerank)) if s is not None
        )
        group = strongest_group(article.publication_types, (heading.ui for heading in article.mesh))
        kind = group.name if group else ""
        where = ", ".join(part for part in (plain(article.journal), article.published or str(article.year or ""), kind) if part)
        console.print(indented(Text(f"{where}  ·  {plain(article.url or article.id)}  ·  {scores}", style="dim"), 5))
        for snippet in snippets:
            if snippet.article_id == article.id:
                place = f"  ({snippet.section} {snippet.begin}–{snippet.end})"
                console.print(indented(Text.assemble(f"“{plain(snippet.text)}”", (place, "dim")), 5))
    for note in notes:
        console.print(Text(plain(note), style="yellow"))


def retraction_mark(retracted: bool) -> Text:
    """What stands behind the title of a retracted article; empty for others."""
    return Text("  RETRACTED", style="bold red") if retracted else Text("")


def indented(text: Text, columns: int = 4) -> Padding:
    """The text with every line moved to the right."""
    return Padding(text, (0, 0, 0, columns))
