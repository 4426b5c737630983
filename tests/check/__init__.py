"""What `check` proves: validators, their findings at the line of a chapter, and the forms in which they are told."""
