"""The sections of the main window; a page that is not shown makes nothing and asks for nothing."""
