"""Scrapy's commands where ours differ: crawl returns our exit codes; shell, fetch and parse touch no archive."""
