"""The generic reader: the text of an article on a page of a site that nobody described."""
