"""The forms in which a check can be told to other programs: one file a form, found by walking."""
