"""Scrapy's settings for a crawl. Within each group they stand in the order of the alphabet."""

import os

# --- the project -----------------------------------------------------------------------------------------------------
BOT_NAME = "spacenews"
COMMANDS_MODULE = "spacenews.crawl.commands"  # crawl with our exit codes; shell, fetch and view as Scrapy has them
SPIDER_LOADER_CLASS = "spacenews.crawl.loader.SiteLoader"

# --- what a run is made of -------------------------------------------------------------------------------------------
# Scrapy's own lists (_BASE) are emptied, not switched off one by one: to be switched off, a component is loaded first,
# and with the libraries of those that a run never uses it would start half a second later.
DOWNLOADER_MIDDLEWARES = {
    "spacenews.crawl.robots.RobotsMiddleware": 100,
    "spacenews.crawl.budget.BudgetMiddleware": 150,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "spacenews.crawl.capture.CaptureMiddleware": 995,  # sees a response before anything else does
}
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOAD_HANDLERS = {
    "http": "spacenews.crawl.wire.WireHandler",
    "https": "spacenews.crawl.wire.WireHandler",
}
DOWNLOAD_HANDLERS_BASE: dict[str, str] = {}  # no files, no FTP, no data: URLs
EXTENSIONS = {
    "spacenews.crawl.raised.FaultExtension": 0,
    "spacenews.crawl.resume.ResumeExtension": 100,
    "spacenews.crawl.backfill.BackfillExtension": 300,
    "spacenews.crawl.pace.PaceExtension": 400,
    "spacenews.crawl.progress.ProgressExtension": 500,
}
EXTENSIONS_BASE: dict[str, int] = {}
ITEM_PIPELINES = {
    "spacenews.crawl.pipelines.NormalizePipeline": 100,
    "spacenews.crawl.pipelines.DedupePipeline": 200,
    "spacenews.crawl.pipelines.StorePipeline": 300,
}
SCHEDULER = "spacenews.crawl.scheduler.FrontierScheduler"
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}  # one item leaves each callback: nothing is left for them to do

# --- politeness ------------------------------------------------------------------------------------------------------
AUTOTHROTTLE_ENABLED = False  # it would lower a Crawl-delay after every 200
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip",
    "Accept-Language": "en",
}
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # a delay is a promise: jitter would halve it now and then
ROBOTSTXT_OBEY = True  # for shell and fetch; a crawl has no switch

# --- limits ----------------------------------------------------------------------------------------------------------
CONCURRENT_ITEMS = 1  # Scrapy starts that many tasks for each response, and each has one item
DNS_TIMEOUT = 20
DOWNLOAD_FAIL_ON_DATALOSS = False  # a cut body is captured as what it is
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_WARNSIZE = 0
MEMUSAGE_ENABLED = False

# --- what the frontier does instead ----------------------------------------------------------------------------------
HTTPERROR_ALLOW_ALL = True
METAREFRESH_ENABLED = False
REDIRECT_ENABLED = False
RETRY_ENABLED = False

# --- what must stay off ----------------------------------------------------------------------------------------------
COMPRESSION_ENABLED = False  # reading undoes a page's encoding, from its capture
COOKIES_ENABLED = False  # the first cookie would fetch a list of suffixes from two foreign hosts
DOWNLOADER_STATS = False
HTTPCACHE_ENABLED = False
HTTPPROXY_ENABLED = False  # behind a proxy the connected peer is the proxy, and its address says nothing
REFERER_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # it executes Python that any local program sends
TELNETCONSOLE_ENABLED = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # our callbacks are no generators

# --- messages --------------------------------------------------------------------------------------------------------
LOG_FORMAT = "spacenews: %(levelname)s: %(message)s"
LOG_FORMATTER = "spacenews.crawl.messages.QuietFormatter"
LOG_LEVEL = "WARNING"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False

# --- ours ------------------------------------------------------------------------------------------------------------
SPACENEWS_ALLOW_LOOPBACK = os.environ.get("SPACENEWS_ALLOW_LOOPBACK", "").lower() in {"1", "true", "yes", "on"}
SPACENEWS_BACKFILL_NEWS_SECONDS = 3600.0  # a backfill looks for news so often, where no schedule says how often
SPACENEWS_BARREN_PAGES = 3  # pages in a row that list nothing new to their own walk end it
SPACENEWS_BUSY_SECONDS = 30.0  # how long another program may hold a database
SPACENEWS_CONTACT = os.environ.get("SPACENEWS_CONTACT", "")
SPACENEWS_DAILY_BUDGET = 0  # requests that a host may get on one day of UTC, of all runs together; 0: no budget
SPACENEWS_DATA = os.environ.get("SPACENEWS_DATA", "data")
SPACENEWS_EXPORT_WAIT_SECONDS = 60.0  # how long another process may be writing the export of a site
SPACENEWS_HEARTBEAT_SECONDS = 5.0  # between two signs of life of a run
SPACENEWS_LEASE_SECONDS = 3600.0
SPACENEWS_MAX_PAGES = 10_000  # of one listing
SPACENEWS_MAX_REVISITS = 50  # articles that one run looks at again because of their age
SPACENEWS_OUTAGE = 10  # requests in a row without an answer: the site is down, and the rest waits for another run
SPACENEWS_PROGRESS_SECONDS = 5.0  # between two lines of progress where there is no terminal; 0: no progress at all
SPACENEWS_RESUME_SECONDS = 3600.0  # an incremental run that was cut short longer ago is not gone on with
SPACENEWS_RETRY_AFTER_MAX = 86_400.0  # the longest wait that a server's Retry-After can ask for
SPACENEWS_RETRY_BACKOFF = 5.0  # before the first try again, in seconds; each further one waits three times as long
SPACENEWS_RETRY_DAYS = 3  # days on which a URL is tried before it has failed for good
SPACENEWS_RETRY_HORIZON = 300.0  # a run waits so long for a row to be due; what is due later waits for another run
SPACENEWS_RETRY_TIMES = 2  # tries again within one run; then the URL waits for another day
SPACENEWS_SITES = os.environ.get("SPACENEWS_SITES", "")
SPACENEWS_STALLED_SECONDS = 300.0  # a run without a sign of life for so long is taken over from
SPACENEWS_SYNC_CAPTURES = 100  # captures between two syncs of the WARC file to the disk
