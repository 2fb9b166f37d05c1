"""Side-by-side benchmarks: ratios measured in one run. Nothing timed lives in tests/."""
