"""Words and names that are no reason for two articles to be related, though they are rare enough to look like one.

Numerals, words by which a report is told, everyday verbs, single letters, units, parts of addresses, days, months and time
zones say nothing of a subject. The name of an agency or
of a company that is in the news each day says little alone: half of all reports name a source.
"""

from __future__ import annotations

import re
from functools import cache

from reader.dates.months import MONTHS
from reader.index.days import WEEKDAYS
from reader.index.word_frequencies import background
from reader.text.fold import fold

UNSPACED = "\u0e01"
"""From this letter on a single one can be a word."""

COMMON = 0.05
"""A word that this share of ordinary news has says nothing."""

_WORDS = """
one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousand thousands million
millions billion first second third half quarter once twice several many most least
contrary according accordingly despite regarding concerning including amid amongst alongside throughout meanwhile however
moreover nevertheless whereas thereby therefore thus hence instead rather likewise otherwise apparently reportedly
allegedly said told added reported announced today tomorrow yesterday tonight week weeks month months year years day days
hour hours minute minutes time times morning evening night afternoon percent per cent mr mrs ms dr
один одна одно два две три четыре пять шесть семь восемь девять десять сто тысяча тысячи тысяч миллион миллиона миллионов
миллиард первый второй третий несколько согласно вопреки сообщил сообщила сообщает заявил заявила рассказал рассказала
сегодня завтра вчера год года лет месяц неделя день дня дней час часа часов время процент процентов
один два дві чотири шість сім вісім дев’ять десять сто тисяча тисяч мільйон мільйонів мільярд перший другий третій кілька
згідно всупереч повідомив повідомила заявив заявила розповів сьогодні вчора рік року років місяць тиждень день година
един една едно две четири шест седем осем девет десет хиляда хиляди милион милиона милиарда първи втори трети няколко
според въпреки съобщи заяви каза днес вчера година години месец седмица
jeden jedna jedno dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc tysiące tysięcy milion miliony
milionów miliard pierwszy drugi trzeci kilka według wbrew zgodnie powiedział powiedziała poinformował poinformowała dodał
dodała dziś dzisiaj jutro wczoraj rok roku lat miesiąc tydzień dzień dni godzina godziny godzin procent
jeden dva dvě tři čtyři pět šest sedm osm devět deset sto tisíc tisíce milion miliony milionů miliarda první druhý třetí
několik podle navzdory řekl řekla uvedl uvedla dodal dodala oznámil oznámila dnes zítra včera rok roku let měsíc týden den
dní hodina hodin procent
ceo cfo cto coo mettre относно допълни почему зачем всех всем днем днём скоро щодо днів днями заради извън въз около chce chtějí kromě proc ws allerdings jedenfalls
ziemlich richtig euch eure besser anfang auront auraient stuff
ena dve trije štiri šest sedem osem devet deset tisoč milijon milijonov prvi drugi tretji več glede kljub dejal dejala
povedal povedala danes včeraj leto leta let mesec teden dan dni ura
eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen milliarde milliarden erste
zweite dritte laut zufolge entgegen trotz sagte erklärte heute morgen gestern jahr jahre jahren monat woche tag tage uhr
stunde stunden minuten prozent
человек человека человеку людей люди людям лицо лица сел села сели снял сняла сняли снимают стоял стояла стояли шел шла шли пошел
пошла вышел вышла вышли дал дала дали взял взяла взяли нашел нашла нашли стал стала стали остался осталась остались прошел
прошла прошли получил получила получили борту
people person persons personen osoba osoby osób osobę lidí lidé lidi osob palubě pokładzie bord
شخص شخصا شخصًا أشخاص اشخاص الأشخاص الناس قبالة متن متنها متنه واحد واحدة اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة مئة ألف
مليون قال قالت أعلن أعلنت أضاف أضافت ذكر ذكرت أكد أكدت اليوم أمس غدا يوم أيام أسبوع شهر سنة عام ساعة ساعات دقيقة دقائق وقت صباح
مساء ليل حسب وفق أثناء خلال منذ قبل بعد حول نحو
deux trois quatre cinq sept huit neuf dix cent mille million millions milliard premier première selon malgré contrairement
déclaré aujourd’hui demain hier an ans année années mois semaine jour jours heure heures
dos tres cuatro cinco seis siete ocho nueve diez cien ciento mil millón millones primero primera según pese dijo hoy mañana
ayer año años mes semana día días hora horas
due tre quattro cinque sei sette otto nove dieci cento mila milione milioni primo prima secondo oggi domani ieri anno anni
mese settimana giorno giorni ora ore
"""

