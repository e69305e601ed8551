// The page that takes a clip: the chosen clip is shown, and a click on it says which skater is meant.
"use strict";

(() => {
  const form = document.querySelector("form.watch");
  if (!form) return;
  const field = form.querySelector("input[name=clip]");
  const preview = form.querySelector(".preview");
  const video = preview.querySelector("video");
  const said = preview.querySelector(".tapped");
  const tap = form.querySelector("input[name=tap]");

  field.addEventListener("change", () => {
    if (video.src) URL.revokeObjectURL(video.src);
    video.removeAttribute("src");
    tap.value = "";
    said.textContent = "";
    const file = field.files[0];
    preview.hidden = !file || !file.type.startsWith("video/");
    if (!preview.hidden) video.src = URL.createObjectURL(file);
  });

  // A browser that cannot play the clip says so; the review may still read it.
  video.addEventListener("error", () => {
    preview.hidden = true;
  });

  video.addEventListener("click", (event) => {
    if (!video.videoWidth) return;
    const box = video.getBoundingClientRect();
    const scale = Math.min(box.width / video.videoWidth, box.height / video.videoHeight);
    const left = (box.width - video.videoWidth * scale) / 2;
    const top = (box.height - video.videoHeight * scale) / 2;
    const x = (event.clientX - box.left - left) / scale;
    const y = (event.clientY - box.top - top) / scale;
    if (x < 0 || y < 0 || x > video.videoWidth || y > video.videoHeight) return;
    event.preventDefault();
    video.pause();
    tap.value = [video.currentTime.toFixed(3), x.toFixed(0), y.toFixed(0)].join(",");
    said.textContent = `The skater is at this place after ${video.currentTime.toFixed(1)} seconds.`;
  });
})();
