INHERITED: set[str]
