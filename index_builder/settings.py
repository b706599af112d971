"""Where the sources come from, read from the environment by the entry points."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _web_address(text: str) -> str:
    """The address with a slash at its end; names below it are joined to it."""
    if not text.startswith(("https://", "http://")):
        raise ValueError("an address that begins with https:// is needed")
    return text.rstrip("/") + "/"


def _one_word(text: str) -> str:
    if any(character.isspace() for character in text.strip()):
        raise ValueError("it holds white space")
    return text.strip()


def _one_secret(secret: SecretStr) -> SecretStr:
    return SecretStr(_one_word(secret.get_secret_value()))


WebAddress = Annotated[str, AfterValidator(_web_address)]


class SourceSettings(BaseSettings):
    """`CORPUSCLE_PUBMED_URL` and `CORPUSCLE_EUTILS_URL` name other addresses than NLM's: a mirror, or a test's server."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="CORPUSCLE_")

    pubmed_url: WebAddress = "https://ftp.ncbi.nlm.nih.gov/pubmed/"
    """Has the folders baseline/ and updatefiles/ below it."""
    eutils_url: WebAddress = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"


class NcbiSettings(BaseSettings):
    """`NCBI_API_KEY` allows ten requests a second instead of three; `NCBI_EMAIL` lets NCBI write before it blocks an address."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="NCBI_")

    api_key: Annotated[SecretStr, AfterValidator(_one_secret)] = Field(default=SecretStr(""))
    email: Annotated[str, AfterValidator(_one_word)] = ""
