"""The language of a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text import language as module
from reader.text.language import ANY, READ, function_word_rows, language, language_of
from reader.text.stemming import stemmers

TEXTS = {
    "en": "The ferry was on its way to the island when it ran aground, and most of them were asleep.",
    "de": "Die Fähre war auf dem Weg zu der Insel, als sie auf Grund lief, und die meisten von ihnen schliefen noch.",
    "fr": "Le bateau était en route pour une île et il est resté sur un banc de sable avec tous les passagers.",
    "es": "El barco iba a la isla cuando se quedó en un banco de arena, pero todos los que estaban en él están bien.",
    "it": "Il traghetto era in viaggio per una isola quando si è fermato su un banco, ma non ci sono feriti e tutti stanno bene.",
    "pl": "Prom był w drodze na wyspę, gdy utknął na mieliźnie, ale jak się okazało nie ma rannych i wszyscy są już na brzegu.",
    "cs": "Trajekt byl na cestě k ostrovu, když uvízl, ale podle kapitána se nic nestalo a všichni jsou již na břehu, řekl.",
    "sk": "Trajekt bol na ceste k ostrovu, keď uviazol, ale podľa kapitána sa nič nestalo a všetci sú už na brehu, povedal, že je to tak.",
    "sl": "Trajekt je bil na poti proti otoku, ko je nasedel, vendar po besedah kapitana ni bilo ranjenih in vsi so že na obali.",
    "hr": "Trajekt je bio na putu prema otoku kada se nasukao, ali nema ozlijeđenih i svi su već na obali, kazao je kapetan koji je bio s njima.",
    "uk": "Пором був на шляху до острова, коли він сів на мілину, але за словами капітана ніхто не постраждав і всі вже на березі.",
    "bg": "Фериботът беше на път към острова, когато заседна, но няма ранени и всички са вече на брега, каза капитанът, който също беше там.",
    "ru": "Паром был на пути к острову, когда он сел на мель, но никто не пострадал, и все уже на берегу, как сказал капитан.",
    "tr": "Feribot adaya gitmek için yola çıktı ve bir süre sonra karaya oturdu ancak bu kazada yaralı yok, daha çok korku var gibi.",
    "ar": "كانت العبارة في طريقها إلى الجزيرة عندما جنحت على الرمال لكن لم يصب أحد من الركاب وقد تم نقلهم بعد ذلك مع القبطان",
    "hi": "यह नाव द्वीप के लिए जा रही थी और रेत में फंस गई है लेकिन सभी लोग अब किनारे पर हैं और वे ठीक हैं",
    "lt": "Keltas buvo pakeliui į salą, kai jis užplaukė ant seklumos, bet nėra sužeistų ir visi jau yra krante, sakė jo kapitonas.",
    "ca": "El vaixell anava cap a la illa quan va quedar en un banc de sorra, però tots els que hi havia amb ell ja són a la costa.",
    "et": "Praam oli teel saarele, kui ta jäi madalale, aga keegi ei saanud viga ja kõik on juba kaldal, ütles kapten, kes oli ka seal.",
}  # fmt: skip


@pytest.mark.parametrize("code", TEXTS)
@pytest.mark.parametrize("named", [None, "en", "xx", "ja"])
def test_a_text_tells_its_language_whatever_is_named(code: str, named: str | None) -> None:
    assert language(TEXTS[code], named) == code


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("", None, None),
        ("", "pl-PL", "pl"),
        ("Halcyon Bay", "fi", "fi"),
        ("Halcyon Bay", None, None),
        ("of the and of the and of the and", "de", "de"),  # three different words
        ("und der die das ist aber Halcyon", "no", "de"),
        (TEXTS["en"], "en-US", "en"),
        (TEXTS["en"], "EN_gb", "en"),
        ("Färjan är på väg till en ö och den har inte varit här", "sv", "sv"),
    ],
)
def test_what_is_named_is_believed_where_the_text_tells_too_little(
    text: str, named: str | None, expected: str | None
) -> None:
    assert language(text, named) == expected


def test_near_languages_are_believed_when_named() -> None:
    text = "Fergen er på vei til en øy, og den har ikke vært her før, men det er ingen som vet det"
    assert {language(text, "da"), language(text, "no")} == {"da", "no"}


def test_only_the_beginning_of_a_text_is_looked_at() -> None:
    head = "x " * (READ // 2)
    assert language(head + TEXTS["de"]) is None
    assert language(TEXTS["de"] + " " + " ".join([TEXTS["en"]] * 99)) == "en"
    assert language(TEXTS["de"] + " x" * READ + " ".join([TEXTS["en"]] * 99), "de") == "de"


def test_few_words_of_a_language_among_many_others_tell_nothing() -> None:
    assert language(TEXTS["de"] + " halcyon" * 200) is None


def test_letters_alone_are_no_words_of_a_language() -> None:
    assert language("a i o u w z a i o u w z", "en") == "en"


def test_an_articles_title_counts_with_its_text() -> None:
    one, other = TEXTS["de"][:45], TEXTS["de"][45:]
    assert language(one) is language(other) is None or language_of(one, other, None) == "de"
    assert language_of(one, other, None) == "de"
    assert language_of("", "", "pt-BR") == "pt"


def test_every_language_with_a_stemmer_of_its_own_has_function_words() -> None:
    known = {code for code, _ in function_word_rows()}
    assert ANY in known
    for code in ("bs", "nb", "nn", "sh"):  # told as hr, no or sr
        assert code not in known
    assert known >= {code for codes in module._known().values() for code in codes}
    default = stemmers(None)
    assert [
        code
        for code in known - {"en", "ru", "ar", "he", "hi", "ur", "vi", "el", "hy", "ta", ANY}
        if stemmers(code) == default
    ] == []


@pytest.mark.parametrize("named", [None, "en"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("渡し船は島へ向かう途中で座礁した。船長は全員が無事だと話した。", "ja"),
        ("新潮流速報の渡船座礁は船長談話全文", "ja"),  # two kana beside fifteen other characters
        ("渡轮在前往岛屿的途中搁浅，船长说所有人都已安全上岸。", "zh"),
        ("渡轮在前往岛屿的途中搁浅，船长说所有人都已安全上岸の。", "zh"),  # a name's kana
        ("여객선이 섬으로 가는 길에 좌초했다고 선장이 말했다.", "ko"),
        ("เรือข้ามฟากเกยตื้นระหว่างทางไปเกาะ กัปตันกล่าว", "th"),
    ],
)
def test_a_script_of_its_own_tells_the_language(text: str, code: str, named: str | None) -> None:
    assert language(text, named) == code


def test_a_few_words_of_another_script_tell_nothing() -> None:
    assert language(f"{TEXTS['en']} 渡轮在前往岛屿的途中搁浅", None) == "en"


def test_the_words_of_one_language_are_those_that_list_it() -> None:
    for code in ("en", "ru", "ja", "xx"):
        listed = {word for word, codes in module._known().items() if code in codes}
        assert module._of_language(code) == listed


@given(st.text(alphabet=st.sampled_from("az'- 1_.éя\u0301\u0915\u093f\u0bbe"), max_size=30))
def test_words_are_runs_of_letters_and_vowel_signs(text: str) -> None:
    runs = re.findall("(?:[^\\W\\d_]|[\u0900-\u0963\u0b80-\u0bff])+", text)
    assert module._WORDS.findall(text) == runs
