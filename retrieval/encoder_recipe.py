"""What the vectors of an encoder depend on besides its name, its dimension and its length limit."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Pooling = Literal["mean", "cls", "last", "own"]
"""How token vectors become one: their mean, the first, the last that is no padding, or as the model's own files say."""
Similarity = Literal["cosine", "dot"]


class Recipe(BaseModel):
    """How texts become vectors. Two encoders of one name and another recipe do not mix."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    similarity: Similarity = "cosine"
    """cosine: vectors have length 1. dot: vectors are as the model gives them, and their length carries meaning."""
    pooling: Pooling = "mean"
    query_prefix: str = ""
    """Put before each question, such as "query: " or an instruction."""
    article_prefix: str = ""
    """Put before each article and passage."""
    article_form: Literal["joined", "pair"] = "joined"
    """Title and abstract as one text, or as the two segments of a pair."""
    append_eos: bool = False
    """Whether the end-of-text token closes each text (decoders pooled at their last token)."""
    query_max_tokens: int | None = Field(default=None, ge=1)
    """Tokens read of a question; None: as many as of an article."""
    weights: str = ""
    """Digest that tells the weights apart (see `weights_digest`), or "" where they are not known (imported vectors) or are pinned."""
