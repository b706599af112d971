"""What kind of answer a question asks for, read from its wording."""

import re

from corpuscle.agent.answers import QuestionType

_AUXILIARY = (
    "is|are|was|were|do|does|did|can|could|has|have|had|should|will|would|may|might|must|isn't|aren't|doesn't|don't|didn't|can't|couldn't"
)
_YESNO = re.compile(rf"^(?:and |so |but |then )?(?:{_AUXILIARY})\b", re.IGNORECASE)
_YESNO_AFTER_CLAUSE = re.compile(
    rf"^(?:in|for|among|with|after|during|when|if|at|on|by|given)\b[^?]*?,\s*(?:{_AUXILIARY})\b", re.IGNORECASE
)
_SAYS_YES_OR_NO = re.compile(r"\byes\s*(?:or|/)\s*no\b", re.IGNORECASE)
_MID_WH = re.compile(r"^(?!how|why|describe|explain)[^,?]*?\b(?P<wh>(?:which|what)\s+(?!is\b|are\b).*)$", re.IGNORECASE)
_ONE = re.compile(r"\b(?:name|list|give|mention)\s+(?:a|an|one)\b", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:please |can you |could you )*(?:list|name|enumerate|give examples|mention|provide (?:a list|examples))\b", re.IGNORECASE
)
_SUMMARY = re.compile(
    r"^(?:please |can you |could you )*(?:describe|explain|summari[sz]e|discuss|outline|tell me|compare|review|define|why|how come)\b"
    r"|^what(?:'s| is| are) (?:known|the evidence|the current)\b|^how (?:is|are|was|were|do|does|did|can|could|has|have|should|would|to)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"^(?:in |at |after |to |with |for )?(?:about )?how (?:many|much|often|long|old|frequent|common|rare|large|high|fast)\b", re.IGNORECASE
)
_WH = re.compile(r"^(?:(?:in|of|at|on|by|from|to|for|with|under|through) )?(?:which|what|what's|whose)\b\s*(?P<rest>.*)$", re.IGNORECASE)
_WHO_WHEN_WHERE = re.compile(r"^(?:since |by |from |until )?(?:who|whom|when|where)\b", re.IGNORECASE)
_COPULA = re.compile(r"^(?:is|are|was|were|'s)\s+(?P<rest>.*)$", re.IGNORECASE)
_OPEN_NOUN = re.compile(
    r"\b(?:roles?|functions?|mechanisms?|effects?|impacts?|influences?|relationships?|relations?|associations?|differences?|purposes?|basis|"
    r"pathogenesis|pathophysiology|principles?|rationale|significance|importance|implications?|definition|meaning|connection|link|interplay|"
    r"evidence|consequences|outlook|prognosis|diagnosis|management|history|structure|usefulness|value|benefits?|advantages?|"
    r"contributions?|characteristics)\b",
    re.IGNORECASE,
)
_LISTABLE = re.compile(r"\b(?:side|adverse) effects?\b", re.IGNORECASE)
_SINGULAR_IN_S = re.compile(
    r"(?:ss|us|is|ics|diabetes|herpes|rabies|measles|mumps|series|species|pancreas|biceps|caries|scabies|feces|faeces)$", re.IGNORECASE
)
_PLURAL = re.compile(
    r"[a-z]{2,}s$|^(?:children|criteria|bacteria|phenomena|viruses|fungi|genera|loci|data|mice|people|men|women)$", re.IGNORECASE
)
_HEAD_STOP = re.compile(
    r"\b(?:of|in|on|for|with|by|from|to|at|that|which|who|is|are|was|were|do|does|did|has|have|had|can|could|may|might|should|will|would|"
    r"makes?|causes?|treats?|prevents?|inhibits?|induces?|encodes?|regulates?|activates?|transmits?|produces?|carr(?:y|ies)|explains?|mediates?|reduces?|"
    r"increases?|abolishes|improves?|predicts?|affects?|blocks?|releases?|raises?|lowers?|heals?|cures?|spreads?|binds?|contains?|grew|gave|had|used|associated|involved|caused|known|induced|produced|included|targeted|most|being|under|between|among|during|after)\b",
    re.IGNORECASE,
)


