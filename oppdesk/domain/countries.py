"""What differs from country to country in an address; the codes of the country list are free text, some are ISO."""

# What people write for a country that has another ISO code.
_ALSO = {"UK": "GB", "EL": "GR"}

# The line of the place, where it is not "post code city"; | begins a line of its own.
_PLACES = {
    "AU": "{city} {county} {post_code}",
    "BN": "{city} {post_code}",
    "BR": "{post_code} {city} {county}",
    "CA": "{city} {county} {post_code}",
    "GB": "{city}|{post_code}",
    "HK": "{city}",
    "ID": "{city} {post_code}",
    "IE": "{city}|{county}|{post_code}",
    "IN": "{city} {post_code}|{county}",
    "IT": "{post_code} {city} {county}",
    "KR": "{city} {post_code}",
    "NZ": "{city} {post_code}",
    "SG": "{city} {post_code}",
    "TH": "{city} {post_code}",
    "TW": "{city} {post_code}",
    "UA": "{city}|{county}|{post_code}",
    "US": "{city}, {county} {post_code}",
    "ZA": "{city}|{post_code}",
}
_USUAL = "{post_code} {city}"


def iso(code: str) -> str:
    """The ISO 3166 code that a code of the country list stands for, in capitals; "" when it has not two letters."""
    plain = code.strip().upper()
    if len(plain) != 2 or not (plain.isascii() and plain.isalpha()):
        return ""
    return _ALSO.get(plain, plain)


def place_lines(post_code: str, city: str, county: str, country_code: str) -> list[str]:
    """Post code, city and county as they stand on letters to that country; no line is empty."""
    pattern = _PLACES.get(iso(country_code), _USUAL)
    filled = pattern.format(post_code=post_code, city=city, county=county)
    lines = (" ".join(line.split()).strip(" ,") for line in filled.split("|"))
    return [line.replace(" ,", ",") for line in lines if line]
