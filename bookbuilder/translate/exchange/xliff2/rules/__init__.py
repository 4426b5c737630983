"""The constraints of XLIFF 2.1 that a schema cannot express: one file a topic, with functions that yield violations.

They follow the text of the standard; its Schematron rules have typos (`@isolate`, `@isPeresent`) that reject valid files.
"""
