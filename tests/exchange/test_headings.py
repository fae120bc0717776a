"""The exports people bring: each known by its headings, each column where it belongs."""

from pathlib import Path

import pytest

from oppdesk.domain.fields import Field
from oppdesk.domain.records import CONTACT
from oppdesk.exchange import incoming
from oppdesk.exchange.headings import KNOWN, program_of, words
from oppdesk.exchange.mapping import match
from oppdesk.exchange.tabular import Guess

FIELDS = (*(one for one in CONTACT if not one.read_only), Field("note", "Comment", size=2000))

OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,"
    "E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,"
    "Pager,Business Fax,Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,"
    "Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,Business Street,"
    "Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State,"
    "Home Postal Code,Home Country/Region,Other Street,Personal Web Page,Spouse,Web Page,Birthday,Anniversary,Notes"
)
OUTLOOK_NL = (
    'Aanspreektitel,Voornaam,Middelste naam,Achternaam,Achtervoegsel,Bedrijf,Afdeling,Functie,"Werkadres, straat",'
    '"Werkadres 2, straat","Werkadres, plaats","Werkadres, provincie","Werkadres, postcode","Werkadres, land/regio",'
    '"Huisadres, straat","Huisadres, plaats",Fax op werk,Telefoon op werk,Mobiele telefoon,Semafoon,Telex,E-mailadres,'
    "E-mailadres 2,Initialen,Notities,Taal,Webpagina"
)
OUTLOOK_FR = (
    "Titre,Prénom,Deuxième prénom,Nom de famille,Suffixe,Société,Service,Fonction,Rue (bureau),Ville (bureau),"
    "Dép/Région (bureau),Code postal (bureau),Pays/Région (bureau),Rue (domicile),Télécopie (bureau),Téléphone (bureau),"
    "Tél. mobile,Récepteur de radiomessagerie,Télex,Adresse de messagerie,Adresse de messagerie 2,Initiales,Langue,Notes,Page Web"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,"
    "Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,"
    "Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,"
    "Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,Website 1 - Value"
)
HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Fax Number,Contact owner,Lead Status,Lifecycle Stage,"
    "Company Name,Job Title,Street Address,City,State/Region,Postal Code,Country/Region,Website URL,Preferred language,"
    "Number of Employees,Annual Revenue,Industry"
)
HUBSPOT_NL = "Record-ID,Voornaam,Achternaam,E-mail,Telefoonnummer,Mobiel telefoonnummer,Eigenaar van contact,Levenscyclusfase,Naam bedrijf,Functie,Postcode,Plaats"
HUBSPOT_FR = "ID de fiche d'informations,Prénom,Nom de famille,E-mail,Numéro de téléphone,Propriétaire du contact,Phase du cycle de vie,Nom de l'entreprise,Intitulé du poste,Code postal,Ville"
SALESFORCE = (
    "Contact ID,Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province,"
    "Mailing Zip/Postal Code,Mailing Country,Phone,Fax,Mobile,Email,Account Owner,Lead Source"
)
SALESFORCE_API = "Id,IsDeleted,AccountId,LastName,FirstName,Salutation,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,Phone,Fax,MobilePhone,Email,Title,Department"
PIPEDRIVE = (
    "Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Email - Home,Person - Phone - Work,"
    "Person - Phone - Mobile,Person - Owner,Person - Job title,Person - Open deals"
)
PIPEDRIVE_NL = "Persoon - ID,Persoon - Naam,Persoon - Organisatie,Persoon - E-mail - Werk,Persoon - Telefoon - Werk,Persoon - Telefoon - Mobiel,Persoon - Eigenaar"
PIPEDRIVE_FR = "Personne - ID,Personne - Nom,Personne - Organisation,Personne - E-mail - Travail,Personne - Téléphone - Travail,Personne - Propriétaire"

