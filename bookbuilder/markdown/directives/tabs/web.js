// Tabs: of several alternatives one is shown, chosen by its title. Without it all stand one below the other with their titles.
(() => {
  // Where a browser can, its own search finds what is hidden, and asks to show it.
  const HIDDEN = "onbeforematch" in document.body ? "until-found" : "";

  document.querySelectorAll(".box.tabs").forEach((box, number) => {
    const panels = [...box.children].filter((child) => child.matches(".box.tab"));
    if (panels.length < 2) return;
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    const tabs = panels.map((panel, position) => {
      const title = panel.querySelector(":scope > .title");
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = `web-tab-${number}-${position}`;
      tab.setAttribute("role", "tab");
      tab.append(...[...(title?.childNodes ?? [])].map((node) => node.cloneNode(true)));
      if (title) title.hidden = true;
      panel.id ||= `web-panel-${number}-${position}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.setAttribute("aria-controls", panel.id);
      return tab;
    });
    const select = (chosen, focus) => {
      tabs.forEach((tab, position) => {
        const shown = position === chosen;
        tab.setAttribute("aria-selected", shown);
        tab.tabIndex = panels[position].tabIndex = shown ? 0 : -1;
        if (shown) panels[position].removeAttribute("hidden");
        else panels[position].setAttribute("hidden", HIDDEN);
      });
      if (focus) tabs[chosen].focus();
    };
    const step = { ArrowRight: 1, ArrowLeft: -1 };
    const forward = getComputedStyle(box).direction === "rtl" ? -1 : 1;
    tabs.forEach((tab, position) => {
      tab.onclick = () => select(position);
      tab.onkeydown = (event) => {
        const target = { Home: 0, End: tabs.length - 1 }[event.key] ?? (step[event.key] && (position + forward * step[event.key] + tabs.length) % tabs.length);
        if (target === undefined) return;
        event.preventDefault();
        select(target, true);
      };
      panels[position].addEventListener("beforematch", () => select(position));
    });
    list.append(...tabs);
    box.prepend(list);
    // A link may lead into one that is hidden.
    const follow = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const position = panels.findIndex((panel) => target && panel.contains(target));
      if (position >= 0) {
        select(position);
        target.scrollIntoView();
      }
    };
    select(0);
    follow();
    addEventListener("hashchange", follow);
  });
})();
