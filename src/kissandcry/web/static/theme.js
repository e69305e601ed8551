// Before anything is drawn: the theme that was chosen here.
"use strict";
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch { /* storage is refused: the system's theme holds */ }
