"""Signs of formulas as commands of LaTeX."""

from __future__ import annotations

from collections.abc import Iterable

LATEX_OPERATORS = {
    "∑": r"\sum", "∏": r"\prod", "∐": r"\coprod", "∫": r"\int", "∬": r"\iint", "∭": r"\iiint", "∮": r"\oint",
    "⋃": r"\bigcup", "⋂": r"\bigcap", "⋁": r"\bigvee", "⋀": r"\bigwedge", "": r"\int",
}  # fmt: skip
_SIGNS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "vartheta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi",
    "ρ": "rho", "σ": "sigma", "ς": "varsigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "ϕ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "∞": "infty", "∂": "partial", "∇": "nabla",
    "±": "pm", "∓": "mp", "×": "times", "÷": "div", "·": "cdot", "⋅": "cdot", "∗": "ast", "≤": "leq", "≥": "geq",
    "≠": "neq", "≈": "approx", "≡": "equiv", "≅": "cong", "∼": "sim", "∝": "propto", "→": "to", "←": "leftarrow",
    "↔": "leftrightarrow", "⇒": "Rightarrow", "⇐": "Leftarrow", "⇔": "Leftrightarrow", "↦": "mapsto", "∈": "in",
    "∉": "notin", "∋": "ni", "⊂": "subset", "⊆": "subseteq", "⊃": "supset", "⊇": "supseteq", "∪": "cup", "∩": "cap",
    "∅": "emptyset", "∀": "forall", "∃": "exists", "¬": "neg", "∧": "wedge", "∨": "vee", "⊕": "oplus", "⊗": "otimes",
    "⟨": "langle", "⟩": "rangle", "‖": "Vert", "∥": "parallel", "⊥": "perp", "∠": "angle", "…": "ldots", "⋯": "cdots",
    "⋮": "vdots", "⋱": "ddots", "ℏ": "hbar", "ℓ": "ell", "ℜ": "Re", "ℑ": "Im", "ℵ": "aleph", "∘": "circ", "√": "surd",
    "′": "prime", "∣": "mid", "ℝ": "mathbb{R}", "ℕ": "mathbb{N}", "ℤ": "mathbb{Z}", "ℚ": "mathbb{Q}", "ℂ": "mathbb{C}",
}  # fmt: skip
LATEX_LITERALS = {
    "\\": r"\backslash ", "{": r"\{", "}": r"\}", "#": r"\#", "%": r"\%",
    "&": r"\&", "_": r"\_", "$": r"\$", "^": r"\hat{}", "~": r"\sim ",
    "−": "-",
}  # fmt: skip


def latex_join(parts: Iterable[str]) -> str:
    """Return parts of LaTeX in a row, with spaces only where a command would run into a letter."""
    out = ""
    for part in parts:
        if (
            out
            and part
            and part[0].isalpha()
            and out[-1].isalpha()
            and "\\" in out
            and out[out.rindex("\\") + 1 :].isalpha()
        ):
            out += " "
        out += part
    return out


def latex_sign(sign: str) -> str:
    """Return a sign as LaTeX.

    >>> latex_sign("α"), latex_sign("x"), latex_sign("%")
    ('\\\\alpha', 'x', '\\\\%')
    """
    return f"\\{_SIGNS[sign]}" if sign in _SIGNS else LATEX_LITERALS.get(sign, sign)
