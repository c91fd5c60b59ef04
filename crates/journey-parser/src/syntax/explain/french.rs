//! French words for the keywords of the language: what a French typist meant.
//!
//! They are not understood, only answered with the keyword: a word that looks like another keyword by chance (`dans` and
//! `tags`, `et` and `at`) must not be taken for it.

/// The keyword that a French word, in lower case, stands for.
pub(super) fn keyword(word: &str) -> Option<&'static str> {
    let keyword = match word {
        "client" | "clients" => "customer",
        "événement" | "évènement" | "evenement" => "event",
        "canal" => "channel",
        "pression" => "pressure",
        "parcours" => "journey",
        "fuseau" => "timezone",
        "devise" => "currency",
        "témoin" | "témoins" | "temoin" => "holdout",
        "adresse" => "address",
        "consentement" | "accord" => "consent",
        "coût" | "cout" | "prix" => "cost",
        "poids" => "weight",
        "objet" | "sujet" => "subject",
        "corps" => "body",
        "thème" | "theme" => "topic",
        "finalité" | "objectif" | "but" => "goal",
        "début" | "debut" | "départ" | "depart" | "démarrer" | "commencer" => "start",
        "pour" => "for",
        "encore" => "again",
        "arrêt" | "arret" | "arrêter" => "stop",
        "priorité" | "priorite" => "priority",
        "actif" => "active",
        "responsable" | "propriétaire" => "owner",
        "étiquettes" | "étiquette" => "tags",
        "envoyer" | "envoi" | "envoie" => "send",
        "attendre" | "attente" | "attends" => "wait",
        "si" => "if",
        "sinon" => "else",
        "sortir" | "sortie" | "quitter" | "fin" => "exit",
        "sur" => "on",
        "quand" | "lorsque" => "when",
        "et" => "and",
        "ou" => "or",
        "non" | "pas" => "not",
        "par" => "by",
        "dans" | "sous" => "within",
        "jusque" | "jusqu" => "until",
        "à" => "at",
        "où" | "dont" => "where",
        "sauf" | "excepté" => "except",
        "jamais" => "never",
        "toujours" => "always",
        "après" | "apres" => "after",
        "connu" | "connue" => "known",
        "manquant" | "manquante" | "inconnu" | "inconnue" | "unknown" => "missing",
        "est" => "is",
        _ => return None,
    };
    Some(keyword)
}
