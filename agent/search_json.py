"""Further rounds of search as JSON."""

from pydantic import BaseModel, ConfigDict

from corpuscle.agent.searches import SearchRound


class SearchedJson(BaseModel):
    """What was lacking (`kind`, and `reason` in words), what was searched for, and the ids of the articles that were added."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    reason: str
    query: str
    names: list[list[str]]
    """What an article had to name: one name of each group."""
    found: list[str]


class SearchRoundJson(BaseModel):
    """One further round of search, after the step that found the evidence wanting."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    round: int
    after: str
    searched: list[SearchedJson]


def search_round_json(round: SearchRound) -> SearchRoundJson:
    """The round under the contract's names."""
    return SearchRoundJson(
        round=round.round,
        after=round.after,
        searched=[
            SearchedJson(
                kind=one.want.kind,
                reason=one.want.reason,
                query=one.want.query,
                names=[list(names) for names in one.want.names],
                found=list(one.found),
            )
            for one in round.searched
        ],
    )
