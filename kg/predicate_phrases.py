"""How people, models and databases say each predicate, subject first. Blanks and line ends are one; articles and adverbs need not be repeated."""

PHRASES: dict[str, str] = {
    "treats": """treat; treats; treating; cures; cure; heals; heal; relieves; alleviates; ameliorates; improves; manages; is used for; used for;
        used to treat; is used to treat; used in; is used in the treatment of; is indicated for; indicated for; indicated in; indication;
        is indicated in; is effective for; is effective in; effective against; effective in; is effective against; is a treatment for;
        treatment for; treatment of; treatment; therapy for; therapy of; drug for; medication for; helps; is a drug for; is therapeutic for;
        therapeutic for; has therapeutic effect on; works for; works against; helps with; remedy for; controls; can treat; is given for;
        is beneficial in; is beneficial for; is the drug of choice for; first line treatment for; first line therapy for;
        approved for; is approved for; approved for the treatment of; is approved to treat; approved to treat; prescribed for;
        is prescribed for; reduces symptoms of; off label use; off label use for; is used off label for; used off label for;
        may treat; applied to treat; treats or applied or studied to treat;
        therapeutic use; medicine for; cure for; reduces the severity of; improves outcomes in; improves survival in;
        administered for; used as treatment for; used as a treatment for; used as therapy for; used in patients with; therapy;
        used in management of; is used in the management of; management of; recommended for; is recommended for; approved by fda for; beneficial for; standard of care for; treatment of choice for; drug of choice for; active against;
        agent for; reduces symptoms associated with; provides benefit in; used against; has efficacy in; has activity against; efficacious in""",
    "treated by": """is treated by; treated with; is treated with; can be treated with; responds to; is cured by; cured by; relieved by;
        is relieved by; is managed with; managed with; managed by; improved by; is an indication for; has treatment; has drug; has therapy;
        responsive to; alleviated by; improves with; is improved by; indication of; has indicated drug; treatment is; controlled by;
        controlled with; treatable with; treatable by; treatment includes; treatments include; treatment options include""",
    "palliates": """palliate; palliates; is palliative for; relieves symptoms of; symptomatic treatment for; symptomatic treatment of;
        symptomatic therapy for; provides symptomatic relief of; provides symptomatic relief in; eases; soothes; alleviates symptoms of;
        ameliorates condition; symptomatically treats; palliative treatment for; palliation of; improves symptoms of; provides relief from; provides relief of; gives relief from; offers relief from""",
    "palliated by": "is palliated by; palliated with; condition ameliorated by; symptoms relieved by; is eased by; eased by",
    "prevents": """prevent; prevents; protects against; protects from; is prophylactic for; prophylaxis of; prophylaxis for; prevention of;
        reduces the risk of; lowers the risk of; decreases the risk of; reduces risk of; is protective against; is protective for;
        protective against; protective factor for; used to prevent; is used to prevent; is used for prevention of; can prevent; averts;
        wards off; used for prophylaxis of; prophylactic against; prophylactically treats; preventive for; preventative for;
        reduces the incidence of; lowers the incidence of; decreases the incidence of; reduces likelihood of; decreases likelihood of;
        delays onset of; delays; immunizes against; vaccinates against; vaccine for; confers protection against; guards against;
        preventative for condition; treats or prevents recurrence of; negatively associated with risk of; delays progression of; has protective effect against; has preventive effect on""",
    "prevented by": """is prevented by; can be prevented by; prevented with; is averted by; is preventable by; preventable by;
        condition prevented by; risk reduced by; risk is reduced by""",
    "contraindicated in": """contraindicated for; is contraindicated in; is contraindicated for; contraindication; must not be given in;
        should be avoided in; should not be used in; contraindicated with; is contraindicated with; contraindicated in patients with;
        should not be given in; not recommended for; is not recommended for; not recommended in; is unsafe in; unsafe in; unsafe for;
        has contraindication in; avoid in; must be avoided in; should not be used to treat; should not be given to patients with;
        is inadvisable in; has contraindication""",
    "is contraindication of": """is a contraindication of; is a contraindication to; contraindicates; contraindication to; contraindication for;
        is a contraindication for""",
    "diagnoses": """diagnose; diagnoses; detects; is used to diagnose; used to diagnose; is diagnostic of; is diagnostic for; diagnostic for;
        diagnostic of; diagnostic test for; is a test for; test for; screens for; identifies; is used in the diagnosis of; diagnosis of;
        used for the diagnosis of; confirms the diagnosis of; confirms; is used to detect; used to detect; used in diagnosis of;
        screening test for; is used for screening of""",
    "diagnosed by": """is diagnosed by; diagnosed with; is diagnosed with; can be diagnosed by; is detected by; detected by; detected with;
        is confirmed by; confirmed by; identified by""",
    "causes": """cause; causes; can cause; may cause; induces; induce; leads to; lead to; results in; result in; produces; provokes; triggers;
        elicits; precipitates; gives rise to; brings about; is responsible for; responsible for; is a cause of; is the cause of; cause of;
        causative agent of; is the causative agent of; increases the risk of; increases risk of; raises the risk of; raises risk of;
        elevates the risk of; increases the likelihood of; is a risk factor for; risk factor for; risk factor of; risk of; has side effect; side effect; side effects;
        has adverse effect; adverse effect; adverse drug reaction; has adverse event; adverse event; worsens; exacerbates; aggravates;
        is toxic to; contributes to; contributor to; predisposes to; is the etiologic agent of; etiology of; is pathogenic for; pathogen of; promotes the development of;
        promotes development of; promotes progression of; drives; underlies; generates; may lead to; can lead to; can result in;
        has the side effect; has a side effect of; has adverse reaction; has toxicity; increases susceptibility to; confers risk of;
        confers susceptibility to; increases the incidence of; increases severity of; exacerbates condition; promotes condition;
        predisposes to condition; causal for; is causal for; causally related to; etiologic factor for; pathogenic for; initiates;
        accelerates; stimulates development of; predisposes; is etiological agent of; etiological agent of; infects; leads to development of;
        carcinogen for; drug effect; is toxic for; toxic for; is carcinogenic for; makes worse; worsens outcome of; worsens symptoms of; drug induced; can cause side effects such as; associated with increased risk of; is associated with an increased risk of; linked to increased risk of;
        associated with higher risk of; has as side effect; leads to increased risk of""",
    "caused by": """is caused by; can be caused by; due to; is due to; induced by; is induced by; results from; is secondary to; secondary to;
        is a side effect of; is an adverse effect of; side effect of; adverse effect of; complicates treatment with; is triggered by;
        triggered by; is produced by; arises from; stems from; is the result of; is a result of; result of; consequence of;
        is a consequence of; originates from; is attributed to; attributable to; is attributable to; develops from; has risk factor;
        has cause; worsened by; exacerbated by; aggravated by; provoked by; precipitated by; is adverse event of; derives from exposure to;
        brought about by; produced by; disease arises from; is side effect of; has causal agent; etiology is; arises due to; occurs due to; occurs because of; because of; occurs as a result of; as a result of""",
    "has complication": """has as a complication; is complicated by; complicated by; has the complication; may be complicated by;
        progresses to; can progress to; evolves into; may progress to; advances to""",
    "complication of": "is a complication of; complicates; can complicate; sequela of; is a sequela of; late effect of",
    "has phenotype": """has symptom; has symptoms; has sign; has feature; presents with; present with; presents as; presents; manifests as;
        manifests with; manifests; is characterized by; is characterised by; characterized by; shows; includes; has manifestation;
        has clinical feature; has clinical features; features; exhibits; displays; phenotype present; disease phenotype positive;
        disease has feature; disease has major feature; has symptom or sign; clinical manifestation; is marked clinically by; shows symptom;
        symptoms include; symptom; phenotype; is accompanied by; accompanied by; manifestations include; has characteristic symptom;
        disease presents symptom""",
    "phenotype of": """is a phenotype of; is a symptom of; symptom of; is a sign of; sign of; is a feature of; feature of;
        is a manifestation of; manifestation of; is seen in; seen in; occurs in; is found in; is a clinical feature of; is a clinical sign of;
        is a hallmark of; hallmark of; is characteristic of; characteristic of; is observed in; observed in; is a presentation of;
        occurs in patients with; is common in; common in""",
    "gene associated with": """is mutated in; mutated in; mutations cause; mutation causes; mutations lead to; gene for; is the gene for;
        is a susceptibility gene for; susceptibility gene for; gene associated with condition; causative gene for; is a causative gene for;
        disease gene of; disease gene for; mutations result in; mutations are associated with; variants are associated with;
        is genetically associated with; genetically associated with; has variants associated with; risk gene for; is a risk gene for;
        is defective in; is deficient in; deficiency causes; deficiency leads to; gene disease association; when mutated causes;
        candidate gene for; susceptibility locus for; polymorphisms are associated with; deficient in; loss of function causes; mutations in gene cause; mutations in this gene cause; linked genetically to; genetically linked to; variants cause""",
    "has associated gene": """is caused by mutations in; caused by mutations in; has gene; is due to mutations in; due to mutations in;
        condition associated with gene; results from mutations in; is linked to mutations in; associated with mutations in;
        is associated with mutations in; caused by a mutation in; is caused by a mutation in; caused by variants in; caused by deficiency of;
        is caused by deficiency of; has causative gene; has gene association; involves gene; associated gene; caused by loss of function of;
        due to deficiency of; is due to deficiency of; caused by mutation in gene; caused by mutations in the gene; caused by a defect in""",
    "marker of": """is a marker of; is a marker for; marker for; is a biomarker of; is a biomarker for; biomarker for; biomarker of;
        is elevated in; is increased in; is decreased in; indicates; biomarker; prognostic marker for; is a prognostic marker for;
        diagnostic marker for; diagnostic marker of; diagnostic biomarker for; is indicative of; indicative of; predictive of;
        is predictive of; predicts; indicator of; prognostic for; is an indicator of; levels are elevated in; correlates with severity of; prognostic marker in; biomarker in; marker in; used as a marker for""",
    "has marker": "has biomarker; is marked by; is indicated by; indicated by; has diagnostic marker; is predicted by; predicted by",
    "associated with": """is associated with; is related to; related to; is linked to; linked to; correlates with; is correlated with;
        correlated with; is connected with; connected to; associates with; involved in; is involved in; plays a role in; plays role in;
        is implicated in; implicated in; association; associated to; associates; related; relates to; has a role in; has link to;
        linked with; coexists with; colocalizes with; co-occurs with; is comorbid with; comorbid with; comorbidity; related condition; correlation with;
        has relationship with; related with; disease protein; connection with; tied to; has association with; contributes to pathogenesis of;
        implicated in pathogenesis of; mediates; plays an important role in; plays a key role in; coexisting with; has been linked to;
        is relevant to; affects risk for; is a factor in; factor in; associated disease; disease associated with""",
    "positively correlates with": """is positively correlated with; positively correlated with; positively associated with;
        is positively associated with; correlates positively with; directly correlated with; has positive correlation with;
        directly correlates with; positive correlation; increases with; rises with""",
    "negatively correlates with": """is negatively correlated with; negatively correlated with; inversely correlated with;
        is inversely correlated with; inversely correlates with; negatively associated with; is negatively associated with;
        inversely associated with; is inversely associated with; correlates negatively with; correlates inversely with;
        has negative correlation with; inverse correlation; negative correlation; decreases with; falls with""",
    "inhibits": """inhibit; inhibits; blocks; block; antagonizes; antagonises; suppresses; is an inhibitor of; inhibitor of; inhibitor;
        is an antagonist of; antagonist of; antagonist; antagonist at; decreases; reduces; lowers; represses; attenuates; neutralizes;
        inactivates; is a blocker of; blocker of; blocker; negatively regulates; negative regulator of; is a negative regulator of; silences;
        abolishes; impairs; disrupts; interferes with; hinders; dampens; counteracts; opposes; prevents activation of;
        prevents the activation of; blocks activation of; inhibits activation of; decreases activity of; reduces activity of; diminishes;
        is an inverse agonist of; inverse agonist of; negative allosteric modulator of; is a competitive inhibitor of; competitive inhibitor of;
        selective inhibitor of; deactivates; restricts; limits; desensitizes; inverse agonist; negative modulator of; allosteric inhibitor of;
        decreases response to; prevents release of; stops; curbs; arrests; antagonist to; blocks the binding of; kills; destroys; causes inhibition of""",
    "inhibited by": """is inhibited by; blocked by; is blocked by; suppressed by; is suppressed by; decreased by; reduced by; antagonized by;
        is antagonized by; has inhibitor; has antagonist; inactivated by; repressed by; attenuated by; negatively regulated by;
        is negatively regulated by; lowered by; disrupted by; impaired by; sensitive to; neutralized by; silenced by; killed by""",
    "activates": """activate; activates; stimulates; stimulate; enhances; increases; potentiates; raises; elevates; promotes; is an agonist of;
        agonist of; agonist; agonist at; is an activator of; activator of; activator; positively regulates; positive regulator of;
        is a positive regulator of; facilitates; augments; boosts; strengthens; amplifies; partial agonist of; is a partial agonist of;
        full agonist of; increases activity of; positive allosteric modulator of; supports; phosphorylates and activates; stabilizes;
        increases stability of; increases response to; sensitizes; enables activation of; triggers activation of; stimulates activation of;
        positive modulator of; selective agonist of; stimulator of; partial agonist; allosteric activator of; restores""",
    "activated by": """is activated by; stimulated by; is stimulated by; increased by; is enhanced by; enhanced by; has agonist; has activator;
        potentiated by; promoted by; elevated by; positively regulated by; is positively regulated by; augmented by; raised by""",
    "upregulates": """upregulate; upregulates; up-regulates; up regulate; induces expression of; increases the level of; increases the amount of;
        increases abundance of; transactivates; compound upregulates gene; increases synthesis of; stimulates the release of;
        promotes transcription of; activates transcription of; enhances transcription of; induces transcription of; overproduces; causes increase in; leads to increased; leads to an increase in; results in increased""",
    "upregulated by": "is upregulated by; is up-regulated by; expression increased by; expression is increased by; up regulated by",
    "downregulates": """downregulate; downregulates; down-regulates; down regulate; suppresses expression of; decreases the level of; knocks down;
        decreases the amount of; decreases abundance of; depletes; degrades; promotes degradation of; increases degradation of;
        compound downregulates gene; decreases synthesis of; inhibits synthesis of; inhibits the release of; represses transcription of;
        inhibits transcription of; decreases uptake of; targets for degradation; causes decrease in; causes a reduction in; leads to decreased; leads to reduced; leads to a decrease in""",
    "downregulated by": "is downregulated by; is down-regulated by; expression decreased by; expression is decreased by; depleted by; degraded by",
    "regulates": """regulate; regulates; modulates; modulate; regulator of; is a regulator of; modulator of; is a modulator of;
        transcriptionally regulates; controls expression of; controls activity of; controls the expression of; is a transcription factor for;
        transcription factor for; regulates expression of; regulates the expression of; regulates activity of; phosphorylates; acts upstream of;
        controls transcription of; allosteric modulator of; master regulator of; modulates activity of; fine tunes; signals to;
        signals through; methylates; acetylates; ubiquitinates; dephosphorylates; cleaves; deubiquitinates""",
    "regulated by": """is regulated by; modulated by; is modulated by; under control of; phosphorylated by; is phosphorylated by;
        is under the control of; transcriptionally regulated by; is target gene of; target gene of""",
    "affects": """affect; affects; influences; influence; alters; changes; acts on; has an effect on; has effect on; acts at; impacts; impact;
        has impact on; has an impact on; alters activity of; changes level of; alters expression of; perturbs; effect on; shapes;
        acts through; works through; modifies; involves; has mechanism; mechanism of action; has mechanism of action; mediates effects of; mediates the effects of; has effects on""",
    "affected by": """is affected by; influenced by; is influenced by; altered by; is altered by; depends on; is dependent on; dependent on;
        is changed by; impacted by; is impacted by; modified by; is modified by""",
    "targets": """target; targets; has target; is directed against; directed against; drug target; is targeted at; is targeted against; acts upon;
        has molecular target; primary target; aims at; drug targets; drug protein; molecular target; pharmacological target; targeted at""",
    "target of": "is a target of; is targeted by; targeted by; is the target of; is a drug target of; drug target of; is a molecular target of",
    "has enzyme": """enzyme; metabolized by; is metabolized by; is metabolised by; is a substrate of; substrate of; is substrate of; is substrate for;
        substrate for; is metabolized primarily by; is degraded by; catabolized by; is broken down by; broken down by; has metabolizing enzyme;
        is converted by; undergoes metabolism by; is processed by; is hydrolyzed by; oxidized by; biotransformed by""",
    "enzyme of": """is an enzyme of; enzyme for; metabolizes; metabolises; metabolize; catabolizes; is an enzyme for; has substrate;
        breaks down; catalyzes the metabolism of; is responsible for the metabolism of; is the metabolizing enzyme of; hydrolyzes; oxidizes;
        catalyzes the conversion of; acts on substrate; is the enzyme that metabolizes; biotransforms; involved in metabolism of""",
    "has transporter": "transporter; is transported by; transported by; is effluxed by; taken up by; is taken up by; transport by; pumped out by",
    "transporter of": """is a transporter of; is a transporter for; transporter for; transports; effluxes; pumps; takes up; mediates transport of;
        mediates the transport of; mediates uptake of; mediates the uptake of; increases transport of; mediates efflux of""",
    "has carrier": "carrier; is carried by; carried by; has carrier protein; is bound in plasma by",
    "carrier of": "is a carrier of; is a carrier for; carrier for; carries; carrier protein for; carrier protein of",
    "binds": """bind; binds; binds to; binding; bound by; is bound by; is bound to; bound to; binds with; is a ligand of; ligand of; ligand for;
        is a ligand for; is a receptor for; receptor for; receptor of; has affinity for; has high affinity for; forms a complex with;
        forms complex with; complexes with; in complex with; is in complex with; compound binds gene; docks to; directly binds;
        is receptor of; binds directly to; attaches to; has receptor; adheres to; binds with high affinity to; binds with affinity to; binds selectively to; binds at; serves as ligand for""",
    "interacts with": """interact; interacts; interact with; interacts with; interaction; interaction with; has interaction with;
        physically interacts with; directly interacts with; molecularly interacts with; directly physically interacts with; ppi;
        protein protein interaction; drug drug interaction; synergistic interaction; synergizes with; has synergy with; acts synergistically with;
        genetically interacts with; is an interaction partner of; interaction partner of; cooperates with; drug drug;
        protein protein; drug interaction; interacts genetically with; interacts physically with; pharmacokinetically interacts with;
        associates physically with; crosstalks with; synergistic with""",
    "has metabolite": "is metabolized to; metabolized to; is metabolised to; metabolite; is metabolized into; metabolized into; active metabolite",
    "metabolite of": "is a metabolite of; is metabolite of; is an active metabolite of; active metabolite of; is a breakdown product of",
    "yields": """is converted to; converted to; is converted into; converted into; derives into; has output; has product; secretes; releases;
        synthesizes; biosynthesizes; is a precursor of; precursor of; precursor to; is a prodrug of; prodrug of; catalyzes the formation of;
        catalyzes formation of; is a precursor to; is reduced to; is transformed into; encodes; codes for; has gene product; is prodrug for""",
    "yielded by": """is synthesized by; synthesized by; is secreted by; secreted by; released by; is released by; derives from; derived from;
        is derived from; is formed from; is made by; made by; output of; is a product of; product of; gene product of; is released from;
        released from; encoded by; is encoded by; made from; formed by; biosynthesized by""",
    "expressed in": """is expressed in; present in; is present in; found in; occurs within; expression present; anatomy protein present; is expressed by;
        expressed by; has expression in; is active in; expressed at; detected in; is detected in; expression in; is expressed within;
        has expression site; is produced in; localizes in tissue; is transcribed in""",
    "expresses": """contains; express; produces protein; anatomy expresses gene; expresses gene; is site of expression of; contains protein;
        has expressed gene""",
    "overexpressed in": """is overexpressed in; over-expressed in; is upregulated in; upregulated in; up-regulated in; highly expressed in;
        is highly expressed in; has increased expression in; expression is increased in; expression is elevated in; is amplified in;
        shows increased expression in; enriched in; is enriched in; has elevated expression in; has high expression in; expression increased in""",
    "overexpresses": "upregulates gene in tissue; anatomy upregulates gene; disease upregulates gene; has overexpressed gene; shows overexpression of",
    "underexpressed in": """is underexpressed in; under-expressed in; is downregulated in; downregulated in; down-regulated in;
        has decreased expression in; expression is decreased in; has reduced expression in; has low expression in; is silenced in;
        shows decreased expression in; expression is reduced in; expression decreased in; expression reduced in""",
    "underexpresses": "anatomy downregulates gene; disease downregulates gene; has underexpressed gene; shows reduced expression of",
    "located in": """located in; is located in; localizes to; localises to; is localized to; is localized in; localized in; localized to; located at;
        is located at; resides in; lies in; is situated in; has location; has anatomical location; location is; has disease location;
        affects organ; affects tissue; disease localizes anatomy; found within; is found within; accumulates in; is seated in; active in;
        primarily affects; mainly affects; is a disease of; is a disorder of; disease of; disorder of; arises in; originates in;
        disease has location; has primary site; localizes in; stored in""",
    "location of": "is the location of; is location of; is site of disease; is affected in; harbors; hosts; has localized disease; is home of",
    "takes place in": "takes place in; happens in; process occurs in; process takes place in; is carried out in; carried out in; proceeds in",
    "site of": "is the site of; is a site of; where there occurs; contains process; performs; carries out; is capable of; capable of",
    "in taxon": "is in taxon; in organism; found in organism; belongs to species; is from species; of species; in species; species",
    "taxon of": "is taxon of; organism of; species of",
    "part of": "is part of; is a part of; is a component of; component of; is a subunit of; subunit of; is contained in; is included in; constituent of",
    "has part": "has component; consists of; is composed of; composed of; comprises; has subunit; is made up of; has constituent; has active ingredient",
    "participates in": """participates in; participate in; is a member of pathway; takes part in; acts in pathway; is in pathway; functions in;
        has function; has molecular function; has biological process; enables; actively involved in; acts within; is involved in process;
        catalyzes; catalyses; is active in pathway; belongs to pathway; member of pathway; gene participates biological process; in pathway; part of pathway;
        gene participates pathway; contributes to process; is involved in pathway; acts in; has activity; pathway""",
    "has participant": "involves protein; has participating gene; has participants; includes gene; is carried out by; is executed by; pathway protein",
    "precedes": "is followed by; comes before; happens before; is upstream of; upstream of; progresses before; is precursor stage of",
    "preceded by": "is preceded by; follows; comes after; is downstream of; downstream of; happens after",
    "is a": """is an; isa; is a type of; is a kind of; is a form of; is type of; type of; kind of; form of; is a subtype of; subtype of; subclass of;
        is a subclass of; sub class of; is an example of; example of; is a member of; member of; belongs to; is a class of; instance of;
        is an instance of; is classified as; classified as; child of; is categorized as; belongs to class; belongs to group; is a variant of;
        is one of; has broader; has parent; is a child of; falls under; rdfs subclassof; has drug class; variety of; is in class; belongs to class of; belongs to family of; belongs to the family""",
    "has subclass": """has subtype; has type; superclass of; is superclass of; is a superclass of; has example; has child; parent of; is parent of;
        pharmacologic class includes compound; has member; includes compound; class of; has instance; has narrower; encompasses""",
    "broader or narrower than": "parent child; hierarchically related to; related to at concept level; is parent or child of; is parent or child",
    "has role": "acts as; functions as; has chemical role; has pharmacologic action; has pharmacological action; plays role of; serves as; has drug action",
    "role of": "is role of; is a role of; chemical role of; is the pharmacologic action of; is pharmacological action of",
    "resembles": """is similar to; similar to; chemically similar to; is chemically similar to; structurally similar to; is structurally similar to;
        resemble; shares features with; shares features of; is analogous to; analog of; is an analog of; is a structural analog of; like;
        disease shares features of; compound resembles compound; disease resembles disease; mimics; is a derivative of; derivative of; homologous to;
        is homologous to; orthologous to; paralog of; ortholog of; homolog of; paralogous to; is an analogue of; analogue of; is mimicked by""",
    "covaries with": "gene covaries gene; covaries; coevolves with; coexpressed with; is coexpressed with; co-expressed with; is co-expressed with",
}
"""Phrases of each predicate of `corpuscle.kg.predicate_table`, joined by "; "."""
