"""The web edition as its reader finds it: in a browser, from the file system, on every screen."""
