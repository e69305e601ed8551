// Fits a page that was answered onto the one that stands here: like with like, in order, so that
// focus, scrolling and what is being typed stay.
"use strict";

(() => {
  const keepsValue = (one) => one === document.activeElement && one.dataset.dirty === "yes";
  const fitAttributes = (here, there) => {
    for (const { name } of [...here.attributes]) {
      if (!there.hasAttribute(name) && name !== "open" && name !== "data-dirty") here.removeAttribute(name);
    }
    for (const { name, value } of there.attributes) {
      if (name !== "open" && here.getAttribute(name) !== value) here.setAttribute(name, value);
    }
  };
  const counts = (one) => one.nodeType === Node.ELEMENT_NODE || (one.nodeType === Node.TEXT_NODE && one.data.trim() !== "");
  const alike = (one, other) => one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");
  const fitChildren = (here, there) => {
    const old = [...here.childNodes].filter(counts);
    for (const child of [...there.childNodes].filter(counts)) {
      const found = old.findIndex((one) => alike(one, child));
      if (found < 0) {
        if (old.length) old[0].before(document.importNode(child, true));
        else here.append(document.importNode(child, true));
        continue;
      }
      for (const gone of old.splice(0, found)) gone.remove();
      const kept = old.shift();
      if (kept.nodeType === Node.ELEMENT_NODE) fit(kept, child);
      else if (kept.data !== child.data) kept.data = child.data;
    }
    for (const gone of old) gone.remove();
  };
  const fit = (here, there) => {
    if (there.dataset?.own !== undefined) return; // the script's own
    if (here.dataset?.key && here.dataset.key === there.dataset.key) return; // known already
    const chosen = here.value;
    fitAttributes(here, there);
    if (here instanceof HTMLTextAreaElement || here instanceof HTMLInputElement) {
      if (here.type !== "file" && !keepsValue(here)) {
        const value = here instanceof HTMLInputElement ? (there.getAttribute("value") ?? "") : there.value;
        if (here.value !== value) here.value = value;
        delete here.dataset.dirty;
      }
      return;
    }
    fitChildren(here, there);
    if (here instanceof HTMLSelectElement) {
      const options = [...here.options];
      const meant = options.findIndex((one) => (here.name === "program" ? one.hasAttribute("selected") : one.value === chosen));
      here.selectedIndex = Math.max(0, meant);
    }
  };
  window.fitChildren = fitChildren;
})();
