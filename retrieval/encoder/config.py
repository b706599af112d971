"""`encoder.json`: how the model of a folder is to be used as an encoder."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.errors import EncoderError

CONFIG_FILE = "encoder.json"


class EncoderConfig(BaseModel):
    """The content of `encoder.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    max_tokens: int = Field(ge=1)
    recipe: Recipe = Recipe()
    source: str = ""
    """The encoder that this one was exported from."""


def read_config(folder: Path) -> EncoderConfig | None:
    """The folder's `encoder.json`, or None where it has none. Raises EncoderError for a faulty one, naming the fields at fault."""
    path = folder / CONFIG_FILE
    try:
        return EncoderConfig.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as exc:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in exc.errors()) if isinstance(exc, ValidationError) else exc
        known = f"max_tokens, and recipe with any of {', '.join(Recipe.model_fields)}"
        raise EncoderError(f"{path} cannot be used: {faults}.", f"Its fields are {known}.") from exc
