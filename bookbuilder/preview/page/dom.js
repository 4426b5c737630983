// The words of the page, and what its scripts need of the document and of the tab.

const words = JSON.parse(document.getElementById("words").textContent);

export const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
export const element = (id) => document.getElementById(id);

export const made = (name, properties = {}, ...children) => {
  const one = Object.assign(document.createElement(name), properties);
  one.append(...children);
  return one;
};

// Keep a value as long as the tab is open, or return the one that is kept.
export const kept = (key, value) => {
  try {
    if (value !== undefined) sessionStorage.setItem(key, value);
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
};

// Renew a list; who is at one of its buttons stays at the one in that place.
export const renewed = (list, items) => {
  const at = [...list.querySelectorAll("button")].indexOf(document.activeElement);
  list.replaceChildren(...items);
  const buttons = list.querySelectorAll("button");
  if (at >= 0) buttons[Math.min(at, buttons.length - 1)]?.focus();
};

// Hide a panel; who is in it comes to `next`.
export const hide = (panel, next) => {
  const inside = panel.contains(document.activeElement);
  panel.hidden = true;
  if (inside) next.focus();
};

// Let the arrows up and down, Home and End move the focus in a list, which is one stop for Tab.
export const roving = (list, selector) => {
  const all = () => [...list.querySelectorAll(selector)];
  const stop = (wanted) => { for (const one of all()) one.tabIndex = one === wanted ? 0 : -1; };
  list.addEventListener("focusin", ({ target }) => { if (target.matches(selector)) stop(target); });
  list.addEventListener("keydown", (event) => {
    const ones = all();
    const at = ones.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ones.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    ones[Math.max(0, Math.min(ones.length - 1, to))].focus();
  });
  return stop;
};