NAMES = {"first_name": "First Name", "surname": "Last Name"}
CASES = {
    "outlook": (OUTLOOK, "Outlook", NAMES | {
        "middle_name": "Middle Name", "e_mail": "E-mail Address", "e_mail_2": "E-mail 2 Address", "phone": "Business Phone",
        "mobile_phone": "Mobile Phone", "fax": "Business Fax", "job_title": "Job Title", "company": "Company",
        "address": "Business Street", "city": "Business City", "county": "Business State", "post_code": "Business Postal Code",
        "country": "Business Country/Region", "home_page": "Web Page", "note": "Notes"}),
    "outlook nl": (OUTLOOK_NL, "Outlook", {
        "first_name": "Voornaam", "middle_name": "Middelste naam", "surname": "Achternaam", "company": "Bedrijf",
        "job_title": "Functie", "address": "Werkadres, straat", "address_2": "Werkadres 2, straat", "city": "Werkadres, plaats",
        "county": "Werkadres, provincie", "post_code": "Werkadres, postcode", "country": "Werkadres, land/regio",
        "fax": "Fax op werk", "phone": "Telefoon op werk", "mobile_phone": "Mobiele telefoon", "e_mail": "E-mailadres",
        "e_mail_2": "E-mailadres 2", "initials": "Initialen", "language": "Taal", "home_page": "Webpagina",
        "salutation": "Aanspreektitel", "note": "Notities"}),
    "outlook fr": (OUTLOOK_FR, "Outlook", {
        "first_name": "Prénom", "middle_name": "Deuxième prénom", "surname": "Nom de famille", "company": "Société",
        "job_title": "Fonction", "address": "Rue (bureau)", "city": "Ville (bureau)", "county": "Dép/Région (bureau)",
        "post_code": "Code postal (bureau)", "country": "Pays/Région (bureau)", "fax": "Télécopie (bureau)",
        "phone": "Téléphone (bureau)", "mobile_phone": "Tél. mobile", "e_mail": "Adresse de messagerie",
        "e_mail_2": "Adresse de messagerie 2", "initials": "Initiales", "language": "Langue", "home_page": "Page Web",
        "note": "Notes"}),
    "google": (GOOGLE, "Google Contacts", NAMES | {
        "middle_name": "Middle Name", "company": "Organization Name", "job_title": "Organization Title",
        "e_mail": "E-mail 1 - Value", "e_mail_2": "E-mail 2 - Value", "address": "Address 1 - Street", "city": "Address 1 - City",
        "county": "Address 1 - Region", "post_code": "Address 1 - Postal Code", "country": "Address 1 - Country",
        "home_page": "Website 1 - Value", "note": "Notes", "phone": "Phone No.", "mobile_phone": "Mobile phone No.",
        "fax": "Fax No."}),
    "hubspot": (HUBSPOT, "HubSpot", NAMES | {
        "external_number": "Record ID", "e_mail": "Email", "phone": "Phone Number", "mobile_phone": "Mobile Phone Number",
        "fax": "Fax Number", "salesperson": "Contact owner", "company": "Company Name", "job_title": "Job Title",
        "address": "Street Address", "city": "City", "county": "State/Region", "post_code": "Postal Code",
        "country": "Country/Region", "home_page": "Website URL", "language": "Preferred language"}),
    "hubspot nl": (HUBSPOT_NL, "HubSpot", {
        "external_number": "Record-ID", "first_name": "Voornaam", "surname": "Achternaam", "e_mail": "E-mail",
        "phone": "Telefoonnummer", "mobile_phone": "Mobiel telefoonnummer", "salesperson": "Eigenaar van contact",
        "company": "Naam bedrijf", "job_title": "Functie", "post_code": "Postcode", "city": "Plaats"}),
    "hubspot fr": (HUBSPOT_FR, "HubSpot", {
        "external_number": "ID de fiche d'informations", "first_name": "Prénom", "surname": "Nom de famille", "e_mail": "E-mail",
        "phone": "Numéro de téléphone", "salesperson": "Propriétaire du contact", "company": "Nom de l'entreprise",
        "job_title": "Intitulé du poste", "post_code": "Code postal", "city": "Ville"}),
    "salesforce": (SALESFORCE, "Salesforce", NAMES | {
        "external_number": "Contact ID", "salutation": "Salutation", "job_title": "Title", "company": "Account Name",
        "address": "Mailing Street", "city": "Mailing City", "county": "Mailing State/Province",
        "post_code": "Mailing Zip/Postal Code", "country": "Mailing Country", "phone": "Phone", "fax": "Fax",
        "mobile_phone": "Mobile", "e_mail": "Email", "salesperson": "Account Owner"}),
    "salesforce api": (SALESFORCE_API, "Salesforce", {
        "external_number": "Id", "first_name": "FirstName", "surname": "LastName", "address": "MailingStreet",
        "city": "MailingCity", "county": "MailingState", "post_code": "MailingPostalCode", "country": "MailingCountry",
        "phone": "Phone", "mobile_phone": "MobilePhone", "e_mail": "Email", "job_title": "Title", "fax": "Fax"}),
    "pipedrive": (PIPEDRIVE, "Pipedrive", {
        "external_number": "Person - ID", "name": "Person - Name", "company": "Person - Organization",
        "e_mail": "Person - Email - Work", "e_mail_2": "Person - Email - Home", "phone": "Person - Phone - Work",
        "mobile_phone": "Person - Phone - Mobile", "salesperson": "Person - Owner", "job_title": "Person - Job title"}),
    "pipedrive nl": (PIPEDRIVE_NL, "Pipedrive", {
        "name": "Persoon - Naam", "company": "Persoon - Organisatie", "e_mail": "Persoon - E-mail - Werk",
        "phone": "Persoon - Telefoon - Werk", "mobile_phone": "Persoon - Telefoon - Mobiel", "salesperson": "Persoon - Eigenaar"}),
    "pipedrive fr": (PIPEDRIVE_FR, "Pipedrive", {
        "name": "Personne - Nom", "company": "Personne - Organisation", "e_mail": "Personne - E-mail - Travail",
        "phone": "Personne - Téléphone - Travail", "salesperson": "Personne - Propriétaire"}),
}  # fmt: skip


