"""Repeatable measurements. `make bench` runs them all and writes bench/results and the README's table."""
