"""What benchmarks made of resumable parts share: raw results, their running, intervals, the machine, plots."""
