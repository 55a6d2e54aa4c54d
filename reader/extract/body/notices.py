"""Tells what a publisher says to its readers between the paragraphs of a text: subscribe, donate, follow, who owns the
rights, what went wrong, what is held back until they consent, how they liked it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates import iso
from reader.extract.metadata.normalize import key
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 420
"""Characters of a notice, at most."""

_DAY_LENGTH = 60
_BYLINE_LENGTH = 160
_ASKS = (
    r"sign up|subscribe|click here to (?:get|download|sign|join|subscribe)|download (?:the|our)|register (?:now|for)|join (?:our|the|us)|get (?:our|the|all|more|daily|weekly)|receive|don['’]t miss|never miss|stay (?:informed|up to date|updated|tuned)|want (?:more|to)"
    r"|enter your e-?mail|like what you|enjoy(?:ed)? (?:this|reading)|(?:jetzt|hier|kostenlos)[^.]{0,30}(?:abonnieren|anmelden|bestellen)|melden sie sich|abonnieren sie|bestellen sie|erhalten sie|verpassen sie"
    r"|abonnez|inscrivez|recevez|suscr[ií]b|recib[ea]|reg[ií]strate|ap[uú]ntate|iscriv|abbonati|ricevi|assine|inscreva|receba|cadastre|meld je aan|schrijf (?:je|u) in|abonneer|ontvang"
    r"|tilmeld|få (?:vores|det)|meld deg|abonner|anmäl|prenumerera|tilaa|zapisz|zaprenumeruj|přihlaste|odebírejte|prihláste|odoberajte|iratkoz|feliratkoz|aboneaz|abonați|prijavite|pretplatite|naročite"
    r"|подпи(?:шитесь|сывайтесь|шись)|получайте|підпи(?:шіться|суйтесь)|абонирайте|абонирай|претплатете|abone ol|kaydol|daftar(?:kan)? |berlangganan|dapatkan|ikuti|đăng ký|theo dõi"
    r"|εγγραφείτε|γραφτείτε|اشترك|سجل|הירשמו|הצטרפו|عضو شوید|सब्सक्राइब|登録|メルマガ|订阅|訂閱|구독"
)
_LETTERS = (
    r"newsletter|news ?letter|inbox|mailing list|e-?mail (?:updates|alerts|list)|\b(?:daily|weekly) (?:e-?mail|briefing|digest)|whats ?app|telegram|google news|push|app store|\bapp\b|postfach|posteingang|infolettre|lettre d['’]info|bo[iî]te"
    r"|bolet[ií]n|correo|bandeja|casella|e-?mail|nieuwsbrief|nyhetsbrev|nyhedsbrev|uutiskirje|biuletyn|zpravodaj|hírlevél|buletin|bülten|рассылк|розсилк|бюлетин|бюллетен|канал|kan[aá]l|canal|channel|ενημερωτικό|النشرة|ניוזלטר|خبرنامه|ニュースレター|メール|뉴스레터|邮件|电子报|電子報"
)
_GIVES = (
    r"(?:please )?(?:support|donate|help us|make a (?:donation|gift|contribution)|give (?:today|now)|become a (?:member|supporter|patron)|if you (?:can|like|value|enjoy|appreciate|believe)|independent (?:reporting|journalism|media)|this (?:story|article|site) (?:is|was) (?:made possible|free)|we (?:rely|depend) on|unterstützen sie|spenden|jetzt spenden|werden sie (?:mitglied|förder)"
    r"|soutenez|faites un don|aidez|apoya|ap[oó]yanos|haz(?:te)? (?:una donaci|soci)|dona\b|sostieni|aiutaci|apoie|doe\b|steun|støt|støtt|stöd|tue|wesprzyj|wspieraj|podpořte|podporte|támogass|susțineți|podržite|поддержите|підтримайте|подкрепете|bağış|dukung)"
)
_MONEY = (
    r"donat|journalis|independent|contribut|supporters?|members(?:hip)?|patreon|paypal|ko-fi|reporting|spende|unabhängig|mitglied|\bdons?\b|indépendan|donaci|periodis|soci[oa]|giornalis|indipenden|jornalis|apoio|doa[çc]|onafhankelijk|uafhængig|uavhengig|oberoende"
    r"|dziennikar|niezależn|darowizn|nezávisl|független|adomány|independent|donați|novinar|журнал|незалежн|независим|пожертв|дарен|gazetecilik|jurnalis"
)
_INVITES = pattern(
    rf"^\W*(?:{_ASKS}).*?(?:{_LETTERS})|^\W*{_GIVES}\b.*?(?:{_MONEY})", re.IGNORECASE | re.DOTALL
)
_FOLLOW = pattern(
    r"^\W*(?:you can |please )?(?:follow|like|find|join|watch|folgen sie|folg(?:e|st du)|folge|suivez|retrouvez|s[ií]gue|s[ií]guenos|seguici|segui|siga|acompanhe|volg|følg|följ|śledź|obserwuj|sledujte|kövess|urmăr|pratite|подписывайтесь|читайте|следите|ikuti|takip)"
    r"[^.!?]{0,60}\b(?:twitter|facebook|instagram|linkedin|youtube|tiktok|threads|mastodon|bluesky|whats ?app|telegram|google news|pinterest|on x|auf x|sur x|en x)\b[^.]{0,120}[.!:]?\W*$",
    re.IGNORECASE,
)
_RIGHTS = pattern(
    r"^\W*(?:(?:copyright|저작권자|©|\(c\)|ⓒ).{0,160}?(?:\d{4}|reserved|rights|무단)|(?:[^.]{0,60}\W)?all rights reserved|alle rechte|tous droits|todos los derechos|tutti i diritti|todos os direitos|alle rechten|alle rettigheder|alle rettigheter"
    r"|med ensamrätt|wszelkie prawa|všechna práva|všetky práva|minden jog|toate drepturile|sva prava|vse pravice|все права|всі права|всички права|tüm hakları|hak cipta|mọi bản quyền|με επιφύλαξη|جميع الحقوق|כל הזכויות|版权所有|版權所有|無断転載|무단)"
    r"|^.{0,40}\bno reproduction without permission"
    r"|^\W*this material may not be (?:published|reproduced)",
    re.IGNORECASE,
)
_FAILURES = pattern(
    r"^\W*(?:an (?:unexpected )?error (?:has )?occurred|something went wrong|oops! something|sorry, (?:something|an error|we (?:could|can)|your)|es ist ein fehler|leider ist ein fehler|une erreur (?:est|s['’]est)|se ha producido un error|ha ocurrido un error"
    r"|si è verificato un errore|ocorreu um erro|er is (?:een fout|iets)|der (?:opstod|oppstod)|ett fel|wystąpił błąd|došlo k chybě|hiba történt|произошла ошибка|сталася помилка|bir hata)|^\W*(?:your browser does not support|please (?:enable|turn on|activate) javascript|to view this (?:video|content|page),? please)",
    re.IGNORECASE,
)
_REPRINTS = pattern(
    r"^\W*(?:(?:to |for )?(?:order|request|obtain|purchase|buy|get|license)[^.]{0,60}(?:reprints?|permission|licen[cs]e|republish)|reprints? (?:and|&) permissions?|(?:you (?:can|may|are free to) )?republish (?:this|our)|this article may be republished"
    r"|copy and paste the (?:html|above|following)|have (?:a )?(?:tip|story|news)[^.]{0,60}\?|got a (?:tip|story|news)|(?:do you )?have something to (?:say|add)|read our (?:comment|community) (?:policy|guidelines))",
    re.IGNORECASE,
)
_HELD_BACK = pattern(
    r"^\W*(?:(?:we need|we ask for) your (?:permission|consent)|this (?:article|page|story) contains content (?:provided by|from)|allow \w+ content|accept and continue$|end of (?:twitter|facebook|instagram|youtube|tiktok|x) (?:post|video|content)|skip (?:twitter|facebook|instagram|youtube|tiktok|x) (?:post|video|content)|this (?:content|post|video|embed)\b[^.]{0,60}\b(?:third.party|cookies?|consent|privacy)"
    r"|(?:to|in order to) (?:see|view|show|display|load) this (?:content|embed|post|video)\b.{0,80}\b(?:cookies?|consent|accept|privacy)|ein klick für den datenschutz|(?:empfohlener |redaktioneller |externer ){1,3}inhalt\b.{0,20}$|an dieser stelle (?:finden sie|befindet sich|steht|ist|wird|würden wir|zeigen wir).{0,80}\binhalt|mit ihrer (?:zustimmung|erlaubnis|einwilligung)|ich bin (?:damit )?einverstanden, dass"
    r"|wir (?:benötigen|brauchen) ihre (?:zustimmung|einwilligung|erlaubnis)|(?:um|für) (?:diese[nrs]?|die|das|den)\b.{0,80}\b(?:anzuzeigen|anzusehen|darzustellen|darstellung|anzeige|zu laden)\b.{0,160}\b(?:zustimm|einwillig|datenschutz|cookies?)|(?:externe[nr]? inhalte?|diesen inhalt|alle externen inhalte) (?:anzeigen|laden|erlauben|immer)|ce contenu (?:est|a été|n['’]est|provient)\b.{0,80}\b(?:bloqué|cookies?|consent|tiers)"
    r"|pour (?:afficher|voir|consulter|visualiser) ce contenu|este (?:contenido|conteúdo)\b.{0,60}\b(?:bloquead|cookies?|consent)|para (?:ver|visualizar|mostrar) este conte|per (?:visualizzare|vedere) questo contenuto|om deze (?:inhoud|content|video|post) te|för att (?:se|visa) (?:detta|det här) innehåll|for at (?:se|vise) dette ind?hold|for å (?:se|vise) dette innholdet"
    r"|aby (?:zobaczyć|wyświetlić) (?:tę treść|ten materiał)|pro zobrazení (?:tohoto )?obsahu|для (?:просмотра|перегляду) (?:этого|цього) )",
    re.IGNORECASE | re.DOTALL,
)
_FEEDBACK = pattern(
    r"^\W*(?:(?:found|spotted|noticed|see) (?:a|an) (?:mistake|error|typo)[^.!]{0,40}\?|report (?:a|an) (?:mistake|error|typo)|(?:was|is) this (?:article|page|post|story) (?:helpful|useful)|how (?:helpful|useful) was this|rate this (?:article|story|post|page)|click on a star|(?:haben sie )?(?:einen )?fehler (?:gefunden|entdeckt|melden)|wie (?:hat|gefällt) ihnen (?:dieser|der) (?:artikel|beitrag|text)"
    r"|hat ihnen (?:dieser|der) (?:artikel|beitrag|text) gefallen|durchschnittliche bewertung|(?:diesen )?(?:artikel|beitrag) (?:drucken|teilen|bewerten)$|(?:signaler|vous avez (?:trouvé|repéré|relevé)) une (?:erreur|faute)|cet article vous a[- ]t[- ]il|¿?(?:has |te ha |ha )?(?:encontrado|encontraste|detectado) (?:un|algún) error|¿?te (?:ha gustado|gustó) (?:este|el) artículo|(?:hai trovato|segnala) un errore|encontrou (?:um|algum) erro|fout (?:gezien|gevonden|in dit artikel)"
    r"|(?:znalazłeś|zauważyłeś|widzisz) (?:błąd|literówkę)|(?:našli jste|všimli jste si) chyb|našli ste chyb|hibát talál|ai (?:găsit|observat) o greșeală|(?:нашли|заметили|увидели) (?:ошибку|опечатку)|(?:знайшли|помітили|побачили) (?:помилку|одрук)|видяхте грешка|印刷する$|纠错\W*$)",
    re.IGNORECASE,
)
_STAMPED = pattern(
    r"^\W*(?:(?:first |last )?(?:published|updated|modified|posted)|uppdaterad|publicerad|aktualisiert|veröffentlicht|stand\b|publié|mis à jour|actualizado|publicado|pubblicato|aggiornato|atualizado"
    r"|oppdatert|publisert|opdateret|offentliggjort|bijgewerkt|gepubliceerd|päivitetty|julkaistu|zaktualizowano|opublikowano|aktualizováno|publikováno|diperbarui|güncelleme|yayınlanma|опубликовано|обновлено|оновлено|更新|公開|発行)\b.{0,70}\d.{0,20}$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^\W*for more (?:stories|news|articles|information|videos) like this[^.]{0,30}(?:check|visit|click|see|go to)|^\W*(?:有料会員になると|【.{0,20}キャンペーン】)",
    re.IGNORECASE,
)
_PRIVACY = re.compile(
    r"(?:^|[/_.-])(?:privacy|datenschutz\w*|confidentialite|privacidad|privacidade|prywatnosc|personvern|gizlilik)(?:$|[/_.?#-])",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"(?:^|[/_.-])(?:terms|guidelines|house-?rules|agb|netiquette|nutzungsbedingungen|mentions-legales|cgu|charte|aviso-legal|condiciones|normas|termini|condizioni|termos|voorwaarden|regulamin)"
    r"(?:$|[/_.?#-])",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SHORT = 260
_ROLE_WORDS = 8
_BYLINE_WORDS = frozenset(
    [
        "by",
        "von",
        "vom",
        "par",
        "por",
        "de",
        "da",
        "di",
        "door",
        "av",
        "af",
        "text",
        "words",
        "written",
        "story",
        "report",
        "reported",
        "reporting",
        "published",
        "posted",
        "updated",
        "author",
        "authors",
        "autor",
        "autorin",
        "autoren",
        "auteur",
        "autore",
        "reporter",
        "and",
        "und",
        "et",
        "y",
        "e",
        "og",
        "och",
        "en",
        "i",
        "with",
        "mit",
        "avec",
        "con",
        "for",
        "für",
        "pour",
        "para",
        "the",
        "from",
        "in",
        "at",
        "on",
        "last",
        "first",
        "edited",
        "photos",
        "photo",
        "foto",
        "images",
        "oleh",
        "penulis",
        "tekst",
        "责任编辑",
        "責任編輯",
        "责编",
        "責編",
        "编辑",
        "編輯",
        "作者",
        "记者",
        "記者",
    ]
)
_MAIL = pattern(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_MAIL_WORDS = _BYLINE_WORDS | frozenset(
    [
        "email",
        "e",
        "mail",
        "contact",
        "write",
        "to",
        "reach",
        "me",
        "us",
        "kontakt",
        "schreiben",
        "sie",
        "an",
        "correo",
        "contacto",
        "escribir",
        "courriel",
        "écrire",
        "à",
        "contatto",
        "scrivi",
    ]
)
_END = pattern(r"\W*(?:END|ENDS|끝|完|終)\W*")


def is_notice(text: str) -> bool:
    """Tells whether a paragraph invites to subscribe, donate or follow, states rights, reports a failure of the page, asks
    for consent to show an embed, or how one liked it."""
    if not 8 <= len(text) <= LONGEST:
        return False
    if _is_one(text):
        return True
    said = _SENTENCE_END.split(text)
    return len(said) > 1 and _is_one(said[0]) and _is_one(said[-1])


def _is_one(text: str) -> bool:
    if _RIGHTS.search(text) or _INVITES.search(text) or _HELD_BACK.search(text):
        return True
    return len(text) <= _SHORT and bool(
        _FOLLOW.search(text)
        or _FAILURES.search(text)
        or _REPRINTS.search(text)
        or _FEEDBACK.search(text)
        or _ELSEWHERE.search(text)
    )


def is_call_to_follow(heading: str) -> bool:
    """Tells whether a heading asks to follow the publisher on a network or to take a newsletter."""
    return len(heading) <= _DAY_LENGTH * 2 and bool(_FOLLOW.search(heading) or _INVITES.search(heading))


def are_terms(addresses: Iterable[str]) -> bool:
    """Tells whether links lead to the pages on which a site says how it uses data, and what its terms or rules are."""
    given = set(addresses)
    return any(map(_PRIVACY.search, given)) and any(map(_TERMS.search, given))


def is_signature(text: str, authors: tuple[str, ...]) -> bool:
    """Tells whether a last line says no more than who wrote the article and how to reach them, or that it has ended."""
    if len(text) > _BYLINE_LENGTH:
        return False
    if _END.fullmatch(text):
        return True
    without_mail = _MAIL.sub(" ", text.removesuffix("(END)"))
    rest = f" {key(without_mail)} "
    for author in authors:
        rest = rest.replace(f" {key(author)} ", "  ")
    is_named = without_mail != text or rest.strip() != key(text)
    return is_named and _MAIL_WORDS.issuperset(rest.split())


def is_byline(
    text: str, authors: tuple[str, ...], *, day: str | None = None, is_signed: bool = False
) -> bool:
    """Tells whether a line says no more than who wrote the article, or when.

    With a `day`, a line that names nobody has to say that it is a stamp, or tell this day; `is_signed`: it has to name
    an author.
    """
    if len(text) > _BYLINE_LENGTH:
        return False
    if _STAMPED.match(text):
        return not is_signed
    rest = f" {key(text)} "
    for author in authors:
        rest = rest.replace(f" {key(author)} ", "  ")
    left = [word for word in rest.split() if word not in _BYLINE_WORDS]
    if rest.strip() != key(text):
        is_led = text.casefold().split()[0].rstrip(":") in _BYLINE_WORDS and len(left) <= _ROLE_WORDS
        return is_led or not left or (len(left) <= 6 and iso.stamp(" ".join(left)) is not None)
    if is_signed or len(text) > _DAY_LENGTH or len(text.split()) > 7:
        return False
    found = iso.stamp(text)
    return found is not None and day in (None, found.day)
