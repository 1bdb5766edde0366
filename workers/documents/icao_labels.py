"""What documents print beside their fields, in the languages of Latin letters.

ICAO 9303-3, 3.2 asks for a label in the issuer's language and in English, French or Spanish, so
most documents carry one of the first three beside their own. Accents may be missing in print;
the reading folds them.
"""

DOCUMENT_NUMBER = (
    "Document No.", "Document number", "Passport No.", "Card No.", "Permit No.", "Visa No.",
    "N° du document", "Passeport n°", "N° de passeport", "N° de carte", "Dokument-Nr.",
    "Dokumentnummer", "Pass-Nr.", "Ausweisnummer", "Número de documento", "Pasaporte N°",
    "N.º do documento", "Passaporte N.º", "Documento N.", "Passaporto N.", "Documentnummer",
    "Paspoortnummer", "Numer dokumentu", "Paszport nr", "Číslo dokladu", "Číslo pasu",
    "Útlevélszám", "Okmányazonosító", "Nr. document", "Pasnr.", "Passnummer", "Passinumero",
    "Belge No", "Pasaport No", "Broj putovnice", "Dokumento Nr.", "Dokumenta Nr.",
    "Dokumendi number",
)  # fmt: skip

LAST_NAME = (
    "Surname", "Surnames", "Last name", "Family name", "Nom", "Noms", "Name", "Familienname",
    "Nachname", "Apellidos", "Apellido", "Primer apellido", "Apelidos", "Apelido", "Cognome",
    "Naam", "Achternaam", "Nazwisko", "Příjmení", "Priezvisko", "Családi név", "Nume", "Efternamn",
    "Efternavn", "Etternavn", "Sukunimi", "Soyadı", "Prezime", "Priimek", "Pavardė", "Uzvārds",
    "Perekonnanimi",
)  # fmt: skip

FIRST_NAME = (
    "Given names", "Given name", "First name", "Forenames", "Prénoms", "Prénom", "Vornamen",
    "Vorname", "Nombres", "Nombre", "Nomes próprios", "Nomes", "Nome", "Nomi", "Voornamen",
    "Imiona", "Imię", "Jméno", "Meno", "Utónév", "Prenume", "Förnamn", "Fornavn", "Fornavne",
    "Etunimet", "Adı", "Ime", "Vardas", "Vārds", "Eesnimi",
)  # fmt: skip

NATIONALITY = (
    "Nationality", "Nationalité", "Staatsangehörigkeit", "Nacionalidad", "Nacionalidade",
    "Cittadinanza", "Nazionalità", "Nationaliteit", "Obywatelstwo", "Státní občanství",
    "Štátne občianstvo", "Állampolgárság", "Cetățenia", "Nationalitet", "Statsborgerskap",
    "Kansalaisuus", "Uyruğu", "Državljanstvo", "Pilietybė", "Pilsonība", "Kodakondsus",
)  # fmt: skip

BIRTH_DATE = (
    "Date of birth", "Date de naissance", "Geburtsdatum", "Geburtstag", "Fecha de nacimiento",
    "Data de nascimento", "Data di nascita", "Geboortedatum", "Data urodzenia", "Datum narození",
    "Dátum narodenia", "Születési idő", "Data nașterii", "Födelsedatum", "Fødselsdato",
    "Syntymäaika", "Doğum tarihi", "Datum rođenja", "Gimimo data", "Dzimšanas datums", "Sünniaeg",
)  # fmt: skip

SEX = (
    "Sex", "Sexe", "Geschlecht", "Sexo", "Sesso", "Geslacht", "Płeć", "Pohlaví", "Pohlavie", "Nem",
    "Sexul", "Kön", "Køn", "Kjønn", "Sukupuoli", "Cinsiyeti", "Spol", "Lytis", "Dzimums", "Sugu",
)  # fmt: skip

