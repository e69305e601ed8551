// The planner: every change is an edit that the server applies to the text of the plan; its answer
// is the page, which is fitted onto the one that stands here so that focus and scrolling stay. No
// rule and no sum of the sport is in this file.
"use strict";

(() => {
  const form = document.getElementById("planner");
  const main = document.getElementById("main");
  if (!form || !main) return;
  const DRAFT = "plan draft";
  const TYPING = 250; // ms of rest after which what was typed is checked
  const REST = 150; // ms without a change after which mends are looked for
  const MOST_UNDONE = 200;
  const field = (name) => form.elements.namedItem(name);
  const text = () => field("plan").value;
  const rows = () => [...document.querySelectorAll("#elements tbody tr[data-row]")];
  const live = document.getElementById("live");
  const say = (words) => (live.textContent = words);
  document.documentElement.classList.add("scripted");
  document.getElementById("file-text").open = false;

  // --- What was, and what may come back.
  const done = [];
  const undone = [];
  let standing = text(); // the plan as last answered
  const showHistory = () => {
    document.querySelector("[data-press=undo]").disabled = !done.length;
    document.querySelector("[data-press=redo]").disabled = !undone.length;
  };

  let answered = main.innerHTML; // the page as last answered
  const show = (html) => {
    answered = html;
    const page = new DOMParser().parseFromString(`<main>${html}</main>`, "text/html");
    window.fitChildren(main, page.querySelector("main"));
    showHistory();
  };

  const question = () => ({
    plan: standing,
    program: Number(field("program").value),
    skater: field("skater").value,
    skill: field("skill").value,
    inventory: field("inventory").value,
    codes: document.getElementById("codes")?.dataset.key ?? "",
  });
  const post = (asked) =>
    fetch("/api/plan/check", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
      cache: "no-store",
    });

  // --- Asking the server: one question at a time; what is done meanwhile waits and goes together.
  let waiting = [];
  let asking = false;
  const ask = (edit, words = "", then = null, options = {}) => {
    waiting.push({ edit, words, then, ...options });
    if (!asking) send();
  };
  const send = async () => {
    const batch = waiting;
    waiting = [];
    if (!batch.length) return;
    asking = true;
    form.setAttribute("aria-busy", "true");
    const before = standing;
    const asked = {
      ...question(),
      plan: batch.findLast((one) => one.plan !== undefined)?.plan ?? standing,
      program: Number(batch.findLast((one) => one.program !== undefined)?.program ?? field("program").value),
      edits: batch.map((one) => one.edit).filter(Boolean),
    };
    try {
      const answer = await post(asked);
      const found = await answer.json();
      if (answer.ok) took(found, before, batch);
      else {
        show(answered); // nothing was changed
        refused(found.error, batch);
      }
      document.getElementById("offline").hidden = true;
    } catch {
      show(answered);
      document.getElementById("offline").hidden = false;
      say("No connection: the plan stays here as it was, and changes again when the network is back.");
    }
    asking = false;
    form.removeAttribute("aria-busy");
    if (waiting.length) send();
  };
  const took = (found, before, batch) => {
    const history = batch.find((one) => one.history)?.history;
    if (found.plan !== before && !history) {
      done.push(before);
      if (done.length > MOST_UNDONE) done.shift();
      undone.length = 0;
    } else if (history === "undo") undone.push(before);
    else if (history === "redo") done.push(before);
    standing = found.plan;
    // A later edit is on its way: its answer is shown, this one only remembered.
    if (!waiting.length) show(found.html);
    for (const one of batch) one.then?.();
    const last = batch.findLast((one) => one.words)?.words ?? "";
    if (found.refused && !batch.every((one) => one.quiet)) refused(found.refused, batch);
    else say([last, found.said].filter(Boolean).join(" "));
    keep();
    clearTimeout(rest);
    if (found.more) rest = setTimeout(mends, REST);
  };
  // How a problem is mended takes longer to find: it is asked for when the hands rest, and shown if
  // they still do.
  let rest = 0;
  const mends = async () => {
    const asked = standing;
    const answer = await post({ ...question(), mends: true }).catch(() => null);
    if (!answer?.ok || asking || waiting.length || standing !== asked) return;
    const found = await answer.json();
    if (!asking && !waiting.length && standing === asked) show(found.html);
  };
  const refused = (sentence, batch) => {
    if (batch.every((one) => one.quiet)) return; // still typing
    const box = document.getElementById("refused");
    box.textContent = sentence;
    box.hidden = false;
    for (const one of batch) one.wrong?.(sentence);
  };
  let addressed = standing; // the plan that the address of this page leads to
  const keep = () => {
    try {
      sessionStorage.setItem(DRAFT, JSON.stringify({ plan: standing, skater: field("skater").value }));
    } catch { /* storage is refused: the plan stays in this page */ }
    if (standing !== addressed && (location.search || location.hash)) history.replaceState(null, "", "/plan");
  };
  const replace = (plan, words, options = {}) => ask("", words, null, { plan, ...options });

  // --- Rows: moved, changed, added, removed.
  const codeOf = (row) => row.querySelector("input[name=code]")?.value ?? "";
  const place = (row) => rows().indexOf(row) + 1;
  const focusIn = (number, selector) => {
    const all = rows();
    const row = all[Math.min(Math.max(number, 1), all.length) - 1];
    const found = selector.split(", ").map((one) => row?.querySelector(one)).find(Boolean);
    (found ?? document.getElementById("add"))?.focus();
  };
  const move = (from, to, selector) => {
    const all = rows();
    if (to < 1 || to > all.length || from === to) return;
    const row = all[from - 1];
    const code = codeOf(row);
    if (to > from) all[to - 1].after(row);
    else all[to - 1].before(row);
    if (selector) focusIn(to, selector);
    ask(`move ${from} ${to}`, `${code} is now number ${to} of ${all.length}.`);
  };
  const press = {
    undo: () => done.length && replace(done.pop(), "Taken back.", { history: "undo" }),
    redo: () => undone.length && replace(undone.pop(), "Done again.", { history: "redo" }),
    save: () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([standing], { type: "text/plain;charset=utf-8" }));
      link.download = document.querySelector("[data-press=save]").dataset.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      say(`${link.download} is saved where your browser puts files.`);
    },
    share: async () => {
      const address = `${location.origin}/plan#plan=${await packed(standing)}`;
      addressed = standing;
      history.replaceState(null, "", address);
      try {
        await navigator.clipboard.writeText(address);
        say("The link is copied. The plan is in the link itself; no server keeps it.");
        document.getElementById("shared").textContent = "The link is copied; the plan is in the link itself, no server keeps it.";
      } catch {
        say("The link stands in the address line of your browser.");
        document.getElementById("shared").textContent = "The link stands in the address line; the plan is in the link itself, no server keeps it.";
      }
    },
    add: () => {
      const added = document.getElementById("add");
      const code = added.value.trim();
      if (!code) return added.focus();
      added.value = "";
      delete added.dataset.dirty;
      ask(`add ${code}`, `${code} is added at the end.`, () => added.focus(), {
        wrong: () => {
          added.value = code;
          added.focus();
        },
      });
    },
  };
  const edits = (button) => {
    if (button.value === "best") return best(button);
    const row = button.closest("tr[data-row]");
    const [verb] = button.value.split(" ");
    if (!row || verb === "mend") return ask(button.value, button.dataset.says ?? "");
    const [number, code] = [place(row), codeOf(row)]; // where it stands now: changes may be on their way
    if (verb === "up" || verb === "down") {
      const selector = `button[value^="${verb} "]:not(:disabled), input[name=code]`;
      return move(number, number + (verb === "up" ? -1 : 1), selector);
    }
    if (verb === "remove") {
      row.remove();
      focusIn(number, "input[name=code]");
      return ask(`remove ${number}`, `${code} is taken out; ${rows().length} elements are left.`);
    }
    return ask(`${verb} ${number}`, button.dataset.says ?? "");
  };
  // The best layout takes seconds: it is asked for beside everything else, and shown when it comes.
  const best = async (button) => {
    const words = document.getElementById("looking");
    if (!words.hidden) return;
    words.hidden = false;
    say(words.textContent);
    const answer = await post({ ...question(), best: true }).catch(() => null);
    words.hidden = true;
    if (!answer) return refused("No connection: the best layout is looked for when the network is back.", [{}]);
    const found = await answer.json();
    if (!answer.ok || found.refused) return refused(found.error ?? found.refused, [{}]);
    const page = new DOMParser().parseFromString(found.html, "text/html");
    document.getElementById("best").replaceWith(document.importNode(page.getElementById("best"), true));
    if ([button, document.body].includes(document.activeElement)) document.querySelector("#best h2").focus();
    say(document.querySelector("#best p").textContent);
  };
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.hasAttribute("formaction") && !button.name) return; // a file or a picture: the server's
    event.preventDefault();
    if (button?.name === "do" && button.value) edits(button);
    else if (button?.name === "who") {
      field("skater").value = button.value;
      ask("", "", () => field("skater").focus());
    }
    else if (text() !== standing) replace(text(), "The text is read.", { program: 0 });
    else ask("");
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button && !button.disabled) press[button.dataset.press]?.();
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("#elements tr[data-row]");
    if (row && event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const from = place(row);
      const name = event.target.name;
      const selector = name === "do" ? `button[value^="${event.target.value.split(" ")[0]} "]` : `[name=${name}]`;
      move(from, from + (event.key === "ArrowUp" ? -1 : 1), name ? selector : ".handle");
      return;
    }
    const typing = event.target.closest?.("input, textarea");
    if ((event.ctrlKey || event.metaKey) && !typing) {
      const key = event.key.toLowerCase();
      if (key === "z" || key === "y") {
        event.preventDefault();
        press[key === "y" || event.shiftKey ? "redo" : "undo"]();
      }
    }
    if (event.key === "Enter" && event.target.matches?.("#add")) {
      event.preventDefault();
      press.add();
    } else if (event.key === "Enter" && event.target.matches?.("#planner input[name=code], #planner input[name=time]")) {
      event.preventDefault();
      commit(event.target);
    }
  });

  // --- What is typed: checked while it is typed, without complaint until it is finished.
  let typed = 0;
  const edit = (input) => `${input.name} ${place(input.closest("tr"))} ${input.value.trim()}`;
  const commit = (input) => {
    clearTimeout(typed);
    if (input.value.trim() === input.getAttribute("value")) {
      delete input.dataset.dirty;
      return;
    }
    delete input.dataset.dirty;
    const value = input.value;
    ask(edit(input), "", null, {
      wrong: () => {
        input.value = value;
        input.setAttribute("aria-invalid", "true");
      },
    });
  };
  form.addEventListener("input", (event) => {
    const input = event.target;
    input.dataset.dirty = "yes";
    clearTimeout(typed);
    if (input.name === "code" || input.id === "add") complete(input);
    if (input.name === "code" && input.value.trim()) {
      typed = setTimeout(() => ask(edit(input), "", null, { quiet: true }), TYPING);
    } else if (input.name === "plan") {
      typed = setTimeout(() => replace(text(), "", { quiet: false }), 2 * TYPING);
    } else if (input.name === "skater" && input.value.trim().length > 1) {
      typed = setTimeout(() => suggest(input), TYPING);
    }
  });
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.name === "code" || input.name === "time") commit(input);
    else if (input.name === "skater" || input.name === "skill") ask("", "");
    else if (input.name === "program") ask("", "", null, { program: input.value });
    else if (input.name === "file" && input.files.length) open(input);
  });
  const open = async (input) => {
    const file = input.files[0];
    if (file.size > Number(input.dataset.most)) {
      refused(`${file.name}: the file is larger than a plan may be`, [{}]);
    } else replace(await file.text(), `${file.name} is opened.`, { program: 0 });
    input.value = "";
  };

  // --- Completion: the codes of the day's scale; behind a plus sign those that can follow.
  const known = () => [...document.querySelectorAll("#codes option")];
  let list = null;
  const complete = (input) => {
    const plus = input.value.lastIndexOf("+");
    if (plus < 0) {
      input.setAttribute("list", "codes");
      return;
    }
    if (!list) {
      list = document.createElement("datalist");
      list.id = "codes-behind";
      document.body.append(list);
    }
    const before = input.value.slice(0, plus + 1);
    list.replaceChildren(
      ...known().filter((one) => one.dataset.kind === "jump").map((one) => new Option(one.label, before + one.value)),
    );
    input.setAttribute("list", list.id);
  };
  const suggest = async (input) => {
    const answer = await fetch(`/api/search?limit=12&q=${encodeURIComponent(input.value.trim().slice(0, 80))}`);
    if (!answer.ok) return;
    const { hits } = await answer.json();
    const options = hits.filter((one) => one.kind === "skater").map((one) => new Option(`${one.name} · ${one.detail}`, one.name));
    document.getElementById("skaters").replaceChildren(...options);
  };

  // --- Rows dragged by their handle, with the mouse or a finger.
  let drag = null;
  const overRow = (y) => rows().find((row) => y < row.getBoundingClientRect().bottom) ?? rows().at(-1);
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("#elements .handle");
    if (!handle || event.button) return;
    event.preventDefault();
    handle.focus();
    const row = handle.closest("tr");
    drag = { handle, row, from: place(row), id: event.pointerId, order: rows() };
    handle.setPointerCapture(event.pointerId);
    row.classList.add("dragged");
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const over = overRow(event.clientY);
    if (!over || over === drag.row) return;
    if (place(over) > place(drag.row)) over.after(drag.row);
    else over.before(drag.row);
    drag.handle.setPointerCapture(drag.id); // moving the row lets it go
  });
  const drop = (event, keepIt) => {
    if (!drag || event.pointerId !== drag.id) return;
    const { row, from, order, handle } = drag;
    drag = null;
    row.classList.remove("dragged");
    const to = place(row);
    if (!keepIt) {
      for (const one of order) one.parentNode.append(one);
    } else if (to !== from) {
      focusIn(to, ".handle");
      ask(`move ${from} ${to}`, `${codeOf(row)} is now number ${to} of ${order.length}.`);
    } else handle.focus();
  };
  document.addEventListener("pointerup", (event) => drop(event, true));
  document.addEventListener("pointercancel", (event) => drop(event, false));

  // --- A plan in the address, behind the sign that browsers send to nobody.
  const bytes = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());
  const through = (content, transform) => bytes(new Blob([content]).stream().pipeThrough(transform));
  const packed = async (plan) => {
    const small = await through(new TextEncoder().encode(plan), new CompressionStream("deflate-raw"));
    return btoa(String.fromCharCode(...small)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };
  const unpacked = async (word) => {
    const plain = atob(word.replaceAll("-", "+").replaceAll("_", "/"));
    const content = Uint8Array.from(plain, (one) => one.charCodeAt(0));
    return new TextDecoder().decode(await through(content, new DecompressionStream("deflate-raw")));
  };
  const start = async () => {
    showHistory();
    const word = new URLSearchParams(location.hash.slice(1)).get("plan");
    if (word) {
      try {
        addressed = await unpacked(word);
        return replace(addressed, "The plan of the link is opened.", { program: 0 });
      } catch {
        return refused("The link holds no plan that can be read: it may have been cut when it was copied.", [{}]);
      }
    }
    if (form.dataset.fresh !== "yes") return null;
    try {
      const draft = JSON.parse(sessionStorage.getItem(DRAFT));
      if (!draft) return null;
      field("skater").value = draft.skater;
      if (draft.plan !== standing || draft.skater) replace(draft.plan, "Your plan of this visit is here again.");
    } catch { /* storage is refused, or holds something else: the example stays */ }
    return null;
  };
  addEventListener("hashchange", start);
  start();
  window.planner = { ask, typing: TYPING }; // for the rink
})();
