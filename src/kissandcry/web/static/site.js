// What pages do beyond links and forms: the theme, the search as one types, explanations beside the
// number, files dropped for the audit, and a word when the network is gone.
"use strict";

const root = document.documentElement;
const find = document.getElementById("find");
const hits = document.getElementById("hits");
const why = document.getElementById("why");
const offline = document.getElementById("offline");

// The theme: the system's until one is chosen here.
const theme = document.querySelector(".theme");
const dark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
const showTheme = () => {
  theme.textContent = dark() ? "Light" : "Dark";
  theme.setAttribute("aria-label", dark() ? "Use the light theme" : "Use the dark theme");
};
theme.hidden = false;
showTheme();
theme.addEventListener("click", () => {
  root.dataset.theme = dark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch { /* storage is refused: it holds for this page */ }
  showTheme();
  document.dispatchEvent(new Event("theme"));
});

// The search: "/" opens it, arrows choose, Enter goes, Escape shuts.
const options = () => [...hits.querySelectorAll("a[role=option]")];
const chosen = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");
const choose = (place) => {
  options().forEach((one, index) => one.setAttribute("aria-selected", String(index === place)));
  const one = options()[place];
  if (one) {
    find.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  } else find.removeAttribute("aria-activedescendant");
};
const openHits = (open) => {
  hits.hidden = !open;
  find.setAttribute("aria-expanded", String(open));
  if (!open) choose(-1);
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    find.focus();
    find.select();
  }
});
find.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (hits.hidden) find.blur();
    else openHits(false);
    event.preventDefault();
    return;
  }
  const all = options();
  if (hits.hidden || !all.length) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    choose((chosen() + step + all.length + (chosen() < 0 && step < 0 ? 1 : 0)) % all.length);
  } else if (event.key === "Enter" && chosen() >= 0) {
    event.preventDefault();
    location.assign(all[chosen()].href);
  }
});
find.addEventListener("focus", () => openHits(hits.childElementCount > 0 && find.value.trim() !== ""));
find.form.addEventListener("focusout", (event) => {
  if (!find.form.contains(event.relatedTarget)) openHits(false);
});
hits.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus

// Explanations: a number's page, shown beside it.
let opener = null;
let leaving = 0;
let waiting = 0;
let hovered = false;
const place = (by) => {
  why.style.removeProperty("left");
  why.style.removeProperty("top");
  why.style.removeProperty("margin");
  if (matchMedia("(max-width: 560px)").matches) return;
  const at = by.getBoundingClientRect();
  const own = why.getBoundingClientRect();
  const below = at.bottom + 8 + own.height < innerHeight;
  const top = below ? at.bottom + 8 : Math.max(16, Math.min(at.top - own.height - 8, innerHeight - own.height - 16));
  why.style.setProperty("margin", "0");
  why.style.setProperty("left", `${Math.max(16, Math.min(at.right - own.width, innerWidth - own.width - 16))}px`);
  why.style.setProperty("top", `${top}px`);
};
const explain = async (link, byHover) => {
  opener = link;
  hovered = byHover;
  why.setAttribute("aria-busy", "true");
  why.textContent = "Working it out …";
  if (!why.matches(":popover-open")) why.showPopover();
  place(link);
  try {
    await htmx.ajax("GET", link.href, { target: "#why", swap: "innerHTML" });
  } finally {
    why.removeAttribute("aria-busy");
  }
  if (!why.matches(":popover-open")) return;
  const shut = document.createElement("button");
  shut.type = "button";
  shut.className = "shut";
  shut.textContent = "Close";
  shut.addEventListener("click", () => why.hidePopover());
  why.prepend(shut);
  place(link);
  if (!byHover) shut.focus();
};
if (why.showPopover && window.htmx) {
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const row = event.target.closest("tr[data-why]");
    const link = event.target.closest(".grid a, a[data-popup]") ?? row?.querySelector("a:not([tabindex])");
    if (!link || (event.target.closest("a") && event.target.closest("a") !== link)) return;
    event.preventDefault();
    clearTimeout(waiting);
    explain(link, false);
  });
  why.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    if (why.contains(document.activeElement) || document.activeElement === document.body) opener.focus();
    opener = null;
  });
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
    document.addEventListener("pointerover", (event) => {
      const link = event.target.closest(".grid a");
      clearTimeout(waiting);
      if (event.target.closest("#why") || link) clearTimeout(leaving);
      else if (hovered && why.matches(":popover-open")) {
        clearTimeout(leaving);
        leaving = setTimeout(() => hovered && why.hidePopover(), 300);
      }
      if (link && link !== opener) waiting = setTimeout(() => explain(link, true), 500);
    });
  }
}

// What htmx tells.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === hits) openHits(document.activeElement === find && find.value.trim() !== "");
});
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400 && event.detail.target === why) event.detail.shouldSwap = true;
  event.detail.isError = false; // a refusal is a page like any other, and says what to do
});
document.body.addEventListener("htmx:sendError", () => {
  offline.hidden = false;
  if (why.matches(":popover-open")) why.textContent = "There is no connection; try again when the network is back.";
});
addEventListener("offline", () => (offline.hidden = false));
addEventListener("online", () => (offline.hidden = true));

// A file for the audit: dropped or chosen, and sent at once when it is dropped.
const drop = document.querySelector(".drop");
if (drop) {
  const form = drop.closest("form");
  const field = drop.querySelector("input[type=file]");
  const send = () => {
    form.classList.add("busy");
    form.querySelector(".working").hidden = false;
  };
  form.addEventListener("submit", send);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
