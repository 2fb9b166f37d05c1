"""What is crawled: one file a site, one `SITE` each, no logic."""
