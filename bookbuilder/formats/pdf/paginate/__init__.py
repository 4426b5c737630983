"""Where the pages of compiled parts stand, and which parts have to be compiled again for it."""