_VERBS = """
be am is are was were been being have has had having do does did done doing go goes going went gone get gets getting got gotten
make makes making made take takes taking took taken come comes coming came give gives giving gave given find finds finding
found think thinks thinking thought know knows knowing knew known see sees seeing saw seen want wants wanted need needs needed
keep keeps keeping kept let lets begin begins beginning began begun bring brings bringing brought hold holds holding held put
puts putting run runs running ran set sets setting sit sits sitting sat stand stands standing stood feel feels feeling felt
become becomes becoming became leave leaves leaving left mean means meaning meant pay pays paying paid meet meets meeting met
lie lies lying lay tell tells telling show shows showing showed shown try tries trying tried turn turns turned turning start
starts started starting look looks looked looking seem seems seemed happen happens happened love loves loved like likes liked
hope hopes hoped enjoy enjoys enjoyed fall falls falling fell fallen grow grows growing grew grown throw throws throwing threw
thrown break breaks breaking broke broken speak speaks speaking spoke spoken lead leads leading led lose loses losing lost send
sends sending sent build builds building built spend spends spending spent win wins winning won rise rises rising rose risen
drive drives driving drove driven wear wears wearing wore worn write writes writing wrote written choose chooses chose chosen
catch catches catching caught buy buys buying bought cut cuts cutting hear hears hearing heard read reads reading
something anything nothing everything someone anyone everyone thing things really actually perfectly probably certainly simply
nearly already definitely basically obviously honestly maybe perhaps quite best better good great nice fun
"""

_UNITS = """
kb mb gb tb kib mib gib kbit mbit gbit bit byte bytes px dpi fps hz khz mhz ghz kw kwh mw mwh gw gwh mm cm km kmh mph mi ft inch
inches mile miles yard yards kg lb lbs oz ml min sec hr hrs pm lat lon wsw wnw sse ssw nne nnw ene ese кг км см мм мб гб кб руб млн
млрд тыс мин сек bn mn tn pct usd eur gbp
www http https html htm php com org net
jpg jpeg png gif pdf mp3 mp4 wmv mov avi
"""

_CONTRACTED = re.compile(r".+(?:n['’]t|['’](?:ll|re|ve|d|m))", re.IGNORECASE)

_ZONES = """
gmt utc cet cest eet eest est edt cst cdt mst mdt pst pdt bst ist jst msk мск eastern central pacific mountain greenwich
standard daylight coordinated universal meridian zone
"""

_AGENCIES = """
reuters afp ap upi dpa ansa efe tass тасс itar interfax интерфакс ria риа novosti pap ctk čtk sta hina tanjug mti bta бта
унiан уніан unian ukrinform укрінформ kyodo jiji xinhua yonhap pti ani aap apa belga anp ntb tt ritzau stt lusa anadolu
bloomberg cnn bbc novinky afx новости агентство agentur agencja agentura
"""

_CREDITS = """
photo photos photograph photographer image images picture pictures courtesy getty shutterstock unsplash handout stringer
foto fotos bild bilder фото imago zdjęcie fot snímek
audio video podcast podcasts episode episodes title season folge folgen staffel épisode saison episodio episodi stagione temporada
odcinek sezon díl выпуск эпизод сезон подкаст
"""
"""What stands beside the name of an agency below a picture, and what names a part of any series."""

_COMPANIES = """
apple google alphabet microsoft amazon facebook meta twitter tesla samsung sony intel nvidia netflix ibm oracle huawei
youtube instagram tiktok whatsapp telegram uber airbnb boeing airbus toyota volkswagen bmw ford siemens nestle pfizer
gazprom газпром rosneft роснефть sberbank сбербанк lukoil лукойл яндекс yandex visa mastercard disney walmart nike adidas
"""


@cache
def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


def is_empty(form: str, stem: str) -> bool:
    """Tells whether a word, as it stands in a text, says nothing of a subject."""
    word, table = fold(form), background()
    return (
        (len(word) == 1 and word[0].isalpha() and word < UNSPACED)
        or word in _folded(_WORDS)
        or word in _folded(_VERBS)
        or word.replace(".", "") in _folded(_UNITS)
        or _CONTRACTED.fullmatch(form) is not None
        or word in WEEKDAYS
        or (len(word) > 2 and word in MONTHS)
        or is_zone(form)
        or table.frequencies.get(stem, 0) >= COMMON * table.articles
    )


def is_zone(form: str) -> bool:
    """Tells whether a word is of the name of a time zone; a name of nothing else is one."""
    return fold(form) in _folded(_ZONES) and (form.isupper() or len(form) > 4)


def says_little_alone(form: str) -> bool:
    """Tells whether a word is the name of an agency or of a company that many reports name, or of a picture's credit."""
    word = fold(form)
    return any(word in _folded(words) for words in (_AGENCIES, _COMPANIES, _CREDITS))
