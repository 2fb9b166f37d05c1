"""Words in dates: months and weekdays of the common languages, and zone names that mean one thing."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

# One row a month, one word a language or abbreviation; no word stands for two months in any two of them, so Polish
# `listopada`, which is another month in Croatian, is not here.
_MONTHS = """
january jan janv januar jänner enero ene gennaio gen janeiro января январь янв
february feb febr februar février fevrier févr febrero febbraio fevereiro fev февраля февраль фев февр
march mar mars märz maerz mrz marzo março marco марта март мар
april apr avril avr abril abr aprile апреля апрель апр
may mai mayo maggio mag maio мая май
june jun juin juni junio giugno giu junho июня июнь июн
july jul juillet juil juli julio luglio lug julho июля июль июл
august aug août aout agosto ago августа август авг
september sep sept septembre septiembre setiembre settembre set setembro сентября сентябрь сен сент
october oct octobre oktober okt octubre ottobre ott outubro out октября октябрь окт
november nov novembre noviembre novembro ноября ноябрь ноя нояб
december dec décembre decembre déc dezember dez diciembre dic dicembre dezembro декабря декабрь дек
"""
_MORE_MONTHS = """
januari ianuarie január ocak stycznia ledna tammikuuta січня ιανουαρίου
februari februarie február şubat lutego února helmikuuta лютого φεβρουαρίου
maart maret marts martie március mart marca března maaliskuuta березня μαρτίου
aprilie április nisan kwietnia dubna huhtikuuta квітня απριλίου
mei maj mayıs május maja května toukokuuta травня μαΐου
iunie június haziran czerwca června kesäkuuta червня ιουνίου
iulie július temmuz lipca července heinäkuuta липня ιουλίου
augustus augusti agustus augusztus ağustos sierpnia srpna elokuuta серпня αυγούστου
septembrie szeptember eylül września září syyskuuta вересня σεπτεμβρίου
octombrie október ekim października října lokakuuta жовтня οκτωβρίου
noiembrie kasım listopadu marraskuuta νοεμβρίου
desember decembrie aralık grudnia prosince joulukuuta грудня δεκεμβρίου
"""  # noqa: RUF001 - Greek, Cyrillic and Turkish letters are meant
MONTHS = {
    word: number
    for rows in (_MONTHS, _MORE_MONTHS)
    for number, row in enumerate(rows.strip().splitlines(), 1)
    for word in row.split()
}

_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim
lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb
lunedì martedì mercoledì giovedì venerdì sabato gio sab
segunda-feira terça-feira quarta-feira quinta-feira sexta-feira seg ter qua qui sex
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
poniedziałek wtorek środa czwartek piątek sobota niedziela
pazartesi salı çarşamba perşembe cuma cumartesi pazar
senin selasa rabu kamis jumat sabtu minggu
понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
"""  # noqa: RUF001 - Cyrillic is meant
WEEKDAYS = frozenset(_WEEKDAYS.split())

# Names with a fixed offset, in hours. Left out because they mean several things: CST, IST, AST, ECT, GST, SST.
_OFFSETS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "bst": 1, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11, "awst": 8, "nzst": 12, "nzdt": 13,
}  # fmt: skip
# Names whose offset depends on the day; MSK was +04:00 from 2011 to 2014.
_PLACES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "msk": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "moscow time": "Europe/Moscow",
    "eastern": "America/New_York",
    "eastern time": "America/New_York",
    "pacific time": "America/Los_Angeles",
    "uk time": "Europe/London",
}


@cache
def zone_named(name: str) -> tzinfo | None:
    """Return the zone that a printed name means, or None where it means none or several."""
    key = name.lower()
    if key in _PLACES:
        return ZoneInfo(_PLACES[key])
    return timezone(timedelta(hours=_OFFSETS[key])) if key in _OFFSETS else None
