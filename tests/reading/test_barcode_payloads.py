"""Payloads of identity documents' barcodes become fields; anything else becomes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.reading.barcodes import decode_payload

CITIZEN = (
    "030187003568|192257877|Phạm Thị Thu Thủy|08081987|Nữ|"
    "Xã Thanh Lang, Thanh Hà, Hải Dương|12052021"
)

LICENCE = "".join((
    "@\n\x1e\rANSI 636000100102DL00410278ZV03190008",
    "DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDDFN\nDADJOHN\nDDGN\nDCUJR\nDCAD\nDCBK\nDCDPH\n",
    "DBD06062019\nDBB06061986\nDBA12102024\nDBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\n",
    "DAIRICHMOND\nDAJVA\nDAK232690000  \nDCF2424244747474786102204\nDCGUSA\nDCK123456789\nDDAF\n",
    "DDB06062018\nDDC06062020\nDDD1\rZVZVA01\r",
))  # fmt: skip

# The layout of the specimen card that the ministry's pictures show, of another fictional person.
FRENCH_CARD = (
    "E" * 24
    + "Noëlle;D'ARC-DUPRÉ;13/07/1990;X4RTBPFW4;11/02/2030;FRA;CNI;F;Le Bourg;1,62"
    + "S" * 48
)

TWO_D_DOC = (
    "DC03FR000001092D1636070160NATACHA/MARIE\x1d62SPECIMEN\x1d65P 6607CD12304\x1d67FR68F6CFR"
    "6907121973\x1fEYLJXYH5R3HYO5YWTMELK7P277KKOK5TTNB26S6UAPDH2KJGT37YXNDEZTGEK2LX3OSRNAXOP4"
)


def fields(format_, text):
    payload = decode_payload(format_, text)
    assert payload is not None
    return payload.fields


def test_the_seven_fields_of_a_vietnamese_chip_card_are_read():
    payload = decode_payload("qr", CITIZEN)
    assert payload.kind == "vnm_citizen"
    assert payload.fields == {
        "documentNumber": "030187003568",
        "formerNumber": "192257877",
        "fullName": "Phạm Thị Thu Thủy",
        "birthDate": "1987-08-08",
        "gender": "female",
        "address": "Xã Thanh Lang, Thanh Hà, Hải Dương",
        "issuingDate": "2021-05-12",
    }


def test_a_number_of_no_earlier_card_is_no_field():
    assert "formerNumber" not in fields("qr", CITIZEN.replace("|192257877|", "||"))


def test_the_fields_that_the_card_of_2024_adds_do_no_harm():
    assert fields("qr", CITIZEN + "||Phạm Văn An|Lê Thị Bình|") == fields("qr", CITIZEN)


def test_of_a_birth_without_a_day_the_year_is_known():
    assert fields("qr", CITIZEN.replace("08081987", "00001957"))["birthDate"] == "1957"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("030187003568", "03018700356"),
        ("030187003568", "03018700356O"),
        ("192257877", "19225787"),
        ("08081987", "31021987"),
        ("08081987", "1987"),
        ("Phạm Thị Thu Thủy", ""),
        ("|12052021", ""),
        ("|", ";"),
    ],
)
def test_a_malformed_citizens_payload_is_none(good, bad):
    assert decode_payload("qr", CITIZEN.replace(good, bad)) is None


@pytest.mark.parametrize("name", ["A" * 301, "PHẠM\x00 THỊ", "PHẠM\u202eTHỊ"])
def test_what_no_card_would_print_is_no_field(name):
    payload = decode_payload("qr", CITIZEN.replace("Phạm Thị Thu Thủy", name))
    assert payload is None or "fullName" not in payload.fields


def test_an_american_licence_is_read():
    payload = decode_payload("pdf417", LICENCE)
    assert payload.kind == "aamva"
    assert payload.details == {"issuer": "636000", "version": "10"}
    assert payload.fields == {
        "documentNumber": "T64235789",
        "lastName": "SAMPLE JR",
        "firstName": "MICHAEL JOHN",
        "birthDate": "1986-06-06",
        "gender": "male",
        "address": "2300 WEST BROAD STREET, RICHMOND, VA 23269",
        "issuingDate": "2019-06-06",
        "expirationDate": "2024-12-10",
        "issuingCountry": "USA",
        "height": "1.73",
        "eyeColour": "BRO",
        "licenceClasses": "D",
    }


def test_a_canadian_licence_has_its_dates_the_other_way_round():
    text = LICENCE.replace("DCGUSA", "DCGCAN").replace("DAU068 in", "DAU173 cm")
    text = text.replace("06061986", "19860606").replace("12102024", "20241210")
    text = text.replace("DAK232690000  ", "DAKK1A 0B1    ").replace("DAJVA", "DAJON")
    text = text.replace("BROAD STREET", "Chaussée-du-Québec").replace("DBC1", "DBC9")
    read = fields("pdf417", text)
    assert (read["birthDate"], read["expirationDate"]) == ("1986-06-06", "2024-12-10")
    assert (read["issuingCountry"], read["height"], read["gender"]) == ("CAN", "1.73", "other")
    assert read["address"] == "2300 WEST Chaussée-du-Québec, RICHMOND, ON K1A0B1"


@pytest.mark.parametrize(
    ("version", "elements", "last", "first"),
    [
        ("01", "DLDAAPUBLIC,JOHN,QUINCY\nDAQA1\nDBB19860606\nDAU510\n", "PUBLIC", "JOHN QUINCY"),
        ("03", "DLDCSPUBLIC\nDCTJOHN,QUINCY\nDAQA1\nDBB06061986\n", "PUBLIC", "JOHN QUINCY"),
        ("08", "DLDAQA1\nDCSPUBLIC\nDACJOHN\nDADNONE\nDBB06061986\n", "PUBLIC", "JOHN"),
        ("09", "IDDCSPUBLIC\nDACJOHN\nDADQUINCY\nDAQA1\nDBB06061986\n", "PUBLIC", "JOHN QUINCY"),
    ],
)
def test_versions_differ_in_how_they_give_names(version, elements, last, first):
    text = f"@\n\x1e\rANSI 636026{version}0102DL00410278{elements}\r"
    read = fields("pdf417", text)
    assert (read["lastName"], read["firstName"]) == (last, first)
    assert read["birthDate"] == "1986-06-06"
    assert read.get("height") in (None, "1.78")


@pytest.mark.parametrize("missing", ["DAQT64235789", "DCSSAMPLE", "DBB06061986", "ANSI "])
def test_a_licence_without_its_holder_is_none(missing):
    assert decode_payload("pdf417", LICENCE.replace(missing, "")) is None


def test_the_french_identity_card_is_read_and_its_signature_not_verified():
    payload = decode_payload("datamatrix", FRENCH_CARD)
    assert payload.kind == "fra_2ddoc"
    assert payload.details == {"layout": "card", "signature": "not_verified"}
    assert payload.fields == {
        "firstName": "Noëlle",
        "lastName": "D'ARC-DUPRÉ",
        "birthDate": "1990-07-13",
        "documentNumber": "X4RTBPFW4",
        "expirationDate": "2030-02-11",
        "issuingCountry": "FRA",
        "gender": "female",
        "placeOfBirth": "Le Bourg",
        "height": "1.62",
    }


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("13/07/1990", "13/17/1990"),
        ("13/07/1990", "1990/07/13"),
        (";CNI", ""),
        ("E" * 24, "E" * 20 + "1" * 8),  # a header of another length would cut the name
    ],
)
def test_a_malformed_french_card_is_none(good, bad):
    assert decode_payload("datamatrix", FRENCH_CARD.replace(good, bad)) is None


def test_a_2d_doc_is_read_with_its_header():
    payload = decode_payload("datamatrix", TWO_D_DOC)
    assert payload.fields == {
        "firstName": "NATACHA MARIE",
        "lastName": "SPECIMEN",
        "documentNumber": "07CD12304",
        "nationality": "FRA",
        "gender": "female",
        "birthDate": "1973-12-07",
    }
    assert payload.details == {
        "layout": "2d-doc",
        "version": "03",
        "authority": "FR00",
        "certificate": "0001",
        "emitted": "2006-06-07",
        "signed": "2015-07-27",
        "documentType": "07",
        "perimeter": "01",
        "signature": "not_verified",
    }


def test_a_2d_doc_of_an_invoice_is_no_identity_documents():
    assert decode_payload("datamatrix", TWO_D_DOC.replace("1636070160", "1636010160")) is None


def test_a_2d_doc_without_a_signature_says_so():
    assert decode_payload("datamatrix", TWO_D_DOC.split("\x1f")[0]).details["signature"] == "absent"


@pytest.mark.parametrize("format_", ["qr", "pdf417", "datamatrix", "code128", ""])
def test_another_codes_text_is_none(format_):
    assert decode_payload(format_, "https://example.org/?q=1|2|3;4") is None


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["qr", "pdf417", "datamatrix"]),
    st.sampled_from([CITIZEN, LICENCE, FRENCH_CARD, TWO_D_DOC, ""]),
    st.binary(max_size=40),
    st.integers(0, 400),
    st.integers(0, 60),
)
def test_no_text_whatever_raises(format_, text, noise, at, cut):
    """Damaged payloads: bytes put in at any place, others taken out."""
    damaged = text[:at] + noise.decode("latin-1") + text[at + cut :]
    payload = decode_payload(format_, damaged)
    if payload is not None:
        assert all(value == value.strip() and value for value in payload.fields.values())
