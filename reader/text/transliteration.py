"""Tells whether a word in Latin letters and one in another script may be one name, as Putin, Путин and بوتين are.

A word in Latin letters is taken apart into what is read as one sound (`sch`, `ou`, `k`), each with the ways in which another
script may write it, the rare ones of which a long name may have one or two. Not one is Latin with another: only what is read
as it is written is known, so that Wien and Вена are two names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHORTEST = 5
"""Letters that a name has at least, in either script: a shorter one looks like another word by chance."""

_RARE_EACH = 2
"""Letters beyond the fourth for each of which a name may have one rare way of writing: one from six letters on, two from eight."""

_MOST_RARE = 2


class _Script(NamedTuple):
    ways: Mapping[str, Sequence[tuple[str, int]]]
    """Sound in Latin letters → the ways to write it, each with 1 where it is rare."""
    first: str
    last: str
    """The characters between which the script's letters are."""


def _ways(table: str) -> dict[str, list[tuple[str, int]]]:
    """A line a sound or more, parted by two spaces: the sound, `=`, and its ways; a rare one has `~`, `0` is none."""
    ways: dict[str, list[tuple[str, int]]] = {}
    for entry in re.split(r"\n| {2,}", table.strip()):
        sound, _, written = entry.partition("=")
        ways[sound] = [(way.strip("~").replace("0", ""), int(way.startswith("~"))) for way in written.split()]
    return ways


_CYRILLIC = _ways("""
a=а ~э ~я ~ъ  aa=а  ae=э аэ ае ~а  ai=ай аи эй ~е  au=ау о ~ав  ay=ай ей эй  aw=о ~ау  ya=я  ja=я ја ~джа ~жа ~ха  ia=ия я иа їа іа ія ија
b=б  c=к ~ц ~ч  ç=с ц ~ч ~к  ch=ч х ~ш ~к  ck=к  cz=ч ~ц  d=д  dj=дж ђ џ ~дь  dz=дз дж џ  dzh=дж џ
e=е э є ~и ~ъ  ea=и еа ~э  ee=и ~ее  ei=ей ай эй еи ~еји  eu=ой еу ев ~е  ey=и ей  ye=е є ~ие  je=е є је ~дже ~же ~хе  ie=ие и іє иэ ~е  ew=ью ~ев
f=ф ~в  g=г ґ ~ж  ģ=г ґ дж џ ж ~х  gh=г  gu=г гу  h=х г ~0  i=и і ы ~й ~ай  iy=ий ый ји  ij=ий ый ей  io=ио іо йо ~е  iu=ю иу ију  ium=иум
j=й дж ж ј џ ~х  jo=йо джо е јо ~жо ~хо  ju=ю джу ју ~жу ~ху  k=к  kh=х ~к  l=л љ  lj=љ л ль лй  m=м  n=н њ  nj=њ н ндж нж
o=о ъ  oo=у ~оо  ou=у оу ~ау  ow=оу ов ау  oe=е э о оэ оэ  oy=ой ~уа  oi=ой уа ои  p=п  ph=ф  q=к  qu=кв к  r=р  rz=ж рз ~р
s=с з ~ш  sh=ш ~сх  ski=ски ский скі  sch=ш ~сх ~шч  sz=ш ~сз  shch=щ  t=т  th=т ~с ~ф  ts=ц тс  tz=ц тз  tsch=ч  tch=ч  u=у ъ ~ю ~а  ump=амп умп  ue=ю уэ уе у  ui=уи уй ви
v=в ф  w=в у ~ў  x=кс ~х ~з  y=и ы й і ий ый ~у ~ай  yi=ї и  yo=йо е ио  yu=ю  z=з ц ~ж ~с  zh=ж
""")

