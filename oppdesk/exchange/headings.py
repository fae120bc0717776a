"""The headings under which other programs export what our fields hold: Outlook, HubSpot, Salesforce, Pipedrive.

In English, Dutch and French; upper case, accents and punctuation make no difference.
"""

KNOWN: dict[str, tuple[str, ...]] = {
    "number": ("no", "number", "contact no", "opportunity no", "nummer", "nr", "numéro"),
    "external_number": (
        "external id", "external no", "record id", "id", "contact id", "deal id", "deal no", "dealnr",
        "opportunity id",
    ),
    "name": (
        "full name", "contact", "contact name", "contact person", "display name", "person name",
        "naam", "volledige naam", "contactpersoon", "nom complet", "nom", "nom du contact", "interlocuteur",
    ),
    "company": (
        "company", "company name", "account", "account name", "organization", "organization name",
        "organisation", "associated company", "bedrijf", "bedrijfsnaam", "firma", "organisatie",
        "société", "entreprise", "raison sociale", "nom de l'entreprise",
    ),
    "first_name": ("first name", "given name", "voornaam", "prénom"),
    "middle_name": ("middle name", "additional name", "tussenvoegsel", "deuxième prénom"),
    "surname": ("last name", "family name", "surname", "achternaam", "familienaam", "nom de famille"),
    "job_title": ("job title", "title", "position", "role", "functie", "functietitel", "fonction", "poste"),
    "e_mail": (
        "e-mail", "email", "mail", "email address", "e-mail address", "work email", "email work",
        "e-mail 1 value", "e-mailadres", "emailadres", "adresse e-mail", "adresse de messagerie", "courriel",
    ),
    "e_mail_2": (
        "e-mail 2", "email 2", "e-mail 2 address", "e-mail 2 value", "secondary email", "email home",
        "e-mailadres 2", "adresse de messagerie 2",
    ),
    "phone": (
        "phone", "phone number", "business phone", "work phone", "phone work", "telephone", "company phone",
        "telefoon", "telefoonnummer", "telefoon zakelijk", "tel", "téléphone", "téléphone professionnel",
        "numéro de téléphone", "téléphone bureau",
    ),
    "mobile_phone": (
        "mobile", "mobile phone", "mobile number", "mobile phone number", "phone mobile", "cell phone",
        "mobiel", "mobiele telefoon", "mobiel nummer", "gsm", "portable", "téléphone mobile", "mobile pro",
    ),
    "address": (
        "address", "street", "street address", "business street", "mailing street", "billing street",
        "adres", "straat", "straat en huisnummer", "werkadres straat", "adresse", "rue", "rue bureau",
    ),
    "address_2": ("address 2", "address line 2", "street address 2", "adres 2", "complément d'adresse"),
    "post_code": (
        "zip", "zip code", "postal code", "post code", "zip postal code", "business postal code",
        "mailing zip postal code", "billing zip postal code", "postcode", "code postal", "code postal bureau",
    ),
    "city": (
        "city", "town", "business city", "mailing city", "billing city",
        "plaats", "woonplaats", "stad", "gemeente", "ville", "ville bureau", "localité",
    ),
    "county": (
        "state", "province", "county", "state province", "state region", "business state", "mailing state province",
        "provincie", "région", "département", "dép région",
    ),
    "country": (
        "country", "country region", "business country region", "mailing country", "billing country",
        "land", "land regio", "pays", "pays région",
    ),
    "home_page": ("website", "website url", "web page", "web", "url", "homepage", "site web", "page web"),
    "language": ("language", "preferred language", "taal", "voorkeurstaal", "langue"),
    "territory": ("territory", "sales territory", "regio", "rayon", "secteur", "territoire"),
    "salutation": ("salutation", "aanhef", "civilité"),
    "salesperson": (
        "salesperson", "owner", "contact owner", "deal owner", "opportunity owner", "account owner",
        "account manager", "sales rep", "sales agent", "sales representative", "agent", "rep",
        "assigned to", "verkoper", "vertegenwoordiger", "eigenaar", "accountmanager",
        "vendeur", "commercial", "propriétaire", "responsable commercial",
    ),
    "description": (
        "description", "subject", "deal name", "opportunity name", "deal title", "opportunity",
        "onderwerp", "omschrijving", "naam van de deal", "objet", "sujet", "libellé", "opportunité",
        "name", "title", "deal", "project", "product", "product name", "naam", "titel", "nom", "intitulé", "produit",
    ),
    "estimated_value": (
        "value", "amount", "deal value", "estimated value", "expected revenue", "revenue", "deal amount",
        "waarde", "bedrag", "verwachte omzet", "omzet", "geschatte waarde",
        "valeur", "montant", "chiffre d'affaires attendu", "revenu estimé", "valeur estimée",
    ),
    "closing_on": (
        "closing", "close date", "closing date", "expected close date", "estimated close date", "est closing date",
        "sluitdatum", "verwachte sluitdatum", "afsluitdatum", "date de clôture", "date de clôture prévue",
        "clôture",
    ),
    "contact": (
        "contact", "contact name", "contact person", "associated contact", "primary contact", "customer",
        "contactpersoon", "klant", "interlocuteur", "nom du contact", "client",
        "account", "account name", "company", "company name", "associated company", "organization", "organisation",
        "customer name", "bedrijf", "bedrijfsnaam", "organisatie", "relatie", "société", "entreprise", "compte",
    ),
    "created_on": (
        "created", "create date", "created date", "date created", "creation date", "deal created",
        "aangemaakt", "aangemaakt op", "aanmaakdatum", "date de création", "créé le",
    ),
    "changed_on": (
        "engage date", "engaged on", "stage date", "date entered stage", "last stage change", "stage change date",
        "since", "start date", "begindatum", "startdatum", "date de début", "date d'étape",
    ),
    "closed_on": (
        "closed", "closed date", "date closed", "actual close date", "won date", "lost date",
        "gesloten op", "afgesloten op", "gewonnen op", "date de fermeture", "clôturé le",
    ),
    "sales_value": (
        "close value", "closed value", "won value", "won amount", "closed amount", "order value",
        "verkoopwaarde", "orderwaarde", "valeur de vente", "montant gagné",
    ),
    "close_code": (
        "reason", "close reason", "lost reason", "closed lost reason", "loss reason", "reden", "reden verlies",
        "raison", "motif de perte",
    ),
    "stage": ("stage", "deal stage", "pipeline stage", "fase", "stadium", "étape", "phase"),
    "sales_cycle": ("sales cycle", "pipeline", "verkoopproces", "verkoopcyclus", "cycle de vente"),
    "chances": (
        "probability", "probability %", "chance", "win probability", "deal probability",
        "kans", "slagingskans", "waarschijnlijkheid", "probabilité", "chances de succès",
    ),
    "initials": ("initials", "initialen", "voorletters", "initiales"),
    "fax": ("fax", "fax number", "business fax", "fax zakelijk", "faxnummer", "télécopie", "télécopie bureau"),
    "vat_number": ("vat number", "vat no", "vat id", "btw nummer", "btw", "numéro de tva", "tva"),
    "on": ("date", "due date", "activity date", "datum", "vervaldatum", "date d'échéance", "échéance"),
    "priority": ("priority", "prioriteit", "priorité"),
    "note": (
        "note", "notes", "remarks", "comments", "comment",
        "opmerking", "opmerkingen", "notitie", "notities", "remarque", "remarques", "commentaire",
    ),
}  # fmt: skip
