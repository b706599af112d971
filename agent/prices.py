"""What tokens cost."""

from dataclasses import dataclass

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.settings import AgentSettings


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a million tokens each, in a currency of the user's choice."""

    prompt: float
    cached: float
    """Of prompt tokens that the server had in its cache."""
    completion: float

    def cost(self, tokens: TokenCount) -> float:
        """Of an answer that took so many tokens, in the same currency."""
        fresh = tokens.prompt - tokens.cached
        return (fresh * self.prompt + tokens.cached * self.cached + tokens.completion * self.completion) / 1e6


def prices_in(settings: AgentSettings) -> Prices | None:
    """None where none is set."""
    prompt, completion = settings.model_prompt_price, settings.model_completion_price
    cached = prompt if settings.model_cached_price is None else settings.model_cached_price
    return Prices(prompt, cached, completion) if prompt or completion else None
