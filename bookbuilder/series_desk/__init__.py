"""The desk of a series: its books, the next issue, what is missing, which books print a fact."""