def guessed(folder: Path, header: str, *rows: str) -> Guess:
    path = folder / "export.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return incoming.sniff(path, has_header=True)


@pytest.mark.parametrize("case", CASES)
def test_each_program_is_known_and_its_columns_find_their_fields(tmp_path: Path, case: str) -> None:
    header, program, expected = CASES[case]
    guess = guessed(tmp_path, header)
    assert program_of(guess.original or guess.header) == program
    found = {name: guess.header[column] for name, column in match(guess.header, FIELDS).items()}
    assert {name: found.get(name) for name in expected} == expected


def test_other_headings_are_of_no_program() -> None:
    for header in ("Name,City,Phone", "First Name,Last Name,Email,Phone,Company", "Naam,Plaats", ""):
        assert program_of(header.split(",")) == ""


def test_no_heading_is_known_twice_for_one_field() -> None:
    for name, headings in KNOWN.items():
        assert len({words(heading) for heading in headings}) == len(headings), name


def test_google_pairs_go_by_the_kind_each_row_gives(tmp_path: Path) -> None:
    header = "First Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Labels"
    rows = (
        "Jan,Mobile,1,Work,2,a",
        "Piet,* Home,3 ::: 4,Work Fax,5,b",
        "Ann,,6,Pager,7,c",
        "Tom,Home,8,Work,9,d",
    )
    guess = guessed(tmp_path, header, *rows)
    assert guess.header[:2] == ("First Name", "Labels")
    assert guess.header[2:] == ("Phone No.", "Mobile phone No.", "Fax No.", "Pager", "Further numbers")
    expected = [
        (2, ["Jan", "a", "2", "1", "", "", ""]),
        (3, ["Piet", "b", "3", "", "5", "", "Home: 4"]),
        (4, ["Ann", "c", "6", "", "", "7", ""]),
        (5, ["Tom", "d", "9", "", "", "", "Home: 8"]),
    ]
    assert list(incoming.open_sheet(tmp_path / "export.csv", guess).rows()) == expected
    assert [list(row) for row in guess.sample] == [cells for _line, cells in expected]
