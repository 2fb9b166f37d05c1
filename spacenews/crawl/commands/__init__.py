"""Scrapy's commands where ours differ: crawl returns our exit codes; shell, fetch and view touch no archive."""
