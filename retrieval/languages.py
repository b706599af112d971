"""Languages as PubMed codes them: MARC's three letters (https://www.nlm.nih.gov/bsd/language_table.html)."""

_TABLE = """
afr af Afrikaans|alb sq Albanian|ara ar Arabic|arm hy Armenian|aze az Azerbaijani|bos bs Bosnian|bul bg Bulgarian|cat ca Catalan|
chi zh Chinese|cze cs Czech|dan da Danish|dut nl Dutch|eng en English|epo eo Esperanto|est et Estonian|fin fi Finnish|fre fr French|
geo ka Georgian|ger de German|gla gd Scottish Gaelic|gre el Greek|heb he Hebrew|hin hi Hindi|hrv hr Croatian|hun hu Hungarian|
ice is Icelandic|ind id Indonesian|ita it Italian|jpn ja Japanese|kin rw Kinyarwanda|kor ko Korean|lat la Latin|lav lv Latvian|
lit lt Lithuanian|mac mk Macedonian|mal ml Malayalam|mao mi Maori|may ms Malay|mul - Multiple languages|nor no Norwegian|
per fa Persian|pol pl Polish|por pt Portuguese|pus ps Pushto|rum ro Romanian|rus ru Russian|san sa Sanskrit|slo sk Slovak|slv sl Slovenian|
spa es Spanish|srp sr Serbian|swe sv Swedish|tha th Thai|tur tr Turkish|ukr uk Ukrainian|und - Undetermined|urd ur Urdu|vie vi Vietnamese|
wel cy Welsh
"""
_TERMINOLOGICAL = {"deu": "ger", "fra": "fre", "zho": "chi", "nld": "dut", "ces": "cze", "slk": "slo", "ron": "rum", "ell": "gre"}


def _codes() -> dict[str, str]:
    codes = dict(_TERMINOLOGICAL)
    for row in _TABLE.replace("\n", "").split("|"):
        code, two_letters, name = row.split(" ", 2)
        codes |= dict.fromkeys((code, name.lower(), two_letters), code)
    del codes["-"]
    return codes


_CODES = _codes()
LANGUAGE_NAMES = tuple(sorted(name for name in _CODES if len(name) > 3))
"""English names, in small letters."""


def language_code(name: str) -> str | None:
    """PubMed's code ("ger") of a language given by English name or ISO 639 code ("German", "de", "deu"); None where it has none."""
    return _CODES.get(name.strip().lower())
