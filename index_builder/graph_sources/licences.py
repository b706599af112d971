"""The terms of the resources that graphs are compiled from, as far as we know them: the page named in each decides. None of their data is shipped."""

from corpuscle.index_builder.graph_sources.rows import Licence

CC0 = Licence("CC0-1.0", "No rights reserved: https://creativecommons.org/publicdomain/zero/1.0/", False)
_BY = "Free use with attribution: https://creativecommons.org/licenses/by/4.0/"
_NC = "no commercial use without a licence of its owner"

LICENCES: dict[str, Licence] = {
    "bgee": CC0,
    "bindingdb": Licence("CC-BY-3.0", "Free use with attribution: https://creativecommons.org/licenses/by/3.0/", False),
    "biogrid": Licence("MIT", "Free use with the copyright notice: https://biogrid.org", False),
    "ctd": Licence("CTD terms", f"Free for research with attribution; {_NC}: https://ctdbase.org/about/legal.jsp", True),
    "disgenet": Licence(
        "DisGeNET: ODbL-1.0 (2016), CC-BY-NC-SA-4.0 (since v7)",
        f"Attribution, changed copies under the same terms; {_NC}: https://disgenet.com/Legal",
        True,
    ),
    "doid": CC0,
    "drugbank": Licence("DrugBank: CC-BY-NC-4.0", f"Attribution; {_NC}: https://go.drugbank.com/legal/terms_of_use", True),
    "drugcentral": Licence("CC-BY-SA-4.0", "Attribution, changed copies under the same terms: https://drugcentral.org/privacy", True),
    "erc": Licence("CC-BY-4.0", f"Evolutionary rate covariation, Priedigkeit et al. 2015. {_BY}", False),
    "go": Licence("CC-BY-4.0", f"Gene Ontology annotations. {_BY}", False),
    "hetionet": CC0,
    "hpo": Licence("HPO licence", "Free use with attribution and version, unchanged: https://hpo.jax.org/app/license", True),
    "lincs": Licence("CC-BY-4.0", f"LINCS L1000 signatures. {_BY}", False),
    "medline": Licence(
        "NLM terms", "Co-occurrence in MEDLINE; free use with attribution: https://www.nlm.nih.gov/databases/download.html", False
    ),
    "mesh": Licence(
        "NLM terms", "Free use with attribution and year: https://www.nlm.nih.gov/databases/download/terms_and_conditions_mesh.html", False
    ),
    "mondo": Licence("CC-BY-4.0", f"Mondo Disease Ontology. {_BY}", False),
    "efo": Licence("Apache-2.0", "Free use with the licence's text: https://www.apache.org/licenses/LICENSE-2.0", False),
    "chebi": Licence("CC-BY-4.0", f"ChEBI. {_BY}", False),
    "pathway-commons": Licence("Pathway Commons", "Each pathway keeps its source's terms: https://www.pathwaycommons.org", True),
    "pharmacotherapydb": Licence(
        "PharmacotherapyDB: MEDI and PREDICT CC-BY-NC-SA, LabeledIn and EHRLink open",
        f"Attribution, changed copies under the same terms; {_NC}: https://doi.org/10.6084/m9.figshare.3103054",
        True,
    ),
    "ppi": Licence("several", "Protein interactions of BioGRID, HuRI, Menche et al. and others; each keeps its own terms", True),
    "reactome": Licence("CC-BY-4.0", f"Reactome. {_BY}", False),
    "sider": Licence("CC-BY-NC-SA-4.0", f"Attribution, changed copies under the same terms; {_NC}: http://sideeffects.embl.de", True),
    "stargeo": CC0,
    "uberon": Licence("CC-BY-3.0", "Free use with attribution: https://creativecommons.org/licenses/by/3.0/", False),
    "uniprot": Licence("CC-BY-4.0", f"UniProt Consortium. {_BY}", False),
}
"""By the name that edges carry as their primary source."""


def parts_of(*names: str) -> dict[str, Licence]:
    """The licences of these resources."""
    return {name: LICENCES[name] for name in names}
