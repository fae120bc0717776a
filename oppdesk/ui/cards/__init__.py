"""One record in a window of its own, not modal; laid out by hand, because people live in these windows."""
