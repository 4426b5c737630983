// Counts text nodes and characters as `formats/text_places.py` does, so that a place in a page has the same name for the server.

const textNodes = (() => {
  const SILENT = "head, script, style, svg, math";
  const INVISIBLE = /[\s\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufeff]+/g;
  const counted = (text) => text.replace(INVISIBLE, "");

  // Return the text nodes of a document that have visible characters, in their order.
  const of = (doc) => {
    const found = [];
    const walker = doc.createTreeWalker(doc.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (counted(node.data) && !node.parentElement.closest(SILENT)) found.push(node);
    }
    return found;
  };

  const caret = (doc, { clientX, clientY }) => {
    if (doc.caretPositionFromPoint) {
      const { offsetNode, offset } = doc.caretPositionFromPoint(clientX, clientY) ?? {};
      return [offsetNode, offset];
    }
    const { startContainer, startOffset } = doc.caretRangeFromPoint(clientX, clientY) ?? {};
    return [startContainer, startOffset];
  };

  // Return the pictures of a document, in their order.
  const pictures = (doc) => [...doc.querySelectorAll("img")];

  // Return the text node that is clicked on, by its number, and the visible characters before the word; or the number of the
  // picture; or nothing. A link goes where it leads, unless it is clicked on with Alt.
  const clicked = (event, nodes, shown) => {
    if (!event.altKey && event.target.closest("a, button, input, select, label, summary, dialog")) return null;
    const picture = shown.indexOf(event.target);
    if (picture >= 0) {
      event.preventDefault();
      event.stopPropagation();
      return { picture };
    }
    const [node, at] = caret(event.target.ownerDocument, event);
    const number = nodes.indexOf(node);
    if (number < 0) return null;
    event.preventDefault();
    event.stopPropagation();
    const word = at - /\S*$/.exec(node.data.slice(0, at))[0].length;
    const offset = Math.min(counted(node.data.slice(0, word)).length, counted(node.data).length - 1);
    return { node: number, offset };
  };

  // Return the range of the word behind so many visible characters of a text node.
  const word = (node, offset) => {
    let [at, left] = [0, offset];
    while (at < node.data.length && (left > 0 || !counted(node.data[at]))) left -= counted(node.data[at++]).length;
    const end = at + node.data.slice(at).search(/\s|$/);
    const range = node.ownerDocument.createRange();
    range.setStart(node, at);
    range.setEnd(node, Math.max(end, Math.min(at + 1, node.data.length)));
    return range;
  };

  return { of, pictures, clicked, word };
})();
