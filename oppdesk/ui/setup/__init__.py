"""The parts of the Setup window: everything in it is edited where it stands, and every list by the same parts."""