_GREEK = _ways("""
a=α  ae=αε  ai=αι αϊ  au=αυ αου ~ο  b=μπ β  c=κ ~τσ  ç=σ τσ ~κ  ch=χ τσ ~κ ~σ  ck=κ  d=ντ δ  e=ε η ~αι ~ι  ea=εα ι  ee=ι  ei=ει αι ~ι  eu=ευ οι
f=φ  g=γκ γ  ģ=γ γκ τζ ζ  gh=γ  gu=γκ γ γκου γου  h=χ 0  i=ι η ει ~υ ~αι  ia=ια  j=τζ γι ζ ι  ja=για ια τζα  jo=γιο τζο  k=κ  kh=χ  l=λ  m=μ  n=ν  ng=νγκ γκ γγ
nk=νκ γκ  nd=ντ νδ  nt=ντ  mb=μπ μβ  o=ο ω  oo=ου  ou=ου  oi=οι οϊ ουα  oe=ε οε  p=π  ph=φ  q=κ  qu=κ κου  r=ρ  s=σ ζ  sh=σ  sch=σ  t=τ  th=θ τ  ts=τσ  tz=τσ τζ  tch=τσ
u=ου ~α ~υ ~ιου  ue=ουε  v=β ~φ  w=γου ου β  x=ξ  y=ι υ γι ~αι  ya=για ια  yu=γιου  z=ζ ~τσ  zh=ζ
""")

_ARABIC = _ways("""
a=ا ه ع ى  aa=ا  ai=اي ي  au=او و  ay=اي ي  aw=او و  b=ب  c=ك  ç=س  ch=تش ش  ck=ك  d=د  dh=ذ ظ  dj=ج
e=0 ي  ea=ي يا  ee=ي  ei=اي ي  eu=و يو وي  ey=ي اي  f=ف  g=غ ج  ģ=ج غ  gh=غ  h=ه ح  i=ي  ia=يا ي يه  ie=ي يي  iy=ي  io=يو
j=ج ي  k=ك  kh=خ  l=ل  m=م  n=ن  o=و او  oo=و  ou=و  ow=و او  oe=و وي  oi=وي وا  oy=وي  p=ب  ph=ف  q=ق  qu=ك كو كي  r=ر  s=س
sh=ش  sch=ش  sz=ش  t=ت  th=ث  ts=تس  tz=تس تز  tch=تش  u=و ا  ue=وي وا  ui=وي  v=ف  w=و  x=كس  y=ي  yi=ي  yo=يو  yu=يو  ya=يا  aya=ايا  ye=ي يي  z=ز  zh=ج
""")
"""Of short vowels only e is left out, and no letter that names from elsewhere seldom have is known: without capitals, a word is
soon like a name. Hebrew and kana are not known: most words that they write like names of other scripts are none."""

_SCRIPTS = (
    _Script(_CYRILLIC, "\u0400", "\u052f"),
    _Script(_GREEK, "\u0370", "\u03ff"),
    _Script(_ARABIC, "\u0620", "\u06ff"),
)

_SILENT = dict.fromkeys(map(ord, "ь'’ʼ\u0621")) | dict(zip(map(ord, "ςأإآؤئ"), "σاااوي", strict=True))
"""Signs without a sound, and letters in the form that they have at the end, or with a mark, as the tables have them."""

_DOUBLED = pattern(r"(.)\1+")
_DOUBLED_CONSONANT = pattern(r"([b-df-hj-np-tv-z])\1+")
_SOFT = pattern("[cg](?=[eiy])")
_LETTERS = pattern("[a-z]+")


def script_of(word: str) -> str:
    """The first letter of the word's script, as a name of it: "" for Latin and for one that is not known here."""
    script = _script(word)
    return script.first if script else ""


def _script(word: str) -> _Script | None:
    letter = word[:1]
    return next((script for script in _SCRIPTS if script.first <= letter <= script.last), None)


def is_latin(word: str) -> bool:
    """Tells whether a folded word has Latin letters only."""
    return _LETTERS.fullmatch(word) is not None


def is_long_enough(word: str) -> bool:
    """Tells whether a folded word has enough letters for a name that one may know again."""
    return len(_plain(word)) >= SHORTEST


