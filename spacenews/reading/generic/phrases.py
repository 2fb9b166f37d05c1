"""What sites print around and between the paragraphs of an article, in the languages we meet."""

from __future__ import annotations

import re

# ruff: noqa: RUF001 - the phrases are in many scripts


def _starts(*ways: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    # A few signs may stand before a phrase; of a line of signs alone not every one is tried as its beginning.
    return re.compile(rf"^\W{{0,8}}(?:{'|'.join(ways)})", flags)


# A block that only leads elsewhere.
LEADS_ELSEWHERE = _starts(
    r"(?:read|see|learn|watch|find out|listen)\s+(?:also|more|next|too)\b(?!\s+than)",
    r"also\s+(?:read|see|watch|on)\b",
    r"(?:related|recommended|trending|don[’']?t miss|must[- ]read|more on this|in case you missed it|"
    r"you may (?:also )?like|you might (?:also )?like|further reading|up next|most read|popular now|"
    r"editor[’']?s? pick|more from|more stories|see also)\b.{0,40}?[:|>»-]",
    r"click here\b|continue reading\b|keep reading\b|(?:story|article) continues\b|scroll (?:down )?to continue",
    r"(?:lesen sie|lies|mehr zum thema|siehe|auch interessant|das könnte sie)\b.{0,30}?[:!]?",
    r">>\s",
    r"lire (?:aussi|également)\b|à lire\b|voir aussi\b",
    r"(?:lea|leia|lee|vea|veja|ver|leggi|guarda)\s+(?:también|tambien|também|mais|más|anche)\b|te puede interesar",
    r"czytaj (?:też|także|więcej)|zobacz (?:też|także|również)|przeczytaj",
    r"читайте также|читать далее|подробнее|смотрите также|см\. также",
    r"baca juga|lees ook|lees meer|läs (?:också|mer|även)|les også|læs også|lue myös",
    r"もっと見る|続きを読む|関連記事|相关阅读|延伸阅读|点击",
)
# A block that asks for something, or that the site prints on every page.
ASKS = _starts(
    r"(?:please )?(?:sign|log)[ -]?(?:up|in)\b|subscribe\b|subscription\b",
    r"follow (?:us|me|@|\w+ on)\b|like us on\b",
    r"join (?:our|us|the (?:discussion|conversation))\b|share (?:this|on|via|article|story|your)\b",
    r"get (?:the|our|more)\b.{0,60}\b(?:newsletter|inbox|delivered|email|app)\b|download (?:our|the) .{0,20}app\b",
    r"advertisement\b|sponsored\b|(?:print|email|save|share|tweet|comment)s?\W*$",
    r"(?:anzeige|werbung|publicidad|publicité|реклама|pubblicità|advertentie|広告)\W*$",
    r"support (?:our|independent)\b|have (?:a tip|you got|something to)\b",
    r"leave a (?:reply|comment)\b|view (?:\d+ )?comments?\b|\d+ comments?\W*$",
    r"(?:deine|ihre) privatsphäre-einstellungen|(?:um|an dieser stelle) .{0,60}eingebettete",
    r"empfohlener (?:externer|redaktioneller) inhalt|this content (?:is|can|could) not",
    r"to (?:view|see) this (?:content|video)|please enable javascript|your browser does not",
    r"this article (?:originally|first) appeared|©|copyright\b|all rights reserved",
    r"(?:source|via|filed under|tags?|topics?|categor(?:y|ies)|keywords?|posted in|fuente|quelle)\s*:",
    r"image(?: credit)?s?\s*:|photo(?: credit)?s?\s*:|photograph by|credit\s*:|(?:file )?photo by",
)
_COMMENTS = (
    r"(?:leave|post|add) (?:a |your )?(?:reply|comment)|comments?(?:\s*\(?\d+\)?)?\W*$",
    r"\d+ (?:comments|responses|replies|thoughts)\b",
    r"kommentare|schreibe einen kommentar|commentaires?\W*$|laisser un commentaire",
    r"comentarios?\W*$|deja un comentario|comentários?\W*$|deixe um comentário|commenti\W*$",
    r"reacties\W*$|komentarze|комментарии|komentar\W*$|댓글|评论",
)
# A heading above what readers wrote; nothing after it is the article's.
COMMENTS = _starts(*_COMMENTS)
# A heading above what is not the article.
ENDS = _starts(
    r"related (?:articles?|posts?|stories|news|content|reading|topics|links)|recommended (?:for you|stories|articles|"
    r"posts|reading)?\W*$",
    r"also in (?:the news|this (?:section|issue))|more in \w+\W*$",
    *_COMMENTS,
    r"share this\b|more (?:from|stories|news|articles|posts|on this|in|like this)\b",
    r"you (?:may|might) (?:also )?(?:like|be interested|enjoy)|about the authors?\b",
    r"latest (?:news|posts|articles|stories)|recent posts|most (?:read|popular|viewed)|trending\b",
    r"popular (?:posts|stories|articles|now)|(?:read|up|what to read) next\W*$|editor[’']?s?[’']? (?:picks?|choice)",
    r"don[’']?t miss\W*$|top stories|other (?:news|articles|stories)|see also\W*$",
    r"ähnliche (?:artikel|beiträge)|weitere (?:artikel|themen|nachrichten)|mehr zum thema|das könnte (?:sie|dich)",
    r"articles? (?:similaires?|liés?|connexes)|(?:à lire|sur le même (?:sujet|thème))",
    r"(?:noticias|artículos|notas) relacionad[ao]s|te puede interesar|(?:artigos|notícias) relacionad[ao]s",
    r"leia (?:mais|também)|você (?:também )?pode gostar|veja (?:mais|também)|mais (?:notícias|lidas)",
    r"articoli correlati|potrebbe interessarti|gerelateerd|podobne|powiązane|zobacz także|похожие|читайте также",
    r"berita terkait|artikel terkait|関連(?:記事|ニュース)|相关(?:新闻|阅读|文章|推荐)|관련\s?(?:기사|뉴스)|ランキング",
)
# What consent panels say, wherever a plugin puts them.
CONSENT = re.compile(
    r"(?:we|this (?:web)?site) uses? cookies|this cookie is (?:set|used)|the cookies? (?:is|are) (?:set|used)|"
    r"necessary cookies are|by (?:clicking|continuing).{0,60}cookies|wir (?:nutzen|verwenden) cookies|"
    r"nous utilisons des cookies|(?:este sitio|utilizamos) .{0,20}cookies|мы используем (?:файлы )?cookie",
    re.IGNORECASE,
)
# Who wrote it and when, printed between headline and text.
HEADER_LINE = _starts(
    # Possessive: `A-B-C` is one name, not tried as two or three as well.
    r"(?:by|von|par|por|di|door|av|written by|posted by|words by|story by|author)\s*:?\s+[A-ZÀ-ÞА-Я][\w.'’-]++"
    r"(?:[\s,&|/-]++(?:(?:and|und|et|y|e)\s+)?[A-ZÀ-ÞА-Я@][\w.'’-]*+){0,8}\W*(?:\|.*|\d.*)?$",
    r"(?:published|posted|updated|last (?:updated|modified)|created|modified|stand|veröffentlicht|aktualisiert|publié|"
    r"mis à jour|publicado|actualizado|pubblicato|aggiornato|oluşturulma|güncelleme|опубликовано|обновлено)\b"
    r".{0,20}?(?:\d|:)",
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+\w+\s+\d{1,2}.{0,40}$",
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}.{0,60}$",
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.{0,120}$|\d{4}[./-]\d{1,2}[./-]\d{1,2}.{0,60}$",
    r"\d{1,2}\.?\s+[^\W\d]{3,12}\.?,?\s+\d{4}.{0,60}$|\d{4}年\d{1,2}月\d{1,2}日.{0,40}$",
    r"\d+\s*(?:min(?:ute)?s?|minuten|минут)\W*(?:read|lesezeit|чтения)?\W*$",
)
# Who the author is, printed below the text.
BIOGRAPHY = _starts(
    r"[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ(][\w.'’)-]*){1,4},?\s+"
    r"(?:is|was|has been|covers|writes|works|joined|oversees|reports)\b.{0,160}?\b"
    r"(?:writer|editor|journalist|reporter|correspondent|columnist|author|freelancer?|director|founder|professor|"
    r"producer|contributor|fellow|attorney|analyst|manager|covers?|covering|blogger|photographer|owner|veteran|CEO)\b",
    flags=re.DOTALL,
)
