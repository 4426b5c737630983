"""Building: what is to be made, and each locale read into a document."""
