"""Work on a series: what its books lack, and which of them print a fact or a name."""
