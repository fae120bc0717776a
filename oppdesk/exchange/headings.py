"""The headings under which other programs export what our fields hold, and which program it was.

Outlook, Google Contacts, HubSpot, Salesforce and Pipedrive in English, Dutch and French; upper case, accents and
punctuation make no difference.
"""

import re
import unicodedata
from collections.abc import Sequence

KNOWN: dict[str, tuple[str, ...]] = {
    "number": (
        "no", "number", "contact no", "opportunity no", "nummer", "nr", "numéro",
    ),
    "external_number": (
        "external id", "external no", "record id", "id", "contact id", "deal id", "deal no", "dealnr",
        "opportunity id", "person id", "organization id", "organisation id", "contact identifier",
        "record id contact", "persoon id", "organisatie id", "personne id", "id de fiche d'informations",
        "account id", "lead id", "externe id", "id externe",
    ),
    "name": (
        "full name", "contact", "contact name", "contact person", "display name", "person name", "naam",
        "volledige naam", "contactpersoon", "nom complet", "nom", "nom du contact", "interlocuteur",
        "persoon naam", "personne nom", "weergavenaam", "nom affiché", "file as",
    ),
    "company": (
        "company", "company name", "account", "account name", "organization", "organization name",
        "organisation", "associated company", "bedrijf", "bedrijfsnaam", "firma", "organisatie", "société",
        "entreprise", "raison sociale", "nom de l'entreprise", "organization 1 name", "person organization",
        "accountname", "naam bedrijf", "persoon organisatie", "personne organisation", "accountnaam",
        "nom du compte", "primary associated company", "company name for emails", "relatie",
        "organisation nom",
    ),
    "first_name": (
        "first name", "given name", "voornaam", "prénom", "firstname", "roepnaam", "prenom du contact",
    ),
    "middle_name": (
        "middle name", "additional name", "tussenvoegsel", "deuxième prénom", "middlename", "middelste naam",
        "tweede voornaam", "autre prénom",
    ),
    "surname": (
        "last name", "family name", "surname", "achternaam", "familienaam", "nom de famille", "lastname",
        "nom de famille du contact",
    ),
    "job_title": (
        "job title", "title", "position", "role", "functie", "functietitel", "fonction", "poste",
        "organization title", "organization 1 title", "person job title", "persoon functie",
        "personne fonction", "functienaam", "intitulé du poste", "intitulé de poste", "titre du poste",
    ),
    "e_mail": (
        "e-mail", "email", "mail", "email address", "e-mail address", "work email", "email work",
        "e-mail 1 value", "e-mailadres", "emailadres", "adresse e-mail", "adresse de messagerie", "courriel",
        "person email work", "person email", "persoon e-mail werk", "personne e-mail travail", "e-mail adres",
        "e-mail werk", "adresse mail", "adresse électronique", "mail professionnel",
    ),
    "e_mail_2": (
        "e-mail 2", "email 2", "e-mail 2 address", "e-mail 2 value", "secondary email", "email home",
        "e-mailadres 2", "adresse de messagerie 2", "person email home", "person email other",
        "persoon e-mail thuis", "personne e-mail domicile", "e-mail adres 2", "additional email addresses",
        "work email 2",
    ),
    "phone": (
        "phone", "phone number", "business phone", "work phone", "phone work", "telephone", "company phone",
        "telefoon", "telefoonnummer", "telefoon zakelijk", "tel", "téléphone professionnel",
        "numéro de téléphone", "téléphone bureau", "person phone work", "person phone", "telefoon op werk",
        "telefoon werk", "persoon telefoon werk", "personne téléphone travail", "tel bureau",
        "company main phone", "primary phone", "hoofdtelefoon bedrijf", "bedrijf hoofdtelefoon",
        "phone 1 value",
    ),
    "mobile_phone": (
        "mobile", "mobile phone", "mobile number", "mobile phone number", "phone mobile", "cell phone",
        "mobiel", "mobiele telefoon", "mobiel nummer", "gsm", "portable", "téléphone mobile", "mobile pro",
        "mobilephone", "person phone mobile", "persoon telefoon mobiel", "personne téléphone mobile",
        "tel mobile", "mobiele tel", "mobiel telefoonnummer", "numéro de téléphone mobile",
    ),
    "address": (
        "address", "street", "street address", "business street", "mailing street", "billing street", "adres",
        "straat", "straat en huisnummer", "werkadres straat", "adresse", "rue", "rue bureau", "mailingstreet",
        "address 1 street", "work address", "business address", "straat postadres", "postadres straat",
        "rue adresse postale", "address line 1", "adresregel 1", "adresse ligne 1", "organization address",
        "bezoekadres",
    ),
    "address_2": (
        "address 2", "address line 2", "street address 2", "adres 2", "complément d'adresse",
        "business street 2", "address 1 extended address", "werkadres 2 straat", "rue bureau 2",
        "adresregel 2", "adresse ligne 2", "complément adresse", "po box", "postbus", "boîte postale",
    ),
    "post_code": (
        "zip", "zip code", "postal code", "post code", "zip postal code", "business postal code",
        "mailing zip postal code", "billing zip postal code", "postcode", "code postal", "code postal bureau",
        "mailingpostalcode", "address 1 postal code", "werkadres postcode", "postcode postadres",
        "code postal adresse postale", "billing postal code", "organization postal code",
    ),
    "city": (
        "city", "town", "business city", "mailing city", "billing city", "plaats", "woonplaats", "stad",
        "gemeente", "ville", "ville bureau", "localité", "mailingcity", "address 1 city", "werkadres plaats",
        "plaats postadres", "ville adresse postale", "city town", "commune",
    ),
    "county": (
        "state", "province", "county", "state province", "state region", "business state",
        "mailing state province", "provincie", "région", "département", "dép région", "mailingstate",
        "address 1 region", "werkadres provincie", "provincie postadres", "state province county",
        "dép région bureau", "région bureau",
    ),
    "country": (
        "country", "country region", "location", "business country region", "mailing country",
        "billing country", "land",
        "land regio", "pays", "pays région", "mailingcountry", "address 1 country", "werkadres land regio",
        "land postadres", "pays région bureau", "pays adresse postale", "country code", "landcode",
        "code pays",
    ),
    "home_page": (
        "website", "website url", "web page", "web", "url", "homepage", "site web", "page web",
        "website 1 value", "company domain name", "webpagina", "web site", "site internet", "adresse web",
        "url du site web",
    ),
    "language": (
        "language", "preferred language", "taal", "voorkeurstaal", "langue", "langue préférée", "taalcode",
        "code langue", "language code",
    ),
    "territory": (
        "territory", "sales territory", "regio", "rayon", "secteur", "territoire", "account territory",
        "verkoopgebied", "zone", "région commerciale",
    ),
    "salutation": (
        "salutation", "aanhef", "civilité", "aanspreekvorm", "aanspreektitel", "formule d'appel",
        "titre de civilité", "name prefix", "honorific",
    ),
    "salesperson": (
        "salesperson", "owner", "contact owner", "deal owner", "opportunity owner", "account owner",
        "account manager", "sales rep", "sales agent", "sales representative", "agent", "rep", "assigned to",
        "verkoper", "vertegenwoordiger", "eigenaar", "accountmanager", "vendeur", "commercial", "propriétaire",
        "responsable commercial", "person owner", "organization owner", "eigenaar van contact",
        "contacteigenaar", "persoon eigenaar", "propriétaire du contact", "personne propriétaire",
        "relatiebeheerder",
    ),
    "description": (
        "description", "subject", "deal name", "opportunity name", "deal title", "opportunity", "onderwerp",
        "omschrijving", "naam van de deal", "objet", "sujet", "libellé", "opportunité", "name", "title",
        "deal", "project", "product", "product name", "naam", "titel", "nom", "intitulé", "produit",
    ),
    "estimated_value": (
        "value", "amount", "deal value", "estimated value", "expected revenue", "revenue", "deal amount",
        "waarde", "bedrag", "verwachte omzet", "omzet", "geschatte waarde", "valeur", "montant",
        "chiffre d'affaires attendu", "revenu estimé", "valeur estimée",
    ),
    "closing_on": (
        "closing", "close date", "closing date", "expected close date", "estimated close date",
        "est closing date", "sluitdatum", "verwachte sluitdatum", "afsluitdatum", "date de clôture",
        "date de clôture prévue", "clôture",
    ),
    "contact": (
        "contact", "contact name", "contact person", "associated contact", "primary contact", "customer",
        "contactpersoon", "klant", "interlocuteur", "nom du contact", "client", "account", "account name",
        "company", "company name", "associated company", "organization", "organisation", "customer name",
        "bedrijf", "bedrijfsnaam", "organisatie", "relatie", "société", "entreprise", "compte",
    ),
    "created_on": (
        "created", "create date", "created date", "date created", "creation date", "deal created",
        "aangemaakt", "aangemaakt op", "aanmaakdatum", "date de création", "créé le",
    ),
    "changed_on": (
        "engage date", "engaged on", "stage date", "date entered stage", "last stage change",
        "stage change date", "since", "start date", "begindatum", "startdatum", "date de début",
        "date d'étape",
    ),
    "closed_on": (
        "closed", "closed date", "date closed", "actual close date", "won date", "lost date", "gesloten op",
        "afgesloten op", "gewonnen op", "date de fermeture", "clôturé le",
    ),
    "sales_value": (
        "close value", "closed value", "won value", "won amount", "closed amount", "order value",
        "verkoopwaarde", "orderwaarde", "valeur de vente", "montant gagné",
    ),
    "close_code": (
        "reason", "close reason", "lost reason", "closed lost reason", "loss reason", "reden", "reden verlies",
        "raison", "motif de perte",
    ),
    "stage": (
        "stage", "deal stage", "pipeline stage", "fase", "stadium", "étape", "phase",
    ),
    "sales_cycle": (
        "sales cycle", "pipeline", "verkoopproces", "verkoopcyclus", "cycle de vente",
    ),
    "chances": (
        "probability", "chance", "win probability", "deal probability", "kans", "slagingskans",
        "waarschijnlijkheid", "probabilité", "chances de succès",
    ),
    "initials": (
        "initials", "initialen", "voorletters", "initiales",
    ),
    "fax": (
        "fax", "fax number", "business fax", "fax zakelijk", "faxnummer", "télécopie", "télécopie bureau",
        "fax op werk", "fax werk", "fax bureau", "numéro de fax", "other fax", "phone fax",
    ),
    "vat_number": (
        "vat number", "vat no", "vat id", "btw nummer", "btw", "numéro de tva", "tva", "tax id", "tax number",
        "btw identificatienummer", "numéro de tva intracommunautaire", "n tva", "ust id",
    ),
    "on": (
        "date", "due date", "activity date", "datum", "vervaldatum", "date d'échéance", "échéance",
    ),
    "priority": (
        "priority", "prioriteit", "priorité",
    ),
    "note": (
        "note", "notes", "remarks", "comments", "comment", "opmerking", "opmerkingen", "notitie", "notities",
        "remarque", "remarques", "commentaire", "aantekeningen", "description", "memo", "bijzonderheden",
        "observations",
    ),
    "extension": (
        "extension", "phone extension", "ext", "toestel", "toestelnummer", "doorkiesnummer",
        "poste téléphonique", "numéro de poste",
    ),
    "pager": (
        "pager", "semafoon", "pieper", "récepteur de radiomessagerie", "radiomessagerie", "bip",
        "téléavertisseur",
    ),
    "telex": (
        "telex", "telexnummer",
    ),
    "telex_answer_back": (
        "telex answer back", "telex antwoordcode", "indicatif télex",
    ),
    "format_region": (
        "format region", "locale", "landinstelling", "paramètre régional",
    ),
    "name_2": (
        "name 2", "naam 2", "nom 2", "organization department", "department", "afdeling", "service",
        "département entreprise",
    ),
    "search_name": (
        "search name", "zoeknaam", "nom de recherche",
    ),
    "registration_number": (
        "registration number", "company registration number", "chamber of commerce number", "kvk nummer",
        "kvk", "ondernemingsnummer", "siret", "siren", "numéro d'immatriculation",
    ),
    "type": (
        "contact type", "record type", "soort", "contactsoort", "type de contact",
    ),
    "correspondence_type": (
        "correspondence type", "preferred contact method", "voorkeur communicatie", "mode de correspondance",
    ),
    "organizational_level": (
        "organizational level", "level", "management level", "niveau", "organisatieniveau",
        "niveau hiérarchique", "seniority",
    ),
    "currency": (
        "currency", "currency code", "account currency", "valuta", "munteenheid", "devise", "monnaie",
    ),
    "parent_company": (
        "parent company", "parent company no", "parent account", "subsidiary of", "moederbedrijf", "moedermaatschappij",
        "société mère", "maison mère", "compte parent",
    ),
    "employees": (
        "employees", "number of employees", "no of employees", "company size", "aantal medewerkers",
        "aantal werknemers", "nombre d'employés", "nombre de salariés", "effectif",
    ),
    "revenue": (
        "annual revenue", "revenue", "turnover", "jaaromzet", "omzet", "chiffre d'affaires", "revenu annuel",
        "chiffre d'affaires annuel",
    ),
    "industry_group": (
        "industry", "sector", "industrie", "branche", "bedrijfstak", "secteur d'activité", "secteur",
    ),
    "mailing_group": (
        "labels", "group membership", "categories", "category", "groups", "groepen", "categorieën",
        "labels de contact", "groupes",
    ),
    "team": (
        "team", "sales team", "regional office", "office", "region", "verkoopteam", "équipe", "équipe commerciale",
    ),
    "manager": (
        "manager", "sales manager", "team manager", "teamleider", "verkoopleider", "responsable", "chef d'équipe",
    ),
    "exclude_from_segment": (
        "do not contact", "opted out of email", "email opt out", "unsubscribed from all email", "niet mailen",
        "ne pas contacter",
    ),
}  # fmt: skip