def may_be_one(latin: str, other: str) -> bool:
    """Tells whether two folded words, one in Latin letters and one in another script, may be one name."""
    script = _script(other)
    if script is None or not is_latin(latin) or not (is_long_enough(latin) and is_long_enough(other)):
        return False
    sounds = _sounds(latin, script.first)
    plain = _plain(other)
    rare = min(_MOST_RARE, max(0, (len(_plain(latin)) - SHORTEST + 1) // _RARE_EACH))
    reached = {0: 0}
    for ways in sounds:
        onward: dict[int, int] = {}
        for at, rares in reached.items():
            for way, is_rare in ways:
                count = rares + is_rare
                if count <= rare and plain.startswith(way, at):
                    end = at + len(way)
                    onward[end] = min(count, onward.get(end, count))
        if not onward:
            return False
        reached = onward
    return len(plain) in reached


def first_letters(word: str) -> str:
    """The letters with which a folded word's counterparts in the other scripts may begin; in Latin for one of another."""
    if is_latin(word):
        starts = (way for script in _SCRIPTS for way, _ in _ways_of(word, script))
        return "".join(sorted({letter for way in starts for letter in _beginning(way[:1])}))
    script = _script(word)
    plain = _plain(word)
    if script is None or not plain:
        return ""
    sounds = (
        sound for sound, ways in script.ways.items() if any(way and plain.startswith(way) for way, _ in ways)
    )
    return "".join(sorted({sound[0].translate(_HARD) for sound in sounds}))


@lru_cache(maxsize=256)
def possible_letters(word: str) -> str:
    """All letters that a counterpart of a folded word may have: in Latin for one of another script, and the other way round."""
    if is_latin(word):
        ways = (way for script in _SCRIPTS for sound in _sounds(word, script.first) for way, _ in sound)
        return "".join(sorted({*"".join(ways), *map(chr, _SILENT)}))
    script, plain = _script(word), _plain(word)
    if script is None:
        return ""
    sounds = (sound for sound, ways in script.ways.items() if any(way in plain for way, _ in ways))
    return "".join(sorted({*"".join(sounds)})).translate(_HARD)


@lru_cache(maxsize=256)
def needed_letters(word: str) -> str:
    """The letters that every counterpart of a folded word has, in Latin; "" for a word that is itself in Latin."""
    script = _script(word)
    if script is None:
        return ""
    needed: set[str] = set()
    for letter in _plain(word):
        sounds = [sound for sound, ways in script.ways.items() if any(letter in way for way, _ in ways)]
        if sounds:
            needed |= set.intersection(*(set(sound) for sound in sounds))
    return "".join(sorted(needed)).translate(_HARD)


_HARD = str.maketrans("çģ", "cg")


def _beginning(letter: str) -> str:
    # An alif may have a mark.
    return "اأإآ" if letter == "ا" else letter


def _ways_of(word: str, script: _Script) -> Sequence[tuple[str, int]]:
    return _sounds(word, script.first)[0]


@lru_cache(maxsize=8_192)
def _plain(word: str) -> str:
    """A folded word without what is not heard."""
    if is_latin(word):
        return _DOUBLED_CONSONANT.sub(r"\1", word)
    return _DOUBLED.sub(r"\1", word.translate(_SILENT))


@lru_cache(maxsize=8_192)
def _sounds(latin: str, first: str) -> list[Sequence[tuple[str, int]]]:
    """The ways to write each sound of a word in a script."""
    script = next(script for script in _SCRIPTS if script.first == first)
    softened = _SOFT.sub(lambda letter: "ç" if letter[0] == "c" else "ģ", latin)
    return [
        script.ways[sound] for sound in _sound_pattern(first).findall(_DOUBLED_CONSONANT.sub(r"\1", softened))
    ]


@lru_cache(maxsize=len(_SCRIPTS))
def _sound_pattern(first: str) -> re.Pattern[str]:
    script = next(script for script in _SCRIPTS if script.first == first)
    return re.compile("|".join(sorted(script.ways, key=len, reverse=True)))
