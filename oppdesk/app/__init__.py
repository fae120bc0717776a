"""Starts the program and puts it together: the only package that makes other layers' long-lived objects.

It knows everything and contains no rule, so that who calls whom can be read in one place, top to bottom.
"""