# Headings that one program alone writes; two of them tell which one it is.
_PROGRAMS: dict[str, tuple[str, ...]] = {
    "Outlook": (
        "e-mail address", "e-mail 2 address", "business street", "business postal code", "business fax", "home phone 2",
        "telex", "assistant's phone", "company yomi", "given yomi", "other phone", "callback", "e-mail display name",
        "werkadres straat", "werkadres postcode", "telefoon op werk", "fax op werk", "huisadres straat",
        "semafoon", "weergavenaam voor e-mail", "rue bureau", "code postal bureau", "téléphone bureau", "tél mobile",
        "télécopie bureau", "rue domicile", "adresse de messagerie 2", "nom complet de l'adresse de messagerie",
    ),
    "Google Contacts": (
        "e-mail 1 value", "e-mail 1 type", "e-mail 1 label", "phone 1 value", "phone 1 type", "phone 1 label",
        "address 1 street", "organization 1 name", "group membership", "yomi name", "phonetic first name", "file as",
    ),
    "HubSpot": (
        "record id", "record id contact", "lifecycle stage", "contact owner", "lead status", "associated company",
        "last activity date", "marketing contact status", "levenscyclusfase", "eigenaar van contact", "leadstatus",
        "id de fiche d'informations", "phase du cycle de vie", "propriétaire du contact", "statut du lead",
    ),
    "Salesforce": (
        "mailing street", "mailing zip postal code", "mailing state province", "mailingstreet", "mailingpostalcode",
        "account name", "accountid", "account owner", "contact id", "isdeleted", "lead source", "billing street",
        "accountnaam", "straat postadres", "postadres straat", "nom du compte", "rue adresse postale",
        "code postal adresse postale", "propriétaire du compte", "eigenaar van account",
    ),
    "Pipedrive": (
        "person name", "person id", "person organization", "person owner", "person email work", "person phone work",
        "organization name", "organization id", "organization owner", "organization address", "persoon naam",
        "persoon organisatie", "persoon eigenaar", "personne nom", "personne organisation", "personne propriétaire",
    ),
}  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    """The words of a heading without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return tuple(re.findall(r"[^\W_]+", "".join(each for each in letters if not unicodedata.combining(each))))


def program_of(header: Sequence[str]) -> str:
    """The program that writes such headings: Outlook, Google Contacts, HubSpot, Salesforce, Pipedrive; "" if none."""
    found = {words(heading) for heading in header}
    counts = {name: len(found & {words(mark) for mark in marks}) for name, marks in _PROGRAMS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= 2 else ""
