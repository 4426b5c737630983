// A button above each block of code that copies it as it was written; of a terminal session only what was typed.
(() => {
  const typed = (code) => {
    const text = code.textContent;
    const range = document.createRange();
    const lines = [...code.querySelectorAll(".code-prompt")].map((prompt) => {
      range.setStart(code, 0);
      range.setEndAfter(prompt);
      const start = range.toString().length;
      const end = text.indexOf("\n", start);
      return `${text.slice(start, end < 0 ? text.length : end)}\n`;
    });
    return lines.join("") || text;
  };
  // Without a secure connection a browser has no clipboard of its own.
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("nothing was copied");
  };
  for (const block of document.querySelectorAll("pre[data-copy]")) {
    const code = block.querySelector("code");
    const bar = document.createElement("div");
    const button = document.createElement("button");
    const status = document.createElement("span");
    bar.className = "copy-code";
    button.type = "button";
    button.textContent = block.dataset.copy;
    status.setAttribute("role", "status");
    button.onclick = async () => {
      try {
        await copy(typed(code));
      } catch {
        return;
      }
      button.focus();
      status.textContent = block.dataset.copied;
      setTimeout(() => {
        status.textContent = "";
      }, 2000);
    };
    bar.append(status, button);
    block.before(bar);
  }
})();
