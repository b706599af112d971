"""Names of substances that are written as formulas: Na⁺ is sodium, CaCl2 calcium chloride."""

import re

_ELEMENTS = {
    "H": "hydrogen", "He": "helium", "Li": "lithium", "Be": "beryllium", "B": "boron", "C": "carbon", "N": "nitrogen", "O": "oxygen",
    "F": "fluorine", "Ne": "neon", "Na": "sodium", "Mg": "magnesium", "Al": "aluminum", "Si": "silicon", "P": "phosphorus", "S": "sulfur",
    "Cl": "chlorine", "Ar": "argon", "K": "potassium", "Ca": "calcium", "Ti": "titanium", "V": "vanadium", "Cr": "chromium", "Mn": "manganese",
    "Fe": "iron", "Co": "cobalt", "Ni": "nickel", "Cu": "copper", "Zn": "zinc", "Ga": "gallium", "Ge": "germanium", "As": "arsenic",
    "Se": "selenium", "Br": "bromine", "Kr": "krypton", "Rb": "rubidium", "Sr": "strontium", "Mo": "molybdenum", "Tc": "technetium",
    "Ru": "ruthenium", "Pd": "palladium", "Ag": "silver", "Cd": "cadmium", "In": "indium", "Sn": "tin", "Sb": "antimony", "Te": "tellurium",
    "I": "iodine", "Xe": "xenon", "Cs": "cesium", "Ba": "barium", "La": "lanthanum", "Ce": "cerium", "Gd": "gadolinium", "W": "tungsten",
    "Pt": "platinum", "Au": "gold", "Hg": "mercury", "Tl": "thallium", "Pb": "lead", "Bi": "bismuth", "Po": "polonium", "Ra": "radium",
    "Th": "thorium", "U": "uranium",
}  # fmt: skip
_METALS = frozenset({
    "Li", "Be", "Na", "Mg", "Al", "K", "Ca", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Rb", "Sr", "Ag", "Cd", "Sn", "Cs", "Ba", "La", "Gd", "Au", "Hg",
    "Tl", "Pb",
})  # fmt: skip
_ANIONS = {
    "F": "fluoride", "Cl": "chloride", "Br": "bromide", "I": "iodide", "O": "oxide", "OH": "hydroxide", "SO4": "sulfate", "NO3": "nitrate",
    "CO3": "carbonate", "HCO3": "bicarbonate", "PO4": "phosphate", "CN": "cyanide",
}  # fmt: skip
_KNOWN = {"H2O": "water", "CO2": "carbon dioxide", "CO": "carbon monoxide", "NO": "nitric oxide", "N2O": "nitrous oxide", "H2O2": "hydrogen peroxide",
          "NH3": "ammonia", "O3": "ozone", "HCl": "hydrochloric acid", "H2S": "hydrogen sulfide"}  # fmt: skip
_CHARGE = re.compile(r"(?:\(?\d*[+-]\)?|[⁺⁻²³])+$")
_SALT = re.compile(rf"([A-Z][a-z]?)\d?\(?({'|'.join(sorted(_ANIONS, key=len, reverse=True))})\)?\d?")


def formula_name(text: str) -> str | None:
    """The name of an element, an ion of one, a salt of two parts, or a common gas; None where the text is no formula of that kind.

    Capitals count: Co is cobalt, CO carbon monoxide.
    """
    formula = _CHARGE.sub("", text.replace("₂", "2").replace("₃", "3").replace("₄", "4").replace("(2)", "2").replace("(3)", "3"))
    if formula in _KNOWN:
        return _KNOWN[formula]
    if formula in _ELEMENTS:
        return _ELEMENTS[formula]
    salt = _SALT.fullmatch(formula)
    if salt is not None and salt[1] in _METALS:
        return f"{_ELEMENTS[salt[1]]} {_ANIONS[salt[2]]}"
    return None
