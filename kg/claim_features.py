"""What of an article bears on whether it states a triple: its sentences that name both ends, and how it treats each end as a whole.

A feature that cannot be known (no sentence names both ends; no thesaurus) is left out of the dictionary; `claim_model` knows it as missing.
Counts of mentions enter as ln(1 + n).
"""

import math
from collections.abc import Sequence

from corpuscle.kg.article_view import ArticleView, Sighting, Standing
from corpuscle.kg.entities import Entity
from corpuscle.kg.sentence_evidence import sentence_log_odds
from corpuscle.kg.sentence_features import Features, ends, features
from corpuscle.kg.triples import Triple

_FLAGS = (
    "cue",
    "reversed",
    "loose_cue",
    "joined",
    "compound",
    "opposite",
    "denied",
    "refuted",
    "supposed",
    "title",
    "conclusion",
    "subject_first",
)
_LEAST = ("distance", "other_subjects", "other_objects", "between")


def claim_features(view: ArticleView, triple: Triple) -> dict[str, float] | None:
    """The features of the article for a triple, or None where it does not name both ends. The predicate must be a stored one with cues."""
    subject, object_ = _standing(view, triple.subject, triple.subject_entity), _standing(view, triple.object, triple.object_entity)
    if subject is None or object_ is None:
        return None
    shared = sorted(subject.sentences & object_.sentences)
    read = [(place, found) for place in shared if (found := features(view.sentences[place], triple)) is not None]
    subject_rivals, object_rivals = _rivals(view, triple.subject_entity), _rivals(view, triple.object_entity)
    return (
        _of_sentences(read)
        | _of_end("subject", view, subject, subject_rivals)
        | _of_end("object", view, object_, object_rivals)
        | _of_both(view, subject, object_, subject_rivals, object_rivals)
    )


def _standing(view: ArticleView, name: str, entity: Entity | None) -> Standing | None:
    if entity is not None and entity.curie in view.standings:
        return view.standings[entity.curie]
    found = [Sighting(place, s.begin, s.end) for place, sentence in enumerate(view.sentences) for s in ends(sentence, name, entity)]
    return view.standing(found) if found else None


def _rivals(view: ArticleView, entity: Entity | None) -> list[Standing]:
    return view.rivals(entity.curie, entity.category) if entity else []


def _of_sentences(read: Sequence[tuple[int, Features]]) -> dict[str, float]:
    odds = sorted((sentence_log_odds(found) for _, found in read), reverse=True)
    row = {"shared": math.log1p(len(read)), "stated": sum(1 / (1 + math.exp(-z)) for z in odds)}
    row["cued"] = float(sum(found.cue or found.compound for _, found in read))
    row |= {f"any_{name}": float(any(getattr(found, name) for _, found in read)) for name in _FLAGS}
    if odds:
        row["best"] = odds[0]
        row["first_shared"] = float(read[0][0])
        row |= {f"least_{name}": min(getattr(found, name) for _, found in read) for name in _LEAST}
    if len(odds) > 1:
        row["second"] = odds[1]
    return row


def _of_end(end: str, view: ArticleView, own: Standing, rivals: Sequence[Standing]) -> dict[str, float]:
    count, size = len(own.sightings), len(view.sentences)
    others = [len(rival.sightings) for rival in rivals]
    first = (own.sightings[0].sentence, own.sightings[0].begin)
    row = {
        "mentions": math.log1p(count),
        "share": count / (count + sum(others)),
        "ratio": count / max(count, *others, 1),
        "surpassed": float(sum(other > count for other in others)),
        "rivals": math.log1p(len(rivals)),
        "in_title": float(_in_title(view, own)),
        "first": min(own.sentences) / size,
        "last": max(own.sentences) / size,
        "concluded": float(any(view.sentences[place].conclusion for place in own.sentences)),
        "sentences": float(len(own.sentences)),
        "preceded": float(sum((rival.sightings[0].sentence, rival.sightings[0].begin) < first for rival in rivals)),
    }
    for setting in ("induces", "given", "therapy") if end == "subject" else ("induces", "onset", "condition", "occurs"):
        row[setting] = float(own.settings[setting])
        row[f"{setting}_share"] = own.settings[setting] / count
    return {f"{end}_{name}": value for name, value in row.items()}


def _of_both(
    view: ArticleView, subject: Standing, object_: Standing, subject_rivals: Sequence[Standing], object_rivals: Sequence[Standing]
) -> dict[str, float]:
    together = len(subject.sentences & object_.sentences)
    of_object = [len(rival.sentences & object_.sentences) for rival in subject_rivals]
    of_subject = [len(rival.sentences & subject.sentences) for rival in object_rivals]
    size = len(view.sentences)
    gaps = [o - s for s in subject.sentences for o in object_.sentences]
    own_induces = subject.settings["induces"]
    return {
        "title_names_both": float(_in_title(view, subject) and _in_title(view, object_)),
        "title_subjects": float(sum(_in_title(view, s) for s in (subject, *subject_rivals))),
        "title_objects": float(sum(_in_title(view, o) for o in (object_, *object_rivals))),
        "length": float(size),
        "apart": float(min(map(abs, gaps))),
        "follows": float(min((gap for gap in gaps if gap >= 0), default=size)),
        "closer_subjects": float(sum(other > together for other in of_object)),
        "closer_objects": float(sum(other > together for other in of_subject)),
        "best_other_subject": float(max(of_object, default=0)),
        "best_other_object": float(max(of_subject, default=0)),
        "rival_induces": float(max((rival.settings["induces"] for rival in subject_rivals), default=0)),
        "induces_surpassed": float(sum(rival.settings["induces"] > own_induces for rival in subject_rivals)),
    }


def _in_title(view: ArticleView, standing: Standing) -> bool:
    return 0 in standing.sentences and view.sentences[0].section == "title"
