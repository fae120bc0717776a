"""Use cases: each function is one thing a user does. The only callers of storage; no Qt, no session leaves."""
