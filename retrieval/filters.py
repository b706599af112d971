"""Filters: what a search may return at all."""

from dataclasses import dataclass

from corpuscle.retrieval.articles import Article


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that every hit meets; an empty tuple or None sets no condition."""

    year_from: int | None = None
    year_to: int | None = None
    """Years of publication, both inclusive; articles without a year are left out when either is set."""
    publication_types: tuple[str, ...] = ()
    """Any of these PubMed publication types, compared without case and surrounding blanks ("randomized controlled trial")."""
    mesh: tuple[str, ...] = ()
    """All of these MeSH headings, each a descriptor UI (D001241) or a name, compared in the same way."""
    include_retracted: bool = False
    """Retracted articles are left out unless this is set."""

    def admit(self, article: Article) -> bool:
        """Whether the article meets every condition: what the text index's query does, for an article found otherwise."""
        if article.retracted and not self.include_retracted:
            return False
        by_year = self.year_from is not None or self.year_to is not None
        if by_year and (article.year is None or not (self.year_from or article.year) <= article.year <= (self.year_to or article.year)):
            return False
        types = {name.lower() for name in article.publication_types}
        headings = {name for heading in article.mesh for name in (heading.ui.lower(), heading.name.lower())}
        any_type = not self.publication_types or any(name.strip().lower() in types for name in self.publication_types)
        return any_type and all(name.strip().lower() in headings for name in self.mesh)
