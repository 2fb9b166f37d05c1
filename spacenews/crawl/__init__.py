"""The only room that knows Scrapy: settings, spider, scheduler, middlewares and how a run is started."""
