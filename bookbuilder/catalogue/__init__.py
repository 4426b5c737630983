"""Builds many books at once, on the processes of this machine or on the workers of a Dask cluster."""
