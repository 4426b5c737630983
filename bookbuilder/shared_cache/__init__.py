"""The cache that a house shares: an object store or a folder on its network, for all its users and machines."""