PLACE_OF_BIRTH = (
    "Place of birth", "Lieu de naissance", "Geburtsort", "Lugar de nacimiento",
    "Local de nascimento", "Naturalidade", "Luogo di nascita", "Geboorteplaats",
    "Miejsce urodzenia", "Místo narození", "Miesto narodenia", "Születési hely", "Locul nașterii",
    "Födelseort", "Fødested", "Syntymäpaikka", "Doğum yeri", "Mjesto rođenja", "Gimimo vieta",
    "Dzimšanas vieta", "Sünnikoht",
)  # fmt: skip

ISSUING_DATE = (
    "Date of issue", "Date de délivrance", "Ausstellungsdatum", "Fecha de expedición",
    "Data de emissão", "Data di rilascio", "Datum van afgifte", "Afgiftedatum", "Data wydania",
    "Datum vydání", "Dátum vydania", "Kiállítás dátuma", "Data eliberării", "Utfärdandedatum",
    "Udstedelsesdato", "Utstedelsesdato", "Myöntämispäivä", "Veriliş tarihi", "Datum izdavanja",
    "Išdavimo data", "Izdošanas datums", "Välja antud",
)  # fmt: skip

EXPIRATION_DATE = (
    "Date of expiry", "Date of expiration", "Expiry date", "Valid until", "Card expiry",
    "Date d'expiration", "Valable jusqu'au", "Gültig bis", "Karte gültig bis",
    "Fecha de caducidad", "Fecha de vencimiento", "Válido hasta", "Data de validade", "Válido até",
    "Data di scadenza", "Scadenza", "Geldig tot", "Data ważności", "Termin ważności",
    "Platnost do", "Platnosť do", "Érvényességi idő", "Data expirării", "Giltig t.o.m.",
    "Udløbsdato", "Utløpsdato", "Viimeinen voimassaolopäivä", "Geçerlilik tarihi", "Vrijedi do",
    "Galioja iki", "Derīga līdz", "Kehtiv kuni",
)  # fmt: skip

AUTHORITY = (
    "Authority", "Issuing authority", "Autorité", "Autorité de délivrance", "Behörde",
    "Ausstellende Behörde", "Autoridad", "Autoridade", "Autorità", "Autoriteit", "Instantie",
    "Organ wydający", "Vydal", "Kiállító hatóság", "Autoritatea", "Myndighet", "Myndighed",
    "Viranomainen", "Veren makam", "Nadležno tijelo", "Išdavusi įstaiga", "Izdevējiestāde",
    "Väljaandja",
)  # fmt: skip

PERSONAL_NUMBER = (
    "Personal No.", "Personal number", "N° personnel", "Número personal", "Número pessoal",
    "N. personale", "Persoonsnummer", "Numer PESEL", "Rodné číslo", "Személyi azonosító",
    "Cod numeric personal", "Personnummer", "Henkilötunnus", "T.C. Kimlik No", "OIB",
    "Asmens kodas", "Personas kods", "Isikukood",
)  # fmt: skip

HEIGHT = (
    "Height", "Taille", "Größe", "Estatura", "Altura", "Statura", "Lengte", "Wzrost", "Výška",
    "Längd", "Højde", "Pituus",
)  # fmt: skip

ADDRESS = (
    "Address", "Adresse", "Residence", "Domicile", "Anschrift", "Domicilio", "Morada",
    "Residenza", "Adres", "Adresa", "Lakcím", "Adress", "Osoite",
)  # fmt: skip

PERMIT_TYPE = (
    "Type of permit", "Type de titre", "Catégorie du titre", "Art des Titels", "Tipo de permiso",
    "Tipo de título", "Tipo di permesso", "Soort vergunning", "Rodzaj zezwolenia",
)  # fmt: skip

REMARKS = (
    "Remarks", "Remarques", "Anmerkungen", "Observaciones", "Observações", "Annotazioni",
    "Opmerkingen", "Uwagi",
)  # fmt: skip
