"""Keep translations in step with their source.

What a translation was made from is kept in l10n/, a file for each chapter; `bookbuilder status` compares.
"""
