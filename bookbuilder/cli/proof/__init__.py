"""Work on proofs: what went out, and what came back."""
