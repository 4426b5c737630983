"""The live preview: what it shows in a real browser, and whom it lets in."""
