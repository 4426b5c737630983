"""What the settings of a theme can be, where CSS would accept anything; one file for each group of settings."""
