"""What the commands share: options, the terminal, how findings are printed, and how a command is run."""
