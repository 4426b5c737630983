"""The filter by which pandoc writes citations into HTML so that we can read them: their keys, and the words around each."""

from __future__ import annotations

FILTER_FILE = "citations.lua"
CITED, WORK, PRINTED, PREFIX, SUFFIX = "cited-works", "cited-work", "printed", "prefix", "suffix"
"""The classes of what the filter writes: a citation, a source in it, its words as printed, those before and behind a key."""
FILTER = f"""\
function Cite(cite)
  local parts = {{pandoc.Span(cite.content, {{class = "{PRINTED}"}})}}
  for _, one in ipairs(cite.citations) do
    local words = {{pandoc.Span(one.prefix, {{class = "{PREFIX}"}}), pandoc.Span(one.suffix, {{class = "{SUFFIX}"}})}}
    local attributes = {{class = "{WORK}", ["data-key"] = one.id, ["data-mode"] = tostring(one.mode)}}
    table.insert(parts, pandoc.Span(words, attributes))
  end
  return pandoc.Span(parts, {{class = "{CITED}"}})
end
"""
