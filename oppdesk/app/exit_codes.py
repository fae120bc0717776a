"""With which number the program ends; scripts that start it ask for these."""

DONE = 0
FAILED = 1
WRONG_ARGUMENTS = 2  # argparse's own
IN_USE = 3  # another process has the data
