// In a page of the web edition: tells the preview which character is clicked on, and marks the word that it asks for.
// Text nodes are counted as `formats/text_places.py` does, as the page was written: scripts may add some later.

(() => {
  const SILENT = "head, script, style, svg, math";
  const INVISIBLE = /[\s\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufeff]+/g;
  const counted = (text) => text.replace(INVISIBLE, "");
  const nodes = [];

  const read = () => {
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (counted(node.data) && !node.parentElement.closest(SILENT)) nodes.push(node);
    }
  };
  if (document.readyState === "loading") document.addEventListener("readystatechange", read, { once: true });
  else read();

  const caret = ({ clientX, clientY }) => {
    if (document.caretPositionFromPoint) {
      const { offsetNode, offset } = document.caretPositionFromPoint(clientX, clientY) ?? {};
      return [offsetNode, offset];
    }
    const { startContainer, startOffset } = document.caretRangeFromPoint(clientX, clientY) ?? {};
    return [startContainer, startOffset];
  };

  document.addEventListener("click", (event) => {
    if (!event.altKey && event.target.closest("a, button, input, select, label, summary, dialog")) return;
    const [node, at] = caret(event);
    const number = nodes.indexOf(node);
    if (number < 0) return;
    event.preventDefault();
    const word = at - /\S*$/.exec(node.data.slice(0, at))[0].length;
    const offset = Math.min(counted(node.data.slice(0, word)).length, counted(node.data).length - 1);
    parent.postMessage({ html: location.pathname.split("/").at(-1), node: number, offset }, "*");
  }, true);

  addEventListener("message", ({ source, data }) => {
    const node = source === parent ? nodes[data.node] : null;
    if (!node) return;
    let [at, left] = [0, data.offset];
    while (at < node.data.length && (left > 0 || !counted(node.data[at]))) left -= counted(node.data[at++]).length;
    const end = at + node.data.slice(at).search(/\s|$/);
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, Math.max(end, Math.min(at + 1, node.data.length)));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    node.parentElement.scrollIntoView({ block: "center" });
  });
})();
