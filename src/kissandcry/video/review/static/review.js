// Plays the clip of a review, beside the reference in step, with the skeleton drawn over it.
"use strict";

(() => {
  const data = window.REVIEW;
  const player = document.querySelector(".player");
  if (!data || !player) return;
  const BONES = [[11, 12], [23, 24], [11, 23], [12, 24], [11, 13], [13, 15], [12, 14], [14, 16], [23, 25], [25, 27],
    [27, 29], [29, 31], [27, 31], [24, 26], [26, 28], [28, 30], [30, 32], [28, 32]];
  const find = (what) => player.querySelector(`[data-do=${what}]`);
  const screens = player.querySelector(".screens");
  const seek = player.querySelector(".seek");
  const shown = player.querySelector(".time");
  const clock = (s) => `${Math.floor(s / 60)}:${(s % 60).toFixed(2).padStart(5, "0")}`;

  const clips = data.clips.map((clip) => {
    const box = document.createElement("div");
    // A reference that is compared as in a mirror is shown as in one.
    box.className = data.mirrored && clip.key === "reference" ? "screen turned" : "screen";
    box.style.aspectRatio = `${clip.size[0]} / ${clip.size[1]}`;
    let video = null;
    if (clip.video) {
      video = document.createElement("video");
      video.src = clip.video;
      video.playsInline = true;
      video.preload = "auto";
      video.muted = clip.key !== "clip";
      video.setAttribute("aria-label", clip.name);
      box.append(video);
    }
    const canvas = document.createElement("canvas");
    canvas.width = 960;
    canvas.height = Math.round((960 * clip.size[1]) / clip.size[0]);
    const name = document.createElement("p");
    name.className = "name";
    name.textContent = clip.name;
    box.append(canvas, name);
    screens.append(box);
    return { ...clip, media: video, canvas };
  });
  const main = clips[0];
  const last = main.times[main.times.length - 1] || 0;
  let now = main.times[0] || 0;
  let playing = false;
  let before = 0;

  // The time of the reference that goes with a time of ours.
  function inStep(time) {
    const steps = data.steps;
    if (!steps.length) return time;
    let at = steps.findIndex((pair) => pair[0] >= time);
    if (at <= 0) at = at === 0 ? 1 : steps.length - 1;
    if (steps.length < 2) return steps[0][1];
    const [a, b] = steps[at - 1];
    const [c, d] = steps[at];
    return c > a ? b + ((d - b) * Math.min(Math.max((time - a) / (c - a), 0), 1)) : b;
  }

  function row(clip, time) {
    let low = 0;
    let high = clip.times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (clip.times[middle] <= time + 1e-3) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function draw() {
    clips.forEach((clip, number) => {
      const time = number === 0 ? now : inStep(now);
      if (clip.media && (!playing || number > 0) && Math.abs(clip.media.currentTime - time) > 0.02) clip.media.currentTime = time;
      const pen = clip.canvas.getContext("2d");
      const { width, height } = clip.canvas;
      pen.clearRect(0, 0, width, height);
      const points = clip.points[row(clip, time)];
      if (!points || !find("bones").checked) return;
      pen.lineWidth = 3;
      for (const [a, b] of BONES) {
        const [x, y, u, v] = [points[2 * a], points[2 * a + 1], points[2 * b], points[2 * b + 1]];
        if (x === null || u === null) continue;
        pen.strokeStyle = a % 2 ? "#56b4e9" : "#e69f00";
        pen.beginPath();
        pen.moveTo((x / 2000) * width, (y / 2000) * height);
        pen.lineTo((u / 2000) * width, (v / 2000) * height);
        pen.stroke();
      }
    });
    shown.textContent = clock(now);
    seek.value = String(last ? Math.round((1000 * now) / last) : 0);
  }

  function go(time) {
    now = Math.min(Math.max(time, 0), last);
    if (main.media) main.media.currentTime = now;
    draw();
  }

  function step(by) {
    pause();
    const at = Math.min(Math.max(row(main, now) + by, 0), main.times.length - 1);
    go(main.times[at]);
  }

  function pause() {
    playing = false;
    if (main.media) main.media.pause();
    find("play").textContent = "Play";
  }

  function play() {
    if (playing) return pause();
    if (now >= last - 0.05) now = 0;
    playing = true;
    before = performance.now();
    if (main.media) {
      main.media.currentTime = now;
      main.media.playbackRate = Number(find("speed").value);
      main.media.play().catch(pause);
    }
    find("play").textContent = "Pause";
    return requestAnimationFrame(tick);
  }

  function tick(stamp) {
    if (!playing) return;
    now = main.media ? main.media.currentTime : now + ((stamp - before) / 1000) * Number(find("speed").value);
    before = stamp;
    if (now >= last) {
      now = last;
      pause();
    }
    draw();
    requestAnimationFrame(tick);
  }

  find("play").addEventListener("click", play);
  find("back").addEventListener("click", () => step(-1));
  find("on").addEventListener("click", () => step(1));
  find("bones").addEventListener("change", draw);
  find("speed").addEventListener("change", () => {
    if (main.media) main.media.playbackRate = Number(find("speed").value);
  });
  find("over")?.addEventListener("change", (event) => screens.classList.toggle("over", event.target.checked));
  seek.addEventListener("input", () => {
    pause();
    go((Number(seek.value) / 1000) * last);
  });
  document.querySelectorAll(".goto").forEach((button) =>
    button.addEventListener("click", () => {
      pause();
      go(Number(button.dataset.at) - data.start);
      player.scrollIntoView();
    }),
  );
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, button")) return;
    if (event.key === " ") {
      event.preventDefault();
      play();
    } else if (event.key === ",") step(-1);
    else if (event.key === ".") step(1);
  });
  draw();
})();
