"""The parts of the import window: one module a step, and what they share. They show and ask; the window decides."""
