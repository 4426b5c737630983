// In a page of the web edition: tells the preview which word is clicked on, and marks the word that it asks for.

(() => {
  let nodes = [];
  const read = () => { nodes = textNodes.of(document); };
  // As the page was written: its own scripts run later, and may add text.
  if (document.readyState === "loading") document.addEventListener("readystatechange", read, { once: true });
  else read();

  document.addEventListener("click", (event) => {
    const found = textNodes.clicked(event, nodes);
    if (found) parent.postMessage({ html: location.pathname.split("/").at(-1), ...found }, "*");
  }, true);

  addEventListener("message", ({ source, data }) => {
    const node = source === parent ? nodes[data.node] : null;
    if (!node) return;
    getSelection().removeAllRanges();
    getSelection().addRange(textNodes.word(node, data.offset));
    node.parentElement.scrollIntoView({ block: "center" });
  });
})();
