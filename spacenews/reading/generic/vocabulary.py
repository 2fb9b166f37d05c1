"""The words that templates, themes and plugins name their parts with, by what they say of a part. No site is named."""

from __future__ import annotations

# One of these words alone says that a part is an extra.
WORDS = {
    "share": "share sharing sociable sharedaddy addthis addtoany sharebar sharethis shares followus socials",
    "promotion": """
        newsletter newsletters subscribe subscription signup optin promo promos promobox promotion sponsored sponsor
        advert adverts advertisement advertising adsbygoogle adslot adunit adbox dfp gpt outbrain taboola criteo mgid
        teads zergnet paywall piano donate donation merch upsell cta banner banners testimonial testimonials
        disclaimer disclosure affiliate marketing mailchimp werbung publicidad publicite anzeige reklama
    """,
    "related": """
        related relatedposts relateds recommended recommendation recommendations recirc recirculation trending popular
        mostread mostpopular readmore seealso similar suggestions upnext nextup teaser teasers infobox factbox
        recommend recommends yarpp crp morestories morenews moreon alsoread readnext linkbox
    """,
    "comments": "comment comments commentlist commentform disqus respond livefyre viafoura fbcomments",
    "caption": "caption captions figcaption imgcaption credit credits photocredit copyright",
    "byline": "byline bylines author authors saboxplugin authorbox authorbio aboutauthor bio vcard",
    "navigation": """
        breadcrumb breadcrumbs nav navbar navigation menu submenu pagination pager pagenav skiplink
        toc tableofcontents sitemap topbar subnav megamenu
    """,
    "chrome": """
        sidebar footnav cookie cookies gdpr consent cookielawinfo cookielaw cookiebar cookieconsent cookienotice
        onetrust cmplz cky didomi usercentrics borlabs iubenda cookiebot modal popup overlay lightbox tooltip toolbox
        login register captcha print printonly noprint screenreader visuallyhidden feedback survey poll
        rating ratings stars weather ticker
    """,
    "footer": "footer",
    "meta": "tags taglist tagcloud postmeta entrymeta pubdate timestamp dateline postedon permalink",
    "media": "slideshow jwplayer videojs playlist oembed",
}
# Two words together say it; neither of them does alone.
PAIRS = {
    "share": """
        share-bar share-buttons share-button share-links share-icons share-tools post-share social-sharing
        social-share follow-us social-icons social-links social-bar social-buttons social-nav social-follow social-list
        social-icon social-networks social-btn social-box social-container social-wrapper social-connect
    """,
    "promotion": """
        email-form mailing-list ad-slot ad-unit ad-container ad-wrapper ad-block ad-box in-ad ad-label ad-placeholder
        ad-wrap inline-ad google-ad post-ad ad-banner ad-content sign-up call-to premium-box
    """,
    "related": """
        read-more more-from more-stories more-news more-on see-also also-read read-next read-also next-article
        next-story next-post related-content most-read most-popular you-may may-like also-like further-reading up-next
        latest-news latest-posts latest-stories recent-posts top-stories editors-picks prev-next post-navigation
        previous-post other-news other-stories article-list story-list post-list news-list teaser-list more-articles
        more-posts card-list baca-juga read-too link-box inline-link
    """,
    "comments": """
        comment-list comment-form comment-section comments-area post-comments comment-area comment-box
        comment-wrapper comment-count comment-respond
    """,
    "caption": """
        image-caption photo-caption media-caption img-caption image-credit photo-credit media-credit image-source
        picture-caption wp-caption caption-text image-description image-copyright
    """,
    "byline": """
        author-box author-bio author-info author-name author-card about-author post-author article-author
        entry-author author-block author-meta author-details author-profile author-section author-container
    """,
    "navigation": "table-of skip-link jump-link nav-links page-links post-nav quick-links on-page",
    "chrome": """
        side-bar right-column left-column right-rail left-rail screen-reader visually-hidden font-size text-size
        cli-privacy cli-bar cli-tab cli-modal privacy-overview
        back-top to-top print-only hidden-print cookie-notice search-form search-box log-in site-header
        article-tools story-tools article-footer post-footer entry-footer story-footer article-actions
        audio-player listen-article text-speech
    """,
    "footer": "site-footer page-footer footer-content footer-widgets",
    "meta": """
        post-meta entry-meta article-meta meta-data story-meta post-date entry-date article-date publish-date
        published-date date-published article-info post-info post-tags article-tags tag-list entry-tags story-tags
        tags-links tag-links cat-links article-category post-category post-categories reading-time read-time
        last-updated date-time posted-on filed-under topic-list article-topics article-keywords
    """,
    "media": """
        embed-placeholder photo-gallery image-gallery gallery-item gallery-caption video-player media-player
        video-title slide-caption video-caption video-description
    """,
}
HIDDEN = """
    hidden hide d-none is-hidden visually-hidden visuallyhidden sr-only element-invisible screen-reader-text
    screen-reader-only offscreen u-hidden invisible
"""
PICTURE = """
    image images img photo photos picture bild bilder foto fotos imagen figure thumbnail thumb video videos
"""
STANDFIRST = """
    lead lede standfirst dek deck summary intro introduction chapo chapeau perex excerpt subtitle subheadline subhead
    subheading abstract sapo vorspann ingress synopsis bajada copete entradilla sommaire subtitulo sottotitolo sumario
    subheader leadtext preamble
"""
INTRODUCTION = "intro introduction"
LABEL = "label title heading header headline caption"
