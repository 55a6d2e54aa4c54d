"""One spelling for British and American English, and the singular of the commonest irregular plurals.

Both sides of a comparison pass through here. Pairs of which one is another word as well stay apart: tyre and tire,
cheque and check, storey and story, kerb and curb, draught and draft."""

from __future__ import annotations

from reader.late import pattern

_PLURALS = {
    "women": "woman",
    "men": "man",
    "gunmen": "gunman",
    "children": "child",
    "grandchildren": "grandchild",
    "schoolchildren": "schoolchild",
    "feet": "foot",
    "teeth": "tooth",
    "geese": "goose",
    "mice": "mouse",
    "lice": "louse",
    "oxen": "ox",
    "wives": "wife",
    "housewives": "housewife",
    "midwives": "midwife",
    "knives": "knife",
    "wolves": "wolf",
    "halves": "half",
    "calves": "calf",
    "thieves": "thief",
    "shelves": "shelf",
    "loaves": "loaf",
    "elves": "elf",
    "crises": "crisis",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "larvae": "larva",
    "alumni": "alumnus",
    "fungi": "fungus",
    "nuclei": "nucleus",
    "matrices": "matrix",
}

_MEN = pattern("(.{4,})men")
"""Policemen, spokeswomen; a specimen becomes a speciman, which is no other word."""

_ISE = (
    "(?<=[^aeiou])(?<!advert)(?<!exerc)(?<!surpr)(?<!prom)(?<!prem)(?<!franch)(?<!enterpr)(?<!expert)(?<!merchand)(?<!superv)"
    "(?<!improv)(?<!telev)(?<!treat)(?<!parad)(?<!chast)(?<!compr)(?<!appr)(?<!otherw)(?<!likew)(?<!pract)"
)
"""Before the -ise of words that no one writes with z."""

_RULES = tuple(
    (letters, pattern(source), spelling)
    for letters, source, spelling in (
        ("is", f"^(....+){_ISE}is(?=(?:e[dsr]?|ers|ing|able|ations?|ational)$)", r"\1iz"),
        ("lys", r"lys(?=(?:e[dr]?|ers|ing)$)", "lyz"),
        (
            "our",
            r"^((?:dis|mis|un)?(?:arb|ard|arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|harb|hon|hum|lab|misdemean|neighb|od|parl|ranc"
            r"|rig|rum|savi?|splend|succ|tum|val|vap|vig))our",
            r"\1or",
        ),
        (
            "re",
            r"^(cent|(?:centi|kilo|milli|nano|micro)?(?:met|lit)|theat|fib|calib|somb|spect|lust|meag)re(?=[sd]?$)",
            r"\1er",
        ),
        ("ogu", r"(?<=[lg]og)u(?=(?:e[ds]?|ing)$)", ""),
        ("ll", r"(?<=[^q][ui][ae]l)l(?=(?:ed|er|ers|ing)$)", ""),
        ("enc", r"^(def|off|lic|pret)enc(?=e)", r"\1ens"),
        ("dge", r"(?<=dg)e(?=ment)", ""),
        ("ae", r"^((?:encyclo|ortho)?p|h|an|leuk|gyn|pal|medi)ae(?=d|m|sth|c|o|v)", r"\1e"),
        ("oe", r"^(f?)oe(?=t[ua]|str|soph)", r"\1e"),
        ("manoeuvr", r"^manoeuvr(?:e(?=s?$))?", "maneuver"),
        ("practis", r"^practis", "practic"),
        ("grey", r"^grey", "gray"),
        ("programme", r"^programmes?$", "program"),
        ("plough", r"^plough", "plow"),
        ("sceptic", r"^sceptic", "skeptic"),
        ("alumini", r"^alumini", "alumin"),
        ("moustach", r"^moustach", "mustach"),
        ("pyjama", r"^pyjama", "pajama"),
        ("mou", r"^(sm|m)ou(?=ld|lt)", r"\1o"),
        ("cosy", r"^cosy$", "cozy"),
        ("artefact", r"^artefact", "artifact"),
        ("doughnut", r"^doughnut", "donut"),
        ("sulph", r"^sulph", "sulf"),
        ("whiskey", r"^whiskey", "whisky"),
        ("yoghurt", r"^yoghurt", "yogurt"),
        ("aeroplane", r"^aeroplane", "airplane"),
        ("focuss", r"^focuss", "focus"),
        ("diarrhoea", r"^diarrhoea", "diarrhea"),
        ("counsellor", r"^counsellor", "counselor"),
        ("woollen", r"^woollen", "woolen"),
        ("jewellery", r"^jewellery", "jewelry"),
        ("lful", r"^(ski|wi)lful", r"\1llful"),
    )
)
"""Letters that a word has where a rule changes it, the rule, and what it makes of it."""

_PERHAPS = pattern(
    "is(?=[eia])|lys|our|re[sd]?$|ogu|ll[efiou]|enc|dge|ae|oe|manoe|practis|^gr|^programm|plough|sc|alum|mous|pyj|moul|^cosy|arte|dough|sulph|whisk"
    "|yogh|focuss|lful"
)
"""What a word has that a rule may change: most have nothing."""

_FIRST_LETTERS = {
    "gra": "gre",
    "ske": "sce",
    "mol": "mou",
    "plow": "plou",
    "paja": "pyja",
    "airp": "aero",
    "estr": "oest",
    "esop": "oeso",
    "fetu": "foet",
    "anem": "anae",
    "anes": "anae",
    "pedi": "paed",
    "hemo": "haem",
}
"""First letters in American spelling → in British, where they differ."""


def singular(word: str) -> str:
    """The singular of an irregular plural, else the word."""
    if (found := _PLURALS.get(word)) is not None:
        return found
    return f"{match[1]}man" if word.endswith("men") and (match := _MEN.fullmatch(word)) else word


def american(word: str) -> str:
    """The word, in lower case, as American English spells it."""
    if _PERHAPS.search(word):
        for letters, rule, spelling in _RULES:
            if letters in word:
                word = rule.sub(spelling, word)
    return word


def others(word: str) -> set[str]:
    """Words or beginnings of words that have the same stem and other first letters than the word."""
    plurals = {plural for plural, single in _PLURALS.items() if single == word}
    british = {letters for american, letters in _FIRST_LETTERS.items() if word.startswith(american)}
    return plurals | british | {singular(word), american(word)}
