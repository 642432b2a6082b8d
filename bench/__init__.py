"""Benchmarks: what a page costs, in queries and milliseconds of CPU, beside a view that does nothing."""
