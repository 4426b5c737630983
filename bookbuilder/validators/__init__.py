"""Other people's judges, and one of our own, for what is finished: one file a validator, found by walking."""
