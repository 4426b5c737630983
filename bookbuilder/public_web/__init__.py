"""Asks servers of the public web, for the few commands whose user wants that; a build asks nobody."""
