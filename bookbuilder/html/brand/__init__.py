"""The brand of a house: logo, colours with roles and fonts, from brand.toml or the _brand.yml of Quarto, for every theme."""
