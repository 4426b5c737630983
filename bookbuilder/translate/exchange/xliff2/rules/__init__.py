"""Holds the constraints of XLIFF 2.1 that no schema can say: one file a subject, each with functions that yield flaws.

They follow the prose of the standard; its Schematron rules have slips (`@isolate`, `@isPeresent`) that refuse valid files.
"""
