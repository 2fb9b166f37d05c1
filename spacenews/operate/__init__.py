"""What operators ask, worked out over the rooms below: plain Python, no network, nothing printed."""
