"""The names of the months as pages and feeds in many languages write them."""

from __future__ import annotations

from reader.text.fold import fold

_NAMES = (
    # Each string: twelve months in order; forms of one month parted by "/": nominative, genitive, short.
    # en
    "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep"
    " october/oct november/nov december/dec",
    # de, Austria too
    "januar/jänner/jän februar/feber märz/mär/mrz april mai juni juli august september oktober/okt november"
    " dezember/dez",
    # fr
    "janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre/sept octobre novembre décembre/déc",
    # es
    "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre"
    " diciembre/dic",
    # it
    "gennaio/gen febbraio/febbr marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre ottobre/ott novembre dicembre",
    # pt
    "janeiro fevereiro/fev março abril maio junho julho agosto setembro outubro/out novembro dezembro",
    # ca
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    # ro
    "ianuarie/ian februarie martie aprilie mai iunie/iun iulie/iul august septembrie octombrie noiembrie/noi decembrie",
    # nl
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    # sv
    "januari februari mars april maj juni juli augusti september oktober november december",
    # da
    "januar februar marts april maj juni juli august september oktober november december",
    # nb, nn
    "januar februar mars april mai juni juli august september oktober november desember/des",
    # is
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    # fi
    "tammikuuta/tammikuu/tammi helmikuuta/helmikuu/helmi maaliskuuta/maaliskuu/maalis huhtikuuta/huhtikuu/huhti"
    " toukokuuta/toukokuu/touko kesäkuuta/kesäkuu/kesä heinäkuuta/heinäkuu/heinä elokuuta/elokuu/elo"
    " syyskuuta/syyskuu/syys lokakuuta/lokakuu/loka marraskuuta/marraskuu/marras joulukuuta/joulukuu/joulu",
    # et
    "jaanuar/jaan veebruar/veebr märts aprill mai juuni juuli august september oktoober november detsember/dets",
    # lt
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    # pl
    "stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj czerwca/czerwiec/cze"
    " lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz października/październik/paź"
    " listopada/listopad/lis grudnia/grudzień/gru",
    # cs
    "ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen"
    " září října/říjen listopadu/listopad prosince/prosinec",
    # sk
    "januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl augusta septembra októbra"
    " novembra decembra",
    # sl
    "januarja/januar februarja/februar marca/marec aprila/april maja/maj junija/junij julija/julij avgusta/avgust/avg"
    " septembra/september oktobra/oktober novembra/november decembra/december",
    # sr in Latin letters
    "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
    # hu
    "január február/febr március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept október"
    " november december",
    # tr
    "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara",
    # id, ms
    "januari februari/pebruari maret/mac april mei juni/jun juli/julai agustus/ogos/agt september oktober november"
    " desember/disember",
    # ru
    "января/январь/янв февраля/февраль/фев/февр марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл"
    " августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек",
    # uk
    "січня/січень/січ лютого/лютий/лют березня/березень/бер квітня/квітень/квіт травня/травень/трав"
    " червня/червень/черв липня/липень/лип серпня/серпень/серп вересня/вересень/вер жовтня/жовтень/жовт"
    " листопада/листопад/лист грудня/грудень/груд",
    # be
    "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    # bg, mk
    "януари/јануари/яну февруари март април/апр май/мај юни/јуни юли/јули август септември октомври ноември декември",
    # sr
    "јануар/јан фебруар/феб март април мај јун јул август септембар октобар новембар децембар",
    # el
    "ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ απριλίου/απρίλιος/απρ μαΐου/μάιος/μαι"
    " ιουνίου/ιούνιος/ιουν ιουλίου/ιούλιος/ιουλ αυγούστου/αύγουστος/αυγ σεπτεμβρίου/σεπτέμβριος/σεπ"
    " οκτωβρίου/οκτώβριος/οκτ νοεμβρίου/νοέμβριος/νοε δεκεμβρίου/δεκέμβριος/δεκ",
    # he, with "in"
    "ינואר/בינואר פברואר/בפברואר מרץ/במרץ/מרס אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט"
    " ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
    # ar, Egypt and the Gulf
    "يناير فبراير مارس أبريل/إبريل/ابريل مايو يونيو/يونيه يوليو/يوليه أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
    # ar, the Levant (names of two words joined by "_", see `joined`)
    "كانون_الثاني شباط آذار/اذار نيسان أيار/ايار حزيران تموز آب/اب أيلول/ايلول تشرين_الأول تشرين_الثاني كانون_الأول",
    # ar, the Maghreb
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
)


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for language in _NAMES:
        for month, forms in enumerate(language.split(), start=1):
            for form in forms.split("/"):
                table.setdefault(fold(form), month)
    return table


MONTHS = _table()
"""Folded name (`text.fold.fold`) → 1 to 12. Croatian is left out: its listopad is another month than Polish listopad."""

_TWO_WORDS = {name.replace("_", " "): name for name in MONTHS if "_" in name}


def joined(folded: str) -> str:
    """The folded text with month names of two words made one, as `MONTHS` has them."""
    for spaced, name in _TWO_WORDS.items():
        if spaced in folded:
            folded = folded.replace(spaced, name)
    return folded
