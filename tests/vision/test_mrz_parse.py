"""The pure parser of machine readable zones: every format, every check digit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.vision.mrz import parse
from workers.vision.mrz.check_digits import ALPHABET, check_digit, value
from workers.vision.mrz.formats import CNI_FR_OLD, DATE, FORMATS, PERMIS_FR, TD1, TD3, Format
from workers.vision.mrz.parse import parse_as

TODAY = date(2026, 6, 1)

# Lines of published specimens (ICAO Doc 9303 and the issuers' own).
PUBLISHED = {
    "td3": [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ],
    "td2": ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"],
    "td1": [
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ],
    "mrva": [
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ],
    "mrvb": ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"],
    "cni_fr_old": [
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<",
        "8806923102858CORINNE<<<<<<<6512068F6",
    ],
    "permis_fr": ["D1FRA13AA000026181231MARTIN<<9"],
}

names = st.lists(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=6), min_size=1, max_size=2
)
numbers = st.text(ALPHABET[:-1], min_size=5, max_size=9)
days = st.dates(date(1940, 1, 1), TODAY)
countries = st.sampled_from(["UTO", "FRA", "D<<", "VNM", "XXA"])


def twins(character):
    """The characters that no check digit can tell from this one: equal modulo 10."""
    wanted = value(character) % 10
    return {c for c in ALPHABET if value(c) % 10 == wanted}


def padded(text: str, length: int) -> str:
    return text[:length].ljust(length, "<")


def put(line: str, start: int, text: str) -> str:
    return line[:start] + text + line[start + len(text) :]


@st.composite
def zones(draw, form: Format):
    """A valid zone of this format, and the fields that it was made of."""
    last, first = draw(names), draw(names)
    born = draw(days)
    ends = draw(st.dates(max(born, date(2000, 1, 1)), date(2075, 12, 31)))
    said = {
        "lastName": " ".join(last),
        "firstName": " ".join(first),
        "documentNumber": draw(numbers),
        "birthDate": born.isoformat(),
        "expirationDate": ends.isoformat(),
        "gender": draw(st.sampled_from(["male", "female", "other"])),
    }
    if form is PERMIS_FR:
        said["documentNumber"] = draw(st.from_regex(r"[0-9]{2}[A-Z]{2}[0-9]{5}", fullmatch=True))
        said["lastName"] = " ".join("<".join(last)[:8].replace("<", " ").split())
    lines = ["<" * form.length] * form.rows
    raw = {
        "documentCode": form.begins[:2] or form.first[0] + "<",
        "issuingCountry": form.begins[2:] or draw(countries),
        "names": "<".join(last) + "<<" + "<".join(first),
        "lastName": "<".join(last)[:8] if form is PERMIS_FR else "<".join(last),
        "firstName": "<".join(first)[:14],
        "documentNumber": said["documentNumber"],
        "birthDate": said["birthDate"][2:].replace("-", ""),
        "gender": {"male": "M", "female": "F", "other": "<"}[said["gender"]],
        "expirationDate": said["expirationDate"][2:].replace("-", ""),
        "nationality": draw(countries),
        "optionalData": draw(st.text(ALPHABET[:-1], max_size=5)),
        "optionalData2": draw(st.text(ALPHABET[:-1], max_size=5)),
        "personalNumber": draw(st.text(ALPHABET[:-1], max_size=14)),
    }
    for field in form.fields:
        line, start, end = field.span
        lines[line] = put(lines[line], start, padded(raw[field.name], end - start))
    for check in form.check_digits:
        covered = "".join(span.of(lines) for span in check.covers)
        lines[check.span.line] = put(lines[check.span.line], check.span.start, check_digit(covered))
    if form is CNI_FR_OLD:
        said["firstName"] = " ".join(raw["firstName"].replace("<", " ").split())
    written = {field.name for field in form.fields} | {"lastName", "firstName"}
    if form is PERMIS_FR:
        written.remove("firstName")
    return lines, {name: text for name, text in said.items() if name in written}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_specimens_are_valid(name):
    parsed = parse(PUBLISHED[name])
    assert parsed.format == name
    assert parsed.valid


def test_the_fields_of_the_icao_specimen_are_read():
    assert parse(PUBLISHED["td3"]).fields == {
        "documentCode": "P",
        "issuingCountry": "UTO",
        "lastName": "ERIKSSON",
        "firstName": "ANNA MARIA",
        "documentNumber": "L898902C3",
        "nationality": "UTO",
        "birthDate": "1974-08-12",
        "gender": "female",
        "expirationDate": "2012-04-15",
        "personalNumber": "ZE184226B",
    }


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@given(data=st.data())
def test_a_valid_zone_gives_back_what_it_was_made_of(form, data):
    lines, said = data.draw(zones(form))
    parsed = parse(lines)
    assert (parsed.format, parsed.valid) == (form.name, True)
    assert {name: parsed.fields[name] for name in said} == said


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@given(data=st.data())
def test_a_single_wrong_character_is_noticed_unless_it_is_equal_modulo_ten(form, data):
    lines, _ = data.draw(zones(form))
    covered = sorted(
        {
            (span.line, column)
            for check in form.check_digits
            for span in (*check.covers, check.span)
            for column in range(span.start, span.end)
        }
    )
    line, column = data.draw(st.sampled_from(covered))
    right = lines[line][column]
    wrong = data.draw(st.sampled_from(sorted(set(ALPHABET) - twins(right))))
    lines[line] = put(lines[line], column, wrong)
    parsed = parse_as(form, lines)
    assert not parsed.valid


@pytest.mark.parametrize(("one", "other"), ["G6", "B1", "S8", "A0"])
def test_look_alikes_that_no_check_digit_can_tell(one, other):
    assert check_digit(one) == check_digit(other)


def test_a_letter_in_a_date_and_a_digit_in_a_name_are_bad_form():
    first, second = PUBLISHED["td3"]
    assert not parse([first.replace("ANNA", "ANN4"), second]).well_formed
    assert not parse([first, second.replace("740812", "74O812")]).well_formed


def test_a_day_that_no_calendar_has_is_bad_form_and_stays_out_of_the_fields():
    first, second = PUBLISHED["td3"]
    second = put(second, 13, "741340" + check_digit("741340"))
    second = put(second, 43, check_digit(second[:10] + second[13:20] + second[21:43]))
    parsed = parse([first, second])
    assert all(parsed.check_digits.values())
    assert not parsed.valid
    assert "birthDate" not in parsed.fields


def test_an_unknown_day_of_birth_is_good_form():
    first, second = PUBLISHED["td3"]
    second = put(second, 13, "7408<<" + check_digit("7408<<"))
    second = put(second, 43, check_digit(second[:10] + second[13:20] + second[21:43]))
    parsed = parse([first, second])
    assert parsed.valid
    assert "birthDate" not in parsed.fields


def test_names_may_not_go_on_after_the_fillers_that_end_them():
    first, second = PUBLISHED["td3"]
    assert not parse([put(first, 40, "K"), second]).well_formed


def test_a_long_document_number_goes_on_in_the_optional_data():
    # Doc 9303-5, 4.2.4: D23145890734, its check digit 9 behind it.
    first = "I<UTOD23145890<7349<<<<<<<<<<<"
    second = "7408122F1204159UTO<<<<<<<<<<<"
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    parsed = parse([first, second, PUBLISHED["td1"][2]])
    assert parsed.valid
    assert parsed.fields["documentNumber"] == "D23145890734"
    assert "optionalData" not in parsed.fields
    spoiled = first.replace("7349", "7359")
    assert not parse([spoiled, second, PUBLISHED["td1"][2]]).valid


def test_an_empty_personal_number_may_have_no_check_digit_but_a_full_one_must():
    first, second = PUBLISHED["td3"]
    empty = put(second, 28, "<" * 15)
    empty = put(empty, 43, check_digit(empty[:10] + empty[13:20] + empty[21:43]))
    assert parse([first, empty]).valid
    full = put(second, 42, "<")
    assert not parse([first, full]).check_digits["personalNumber"]


@pytest.mark.parametrize(
    ("birth", "expiry", "born", "ends"),
    [
        ("301231", "350101", "2030-12-31", "2035-01-01"),
        ("310101", "350101", "1931-01-01", "2035-01-01"),
        ("291231", "280101", "1929-12-31", "2028-01-01"),  # nothing expires before a birth
        ("960229", "760101", "1996-02-29", "2076-01-01"),
        ("600101", "760101", "1960-01-01", "1976-01-01"),
        ("600101", "751231", "1960-01-01", "2075-12-31"),
        ("000229", "991231", "2000-02-29", "2099-12-31"),
    ],
)
def test_the_centuries_of_birth_and_expiry_do_not_depend_on_the_day_of_reading(
    birth, expiry, born, ends
):
    assert days_of(birth, expiry) == (born, ends)


@pytest.mark.parametrize(
    ("birth", "expiry", "received", "born", "ends"),
    [
        ("270101", "300101", date(2026, 11, 21), "1927-01-01", "2030-01-01"),
        ("261122", "300101", date(2026, 11, 21), "1926-11-22", "2030-01-01"),
        ("261121", "300101", date(2026, 11, 21), "2026-11-21", "2030-01-01"),
        ("280229", "850101", date(2026, 11, 21), "1928-02-29", "1985-01-01"),
        ("340501", "440501", date(2035, 1, 1), "2034-05-01", "2044-05-01"),
    ],
)
def test_nobody_was_born_after_the_zone_was_received(birth, expiry, received, born, ends):
    assert days_of(birth, expiry, received) == (born, ends)


def days_of(birth, expiry, *received):
    first, second = PUBLISHED["td3"]
    second = put(put(second, 13, birth), 21, expiry)
    fields = parse([first, second], *received).fields
    return fields["birthDate"], fields["expirationDate"]


@pytest.mark.parametrize(
    ("issuer", "expiry", "ends"),
    [
        ("VNM", "991231", "9999-12-31"),
        ("ESP", "990101", "9999-12-31"),
        ("ESP", "991231", "1999-12-31"),
        ("UTO", "990101", "1999-01-01"),
    ],
)
def test_an_identity_card_s_last_day_may_stand_for_none(issuer, expiry, ends):
    first, second, third = PUBLISHED["td1"]
    lines = [put(first, 2, issuer), put(second, 8, expiry), third]
    assert parse(lines).fields["expirationDate"] == ends


def test_the_last_day_of_a_passport_is_a_day():
    first, second = PUBLISHED["td3"]
    parsed = parse([put(first, 2, "VNM"), put(second, 21, "991231")])
    assert parsed.fields["expirationDate"] == "1999-12-31"


def test_only_the_french_one_line_licence_is_read_as_such():
    parsed = parse(PUBLISHED["permis_fr"])
    assert parsed.fields == {
        "documentCode": "D1",
        "issuingCountry": "FRA",
        "documentNumber": "13AA00002",
        "expirationDate": "2018-12-31",
        "lastName": "MARTIN",
    }
    assert parse([PUBLISHED["permis_fr"][0].replace("FRA", "NLD")]) is None


@pytest.mark.parametrize(
    "lines", [[], ["P<UTO"], ["X" * 44] * 2, ["P" * 44] * 3, ["I" * 30] * 2, ["I" * 30, "I" * 29]]
)
def test_lines_of_no_known_shape_are_no_mrz(lines):
    assert parse(lines) is None


def test_every_column_of_every_format_belongs_to_something():
    for form in FORMATS.values():
        for line in range(form.rows):
            assert all(form.allowed(line)), (form.name, line)
    assert TD3.allowed(1)[13] == DATE
    assert TD1.allowed(1)[29] == "0123456789"
