"""The embedded news site: deterministic, served on 127.0.0.1 by its own process, with its own ground truth.

`world` says what the newsroom holds on each day, `markups` how three themes print it, `site` how a WordPress answers
for it, `faults` how it misbehaves when asked to, `server` runs all of it, and `spec` describes it as any site is.
"""
