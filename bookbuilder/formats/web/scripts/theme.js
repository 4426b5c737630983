// Applies the reader's choices before anything is drawn, so that the page does not change its colours while it is opened.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const chosen = JSON.parse(localStorage.getItem("bookbuilder:display")) ?? {};
    for (const key of ["colours", "typeface", "size", "spacing"]) if (/^\w+$/.test(chosen[key] ?? "")) root.dataset[key] = chosen[key];
  } catch {
    // a browser may keep nothing for files
  }
})();
