"""BioASQ harness, other benchmarks, speed benches, reports."""
