"""The served model as it is set: one, or several that answer together."""

from corpuscle.agent.ensemble.model import EnsembleModel, NamedModel
from corpuscle.agent.model import AnswerModel
from corpuscle.agent.served import ModelClient, ServedModel
from corpuscle.agent.settings import AgentSettings, MemberSettings
from corpuscle.kg.linker import Linker


def served_model(settings: AgentSettings, linker: Linker) -> AnswerModel:
    """One model, or an ensemble where `model_members` or `model_samples` set more than one. Nothing is asked yet."""
    members = [
        NamedModel(ServedModel(ModelClient(each), linker), f"sample {sample + 1}" if settings.model_samples > 1 else "")
        for member in settings.model_members or (MemberSettings(),)
        for sample, each in enumerate(_samples(_of(member, settings)))
    ]
    return members[0].model if len(members) == 1 else EnsembleModel(members, linker)


def _of(member: MemberSettings, settings: AgentSettings) -> AgentSettings:
    if not member.url:
        return settings.model_copy(update={"model_name": member.name or settings.model_name})
    return settings.model_copy(update={"model_url": member.url, "model_name": member.name, "model_key": member.key or settings.model_key})


def _samples(settings: AgentSettings) -> list[AgentSettings]:
    """The first sample as a single model is asked, the others at `model_sample_temperature` with a seed each."""
    others = [
        settings.model_copy(update={"model_temperature": settings.model_sample_temperature, "model_seed": settings.model_seed + sample})
        for sample in range(1, settings.model_samples)
    ]
    return [settings, *others]
