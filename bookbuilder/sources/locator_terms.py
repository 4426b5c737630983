"""Words of languages for the terms of CSL (specification, appendix II): the short one for one, the short one for several,
and what else an author may write.

Those of locators are read behind the key of a citation. All are given to pandoc, some of whose languages lack a term:
`no. 122` stood in German lists. Languages that are not here have the terms of pandoc alone.
"""

from __future__ import annotations

from collections.abc import Mapping

TERMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "de": {
        "article-locator": (
            "Art.",
            "Art.",
            "Artikel",
        ),
        "book": (
            "Buch",
            "Bücher",
        ),
        "chapter": (
            "Kap.",
            "Kap.",
            "Kapitel",
        ),
        "column": (
            "Sp.",
            "Sp.",
            "Spalte",
            "Spalten",
        ),
        "figure": (
            "Abb.",
            "Abb.",
            "Abbildung",
            "Abbildungen",
        ),
        "folio": (
            "Bl.",
            "Bl.",
            "Blatt",
        ),
        "issue": (
            "Nr.",
            "Nr.",
            "H.",
            "Heft",
        ),
        "line": (
            "Z.",
            "Z.",
            "Zeile",
            "Zeilen",
        ),
        "note": (
            "Anm.",
            "Anm.",
            "Fn.",
            "Fußnote",
            "Anmerkung",
        ),
        "opus": (
            "op.",
            "opp.",
        ),
        "page": (
            "S.",
            "S.",
            "Seite",
            "Seiten",
        ),
        "paragraph": (
            "Abs.",
            "Abs.",
            "Absatz",
        ),
        "part": (
            "Teil",
            "Teile",
        ),
        "section": (
            "§",
            "§§",
            "Abschn.",
            "Abschnitt",
        ),
        "sub-verbo": (
            "s. v.",
            "s. vv.",
            "s.v.",
        ),
        "timestamp": (
            "Min.",
            "Min.",
            "Minute",
        ),
        "title-locator": (
            "Titel",
            "Titel",
            "Tit.",
        ),
        "verse": (
            "V.",
            "V.",
            "Vers",
            "Verse",
        ),
        "volume": (
            "Bd.",
            "Bde.",
            "Band",
        ),
        "number": (
            "Nr.",
            "Nrn.",
        ),
        "accessed": ("abgerufen am",),
        "dataset": ("Datensatz",),
        "webpage": ("Website",),
        "report": ("Bericht",),
        "interview": ("Interview",),
        "motion_picture": ("Film",),
        "broadcast": ("Sendung",),
        "speech": ("Rede",),
        "map": ("Karte",),
        "software": ("Software",),
    },
    "en": {
        "article-locator": (
            "art.",
            "arts.",
            "article",
            "articles",
        ),
        "book": (
            "bk.",
            "bks.",
            "book",
        ),
        "chapter": (
            "chap.",
            "chaps.",
            "ch.",
            "chapter",
            "chapters",
        ),
        "column": (
            "col.",
            "cols.",
            "column",
        ),
        "figure": (
            "fig.",
            "figs.",
            "figure",
        ),
        "folio": (
            "fol.",
            "fols.",
            "folio",
        ),
        "issue": (
            "no.",
            "nos.",
        ),
        "line": (
            "l.",
            "ll.",
            "line",
            "lines",
        ),
        "note": (
            "n.",
            "nn.",
            "note",
        ),
        "opus": (
            "op.",
            "opp.",
        ),
        "page": (
            "p.",
            "pp.",
            "page",
            "pages",
        ),
        "paragraph": (
            "para.",
            "paras.",
            "paragraph",
        ),
        "part": (
            "pt.",
            "pts.",
            "part",
        ),
        "section": (
            "sec.",
            "secs.",
            "section",
            "§",
            "§§",
        ),
        "sub-verbo": (
            "s.v.",
            "s.vv.",
        ),
        "timestamp": (
            "at",
            "at",
            "min.",
        ),
        "title-locator": (
            "tit.",
            "tits.",
            "title",
        ),
        "verse": (
            "v.",
            "vv.",
            "verse",
        ),
        "volume": (
            "vol.",
            "vols.",
            "volume",
        ),
        "number": (
            "no.",
            "nos.",
        ),
    },
    "fr": {
        "article-locator": (
            "art.",
            "art.",
            "article",
            "articles",
        ),
        "book": (
            "liv.",
            "liv.",
            "livre",
        ),
        "chapter": (
            "chap.",
            "chap.",
            "chapitre",
        ),
        "column": (
            "col.",
            "col.",
            "colonne",
        ),
        "figure": (
            "fig.",
            "fig.",
            "figure",
        ),
        "folio": (
            "fᵒ",
            "fᵒˢ",
            "folio",
        ),
        "issue": (
            "nᵒ",
            "nᵒˢ",
            "n°",
            "numéro",
        ),
        "line": (
            "l.",
            "l.",
            "ligne",
        ),
        "note": (
            "n.",
            "n.",
            "note",
        ),
        "opus": (
            "op.",
            "op.",
        ),
        "page": (
            "p.",
            "p.",
            "page",
            "pages",
        ),
        "paragraph": (
            "paragr.",
            "paragr.",
            "al.",
            "alinéa",
            "paragraphe",
        ),
        "part": (
            "part.",
            "part.",
            "partie",
        ),
        "section": (
            "sect.",
            "sect.",
            "section",
            "§",
            "§§",
        ),
        "sub-verbo": (
            "s. v.",
            "s. v.",
            "s.v.",
        ),
        "timestamp": (
            "min.",
            "min.",
        ),
        "title-locator": (
            "titre",
            "titres",
            "tit.",
        ),
        "verse": (
            "v.",
            "v.",
            "vers",
            "verset",
        ),
        "volume": (
            "vol.",
            "vol.",
            "t.",
            "tome",
        ),
        "number": (
            "nᵒ",
            "nᵒˢ",
        ),
        "accessed": ("consulté le",),
        "dataset": ("jeu de données",),
        "webpage": ("page web",),
    },
    # What pandoc has no words for in the other languages.
    "ar": {"article-locator": ("المادة", "المواد", "مادة")},
    "cs": {"article-locator": ("čl.", "čl.", "článek", "články")},
    "es": {"article-locator": ("art.", "arts.", "artículo", "artículos")},
    "it": {"article-locator": ("art.", "artt.", "articolo", "articoli")},
    "ja": {"article-locator": ("条", "条")},
    "nl": {"article-locator": ("art.", "art.", "artikel", "artikelen")},
    "pl": {"article-locator": ("art.", "art.", "artykuł", "artykuły")},
    "pt": {"article-locator": ("art.", "arts.", "artigo", "artigos")},
    "ru": {"article-locator": ("ст.", "ст.", "статья", "статьи")},
    "sv": {"article-locator": ("art.", "art.", "artikel", "artiklar")},
    "tr": {"article-locator": ("md.", "md.", "madde", "maddeler")},
    "uk": {"article-locator": ("ст.", "ст.", "стаття", "статті")},
    "zh": {"article-locator": ("条", "条")},
}
