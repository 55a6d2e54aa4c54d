"""Inflections of one word have one stem."""

from __future__ import annotations

import pytest

from reader.text.stemming import stem

GROUPS = {
    "A": "وزير الوزير والوزير للوزير; سعودي السعودية السعوديين; معلم المعلمون المعلمات; قرار قرارات القرارات قراره قرارها;"
    " جامعة الجامعات; محكمة للمحكمة; فلسطين فلسطيني الفلسطينيين",
    "H": "ממשלה הממשלה והממשלה שהממשלה כשהממשלה",
    "U": "порошенко порошенка порошенкові порошенком; український українського українською українських; газопровід газопроводу газопроводів;"
    " ринок ринку ринків; рішення рішенням рішеннях; питання питань; харків харкова харкові; київ києва києві києвом; росія росії росією;"
    " смерть смерті; місто міста містах; рік року роком; українець українця; депутат депутата; прем'єр прем'єра прем'єрові",
    "B": "министър министъра министърът министри министрите; президент президента президентът; адвокат адвоката адвокати;"
    " политик политика политици политиците; страна страната страни страните; власт властта; правителство правителството правителства"
    " правителствата; български българския българският българската българските; град градът градове; комисия комисията комисиите",
    "L": "minister ministra ministru ministri ministrih; vlada vlade vlado vladah vladami; britanija britaniji britanijo;"
    " evropski evropskega evropskemu evropskih; janša janše janši janšo; barnier barnierja barnierju barnierjem; delavec delavca delavcev",
    "C": "minister ministra ministrovi ministri ministroch; európsky európskeho európskych európskymi; nový nového novými;"
    " bratislava bratislavy bratislave bratislavou; poslanec poslanca poslancov; vláda vládach vládami; rozhodnutie rozhodnutia rozhodnutiami",
    "P": "kaczyński kaczyńskiego kaczyńskim; wałęsa wałęsy wałęsie wałęsą; unia unii unię unią; poseł posła posłów posłowie; polityka polityce;"
    " sąd sądu sądzie; chrześcijanin chrześcijanie chrześcijan; minister ministra ministrze; niemcy niemiec niemczech; członek członka członkowie;"
    " pasażer pasażerowie; łódź łodzi",
    "c": "babiš babiše babišovi; praha prahy praze prahou; měsíc měsíce měsících; zástupce zástupců; politik politici politikům;"
    " křesťanka křesťance; mayová mayové mayovou; letiště letišti letištích",
    "S": "vučić vučića vučiću; novi nova novog novoj novim novih; влада владе vlada vladu; predsjednik predsjednika predsednik; beograd београду",
    "R": "рынок рынка рынке; европеец европейца; правительство правительства; конец конца концов; ёлка елки",
    "d": "haus häuser häusern hauser; münchen muenchen; straße strasse straßen; regierung regierungen",
    "f": "élection élections; journal journaux; européen européenne européennes",
    "s": "elección elecciones; nuevo nueva nuevos; español española",
    "i": "governo governi; ministro ministra ministri; nazionale nazionali",
    "p": "eleição eleições; governo governos; país países; nacional nacionais",
    "n": "regering regeringen; minister ministers", "v": "regering regeringen regeringens", "k": "regering regeringen",
    "w": "regjering regjeringen", "F": "hallitus hallituksen hallitusta; helsinki helsingin; presidentti presidentin presidentille", "h": "kormány kormányt kormányának",
    "r": "guvern guvernul guvernului; ministru ministrul miniștri miniștrii", "t": "hükümet hükümeti hükümetin; istanbul istanbulda", "E": "valitsus valitsust",
    "l": "vilnius vilniuje vilniaus; vyriausybė vyriausybės", "q": "govern governs", "u": "gobernuak gobernuek",
    "x": "presiden kepresidenan; membaca dibaca", "o": "hundo hundoj hundojn", "g": "κυβέρνηση κυβέρνησης κυβερνήσεις; λιμάνι λιμάνια",
    "M": "երևան երևանի երևանում", "D": "लड़का लड़के लड़कों; सरकार सरकारों", "N": "सरकार सरकारले सरकारको", "T": "வீடு வீட்டில்",
    "I": "کتاب کتابها; خبر خبرها", "j": "bhean bean",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "group"),
    [
        (code, group)
        for code, groups in GROUPS.items()
        for group in groups.split(";")
        if len(group.split()) > 1
    ],
)
def test_inflections_of_a_word_have_its_stem(code: str, group: str) -> None:
    assert len({stem(word, code) for word in group.split()}) == 1


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("A", "لبنان", "لبن"), ("A", "البحرين", "بحر"), ("A", "كتاب", "كاتب"), ("A", "حزب", "حرب"),
        ("U", "країна", "край"), ("U", "рада", "радість"), ("U", "уряд", "ряд"), ("U", "місто", "місце"), ("U", "мир", "мирон"),
        ("B", "съд", "съдба"), ("B", "план", "планина"), ("B", "глас", "глад"), ("B", "министър", "министерство"),
        ("L", "delo", "delavec"), ("L", "kraj", "kralj"), ("L", "roka", "rokav"), ("L", "ura", "urad"), ("L", "slovenija", "slovan"),
        ("C", "cena", "centrum"), ("C", "súd", "sused"), ("C", "rok", "rokovanie"),
        ("P", "prawo", "prawda"), ("P", "rok", "rokita"), ("P", "morze", "mora"), ("P", "ludzie", "lud"), ("P", "noc", "nos"),
        ("c", "ministr", "ministrant"), ("c", "právo", "práce"), ("c", "noc", "nos"), ("c", "soud", "soused"),
        ("R", "суд", "судьба"), ("R", "рынок", "рыба"), ("R", "слово", "слон"), ("R", "город", "горох"),
        ("S", "broj", "brod"), ("S", "stroj", "strah"), ("d", "oper", "operation"), ("d", "stadt", "staat"), ("S", "vlada", "vlak"),
    ],
)  # fmt: skip
def test_different_words_stay_apart(code: str, one: str, other: str) -> None:
    assert stem(one, code) != stem(other, code)
