"""The words and rules of the field of work: values and functions, no Qt, no SQL, no file, nothing mocked in a test.

Functions over small frozen values, not mapped classes: a rule touches a dozen columns of an opportunity and hardly
any of a contact. The service loads, asks here, and writes what it is told.
"""
