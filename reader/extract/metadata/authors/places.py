"""Places that a byline names as often as people: cities from which correspondents report, written as a name is."""

from __future__ import annotations

_OF_SEVERAL_WORDS = (
    "abu dhabi|addis ababa|a coruña|baton rouge|beverly hills|belo horizonte|boca raton|buenos aires|cape canaveral|cape town|castel gandolfo"
    "|chiang mai|ciudad juárez|ciudad juarez|ciudad real|corpus christi|costa rica|dar es salaam|des moines|el alto|el paso|el salvador|fort worth|frankfurt am main"
    "|frankfurt/main|gaza city|grand rapids|great britain|guatemala city|ho chi minh city|hong kong|kansas city|kota kinabalu|kuala lumpur|kuwait city"
    "|la habana|la paz|la plata|las palmas|las vegas|little rock|long beach|long island|los angeles|mar del plata|mexico city|ciudad de méxico|cidade do méxico"
    "|myrtle beach|new delhi|new haven|new jersey|new mexico|new orleans|new york|new york city|new zealand|nizhny novgorod|north carolina|north korea|nova scotia|novi sad|nueva york|oklahoma city"
    "|palm beach|palma de mallorca|palo alto|panama city|phnom penh|port louis|port moresby|port of spain|port sudan|port-au-prince|porto alegre|puerto rico|rhode island|rio de janeiro|rostov-on-don"
    "|salt lake city|san antonio|san diego|san francisco|san josé|san jose|san juan|san salvador|san sebastián|santa barbara|santa cruz|santa fe|santa monica|santiago de chile"
    "|santiago de compostela|santo domingo|saudi arabia|sierra leone|silicon valley|south africa|south carolina|south korea|sri lanka|saint petersburg|st. petersburg|st petersburg|st. louis|st louis|st. paul"
    "|são paulo|sao paulo|tel aviv|the hague|den haag|united kingdom|united states|ulan bator|vatican city|virginia beach|washington dc|washington d.c|washington, d.c|west bank|west virginia|white house"
    "|нижний новгород|санкт-петербург|нью-йорк|tp hồ chí minh|tp. hcm|hà nội|đà nẵng|jawa timur|jawa tengah|jawa barat"
)
# Those that are given names as well (Paris, Sydney, Sofia, Florence, Milan) are left out.
_OF_ONE_WORD = (
    "amsterdam|ankara|athens|auckland|baghdad|bangkok|barcelona|beijing|beirut|belfast|belgrade|berlin|bern|bogotá|brasília|bratislava|brussels|brüssel|bruxelles|bruselas|bucharest"
    "|budapest|cairo|canberra|caracas|chicago|copenhagen|damascus|dhaka|donetsk|dubai|dublin|edinburgh|frankfurt|gaza|geneva|genf|genève|ginebra|glasgow|hamburg|hanoi|havana|helsinki"
    "|islamabad|istanbul|jakarta|jerusalem|johannesburg|kabul|kathmandu|kharkiv|khartoum|kiev|kyiv|kiew|lagos|lima|lisbon|lisboa|london|londres|lviv|madrid|manila|melbourne|miami|minsk|montreal"
    "|montréal|moscow|moskau|moscou|moscú|mumbai|munich|münchen|nairobi|odesa|oslo|ottawa|pretoria|prague|praha|pyongyang|quito|ramallah|reykjavik|riyadh|rome|roma|seoul|shanghai|singapore"
    "|stockholm|strasbourg|straßburg|taipei|tallinn|tbilisi|tehran|teheran|tokyo|toronto|tripoli|tunis|vilnius|warsaw|warszawa|washington|wien|yangon|yerevan|zagreb|zurich|zürich"
    "|москва|киев|київ|минск|лондон|париж|берлин|вашингтон|北京|上海|香港|台北|東京|东京|首尔|서울|도쿄|القاهرة|بيروت|دبي|لندن|واشنطن"
)

PLACES = frozenset(f"{_OF_SEVERAL_WORDS}|{_OF_ONE_WORD}".split("|"))
"""Names of places in small letters."""
