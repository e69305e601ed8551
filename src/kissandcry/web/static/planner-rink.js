// The rink of the planner: spots of elements and points of the path, moved by mouse, finger or arrow
// keys; each change is an edit that planner.js sends.
"use strict";

(() => {
  if (!window.planner) return;
  const { ask, typing } = window.planner;
  const rink = () => document.getElementById("rink");
  const onIce = (event) => {
    const at = rink().getBoundingClientRect();
    const [long, wide] = [Number(rink().dataset.long), Number(rink().dataset.wide)];
    const within = (value, most) => Math.round(Math.min(most, Math.max(0, value)) * 2) / 2;
    return [
      within(((event.clientX - at.left) / at.width) * long, long),
      within(((at.bottom - event.clientY) / at.height) * wide, wide),
    ];
  };
  const draw = (spot, [x, y]) => {
    spot.dataset.x = x;
    spot.dataset.y = y;
    const tag = spot.nextElementSibling;
    for (const one of tag?.classList.contains("tag") ? [spot, tag] : [spot]) {
      one.setAttribute("x", `${(100 * x) / Number(rink().dataset.long)}%`);
      one.setAttribute("y", `${100 - (100 * y) / Number(rink().dataset.wide)}%`);
    }
    if (spot.classList.contains("path")) drawWay();
  };
  const drawWay = () => {
    const points = [...document.querySelectorAll("#rink .spot.path")].map((one) => [one.dataset.x, Number(rink().dataset.wide) - one.dataset.y].join());
    rink().querySelector(".moving").setAttribute("points", points.join(" "));
    for (const one of rink().querySelectorAll(".ground .path:not(.moving)")) one.setAttribute("visibility", "hidden");
  };
  let held = null;
  document.addEventListener("pointerdown", (event) => {
    const spot = event.target.closest("#rink .spot");
    if (!spot || event.button) return;
    event.preventDefault();
    held = { spot, id: event.pointerId, was: [spot.dataset.x, spot.dataset.y].join() };
    spot.setPointerCapture(event.pointerId);
    spot.focus();
  });
  document.addEventListener("pointermove", (event) => {
    if (held && event.pointerId === held.id) draw(held.spot, onIce(event));
  });
  const letGo = (event) => {
    if (!held || event.pointerId !== held.id) return;
    const { spot, was } = held;
    held = null;
    if ([spot.dataset.x, spot.dataset.y].join() !== was) put(spot);
  };
  document.addEventListener("pointerup", letGo);
  document.addEventListener("pointercancel", letGo);
  const put = (spot) =>
    ask(`${spot.dataset.edit} ${spot.dataset.x} ${spot.dataset.y}`, `${spot.dataset.name} at ${spot.dataset.x}, ${spot.dataset.y} metres.`);
  let pushed = 0;
  document.addEventListener("keydown", (event) => {
    const spot = event.target.closest?.("#rink .spot");
    if (!spot) return;
    const step = event.shiftKey ? 5 : 1;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
    if (way) {
      event.preventDefault();
      const most = [Number(rink().dataset.long), Number(rink().dataset.wide)];
      const from = [Number(spot.dataset.x), Number(spot.dataset.y)];
      draw(spot, from.map((value, axis) => Math.min(most[axis], Math.max(0, value + way[axis]))));
      clearTimeout(pushed);
      pushed = setTimeout(() => put(spot), typing);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      ask(`off ${spot.dataset.edit}`, `${spot.dataset.name} is taken off the ice.`, () => rink().querySelector(".spot")?.focus());
    }
  });
  document.addEventListener("click", (event) => {
    const ice = event.target.closest("#rink");
    if (!ice || event.target.closest(".spot")) return;
    set(onIce(event));
  });
  // What is chosen beside the rink is put on the ice; then the next that has no spot is chosen.
  const set = ([x, y]) => {
    const next = document.getElementById("rink-add");
    const said = next.selectedOptions[0].textContent;
    ask(`${next.value} ${x} ${y}`, `${said} at ${x}, ${y} metres.`, () => (next.selectedIndex = 0));
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-press=middle]")) set([Number(rink().dataset.long) / 2, Number(rink().dataset.wide) / 2]);
  });
})();
