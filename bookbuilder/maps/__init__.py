"""Draws maps: borders, a window of the earth in an equal-area projection, routes, names, and at last shapes of a drawing.

Every step gives frozen values; nothing is read or asked. Geographic points are (longitude, latitude) in degrees, points of a
drawing run from its corner above left in every language, since geography is not mirrored.
"""