def question_type(text: str) -> QuestionType:
    """One of BioASQ's four types; a text that asks nothing in particular ("cimetidine duodenal ulcer") is a summary."""
    question = text.strip().strip("\"'“”‘’").strip()
    if _SAYS_YES_OR_NO.search(question):
        return QuestionType.YESNO
    if _LIST.search(question):
        return QuestionType.FACTOID if _ONE.search(question) else QuestionType.LIST
    if _SUMMARY.search(question):
        return QuestionType.SUMMARY
    if _YESNO.search(question) or _YESNO_AFTER_CLAUSE.search(question):
        return QuestionType.YESNO
    if _QUANTITY.search(question) or _WHO_WHEN_WHERE.search(question):
        return QuestionType.FACTOID
    if match := _WH.search(_main_clause(question)):
        return _of_wh(match["rest"])
    if match := _MID_WH.search(question):
        return _of_wh(match["wh"].split(maxsplit=1)[1])
    return QuestionType.SUMMARY


def asked_noun(text: str) -> str:
    """The words that say what the answer is, lower-cased: "symptoms" in "List symptoms of measles", "drug" in "Which drug …"; "" if none."""
    question = _main_clause(text.strip())
    if match := _LIST.search(question):
        return _head(question[match.end() :])
    if match := _WH.search(question):
        rest = match["rest"]
        copula = _COPULA.search(rest)
        return _head(copula["rest"] if copula else rest)
    if match := _MID_WH.search(question):
        return _head(match["wh"].split(maxsplit=1)[1])
    return ""


def is_definition(text: str) -> bool:
    """Whether the question asks what something is ("What is tetralogy of Fallot?"), and nothing about it."""
    match = _WH.search(text.strip())
    copula = _COPULA.search(match["rest"]) if match else None
    if copula is None:
        return bool(re.match(r"^define\b", text.strip(), re.IGNORECASE))
    plural = re.match(r"(?:are|were)\b", match["rest"], re.IGNORECASE) if match else None
    article = "" if plural else r"(?:the|a|an|some|common|main|major)\s+"
    return not re.match(rf"{article}\w+(?:[ /-]\w+)*?\s(?:of|for|in|to|between|with|used|that)\b", copula["rest"], re.IGNORECASE)


def _main_clause(question: str) -> str:
    """The question without a leading clause: "In adults with asthma, which drug …" → "which drug …"."""
    match = re.match(
        r"^(?!which|what|who|when|where|how|why|list|name)[^,?]{0,200},\s*((?:which|what|who|when|where|how)\b.*)$", question, re.IGNORECASE
    )
    return match[1] if match else question


def _of_wh(rest: str) -> QuestionType:
    copula = _COPULA.search(rest)
    if copula is None:
        return QuestionType.LIST if _plural(_head(rest)) else QuestionType.FACTOID
    asked = copula["rest"]
    head = _head(asked)
    if _OPEN_NOUN.search(head) and not _LISTABLE.search(head):
        return QuestionType.SUMMARY
    if is_definition(f"what {rest}"):
        return QuestionType.SUMMARY
    plural_verb = re.match(r"(?:are|were)\b", rest, re.IGNORECASE) is not None
    return QuestionType.LIST if plural_verb and _plural(head) else QuestionType.FACTOID


def _head(phrase: str) -> str:
    """The first noun phrase of `phrase`, cut before its first preposition or verb, without articles and counts."""
    cut = _HEAD_STOP.search(phrase)
    words = re.findall(r"[A-Za-z][A-Za-z-]*", phrase[: cut.start()] if cut else phrase)
    skipped = {
        "the",
        "a",
        "an",
        "some",
        "all",
        "other",
        "main",
        "major",
        "common",
        "different",
        "two",
        "three",
        "four",
        "five",
        "most",
        "commonly",
        "various",
        "out",
        "me",
        "types",
        "type",
        "kind",
        "kinds",
    }
    kept = [word.lower() for word in words if word.lower() not in skipped]
    if (
        not kept
        and cut
        and re.match(r"(?:type|kind|class|group|form)s?\b", phrase.split(maxsplit=1)[0] if phrase.split() else "", re.IGNORECASE)
    ):
        return _head(phrase[cut.end() :])
    return " ".join(kept)


def _plural(head: str) -> bool:
    return any(_PLURAL.search(word) and not _SINGULAR_IN_S.search(word) for word in head.split()[:2])
