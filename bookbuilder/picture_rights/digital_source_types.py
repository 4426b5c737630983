"""How a picture was made: the terms of IPTC (NewsCodes, Digital Source Type), which name pictures of machines."""

from __future__ import annotations

ADDRESS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""What a term begins with in metadata."""
MADE = frozenset({"trainedAlgorithmicMedia"})
"""Pictures that a trained model has made."""
ALTERED = frozenset({"compositeWithTrainedAlgorithmicMedia"})
"""Pictures with parts that a trained model has made."""
SOURCE_TYPES = (
    "digitalCapture",
    "computationalCapture",
    "negativeFilm",
    "positiveFilm",
    "print",
    "humanEdits",
    "minorHumanEdits",
    "compositeCapture",
    "algorithmicallyEnhanced",
    "dataDrivenMedia",
    "digitalCreation",
    "digitalArt",
    "virtualRecording",
    "compositeSynthetic",
    "composite",
    "screenCapture",
    "algorithmicMedia",
    "softwareImage",
    *sorted(MADE | ALTERED),
)
