/* The charts of the pages: one look, a function for each kind. A chart is drawn from the JSON block
   that stands in its figure; the table beside it says the same, and the text of the figure says it in
   words. Colours are custom properties of the page, so light and dark need no second drawing. */
"use strict";

(() => {
  const THIS = "var(--this)";
  const OTHER = "var(--reference)";
  const INK = "var(--ink)";
  const QUIET = "var(--quiet)";
  const LINE = "var(--line)";
  const PAPER = "var(--paper)";
  const LETTER = 7; // px, the usual width of a letter at the size of the labels
  const NARROW = 560; // px, below which a chart puts its labels above the lines
  const LEFT = 40; // px, for the figures of an axis
  const RIGHT = 56; // px, for the last score
  const GAP = 0.6; // skates, between two seasons
  const OVER = { fill: INK, stroke: PAPER, strokeWidth: 4 }; // a text over lines

  const colour = (row) => (row.who === "reference" ? OTHER : row.who === "other" ? QUIET : THIS);
  const day = (text) => new Date(`${text}T00:00:00Z`);
  const days = (rows) => rows.map((row) => ({ ...row, day: day(row.day) }));
  const points = (value) => value.toFixed(2);
  const signed = (value) => {
    const text = Math.abs(value).toFixed(2);
    return text === "0.00" ? text : `${value < 0 ? "\u2212" : "+"}${text}`;
  };
  const share = (value) => `${(value * 100).toFixed(0)}%`;
  const between = (say, row) => `${say(row.value)} (${say(row.low).replace("%", "")} to ${say(row.high).replace("%", "")})`;
  const UNITS = { points, signed, share, count: (value) => value.toFixed(0) };
  const longest = (rows, key) => Math.max(0, ...rows.map((row) => String(row[key] ?? "").length));

  /* One drawing in the theme. Its own style sheet is taken out: the policy of the pages forbids it,
     and static/site.css says the same. */
  function plot(options) {
    const drawing = Plot.plot({
      marginTop: 16,
      marginBottom: 28,
      ...options,
      style: { background: "transparent", color: INK, fontFamily: "inherit", fontSize: "14px", overflow: "visible" },
    });
    drawing.querySelectorAll("style").forEach((sheet) => sheet.remove());
    drawing.classList.add("plot");
    drawing.setAttribute("aria-hidden", "true");
    return drawing;
  }

  function heading(text) {
    const line = document.createElement("p");
    line.className = "panel";
    line.setAttribute("aria-hidden", "true");
    line.textContent = text;
    return line;
  }

  /* A point under the pointer tells itself; a click opens the skate it stands for. The links of the
     table beside it do the same for a keyboard. */
  function telling(rows, x, lines) {
    return Plot.tip(
      rows,
      Plot.pointer({
        x, y: "score", title: (row) => lines(row).filter(Boolean).join("\n"), fontSize: 13, lineWidth: 24,
        fill: "var(--raised)", stroke: "var(--edge)", pathFilter: "none",
      }),
    );
  }

  function opening(drawing) {
    drawing.addEventListener("input", () => drawing.classList.toggle("opens", Boolean(drawing.value?.href)));
    drawing.addEventListener("click", () => {
      if (drawing.value?.href) window.location.assign(drawing.value.href);
    });
    return drawing;
  }

  const grid = () => Plot.gridY({ stroke: LINE, strokeOpacity: 1 });
  const ticks = (options) => Plot.axisY({ tickSize: 0, fill: QUIET, ticks: 5, labelAnchor: "top", labelArrow: "none", ...options });

  /* Seasons, not years: a line at each first of July, the name of the season in its middle. */
  function seasons(rows, width) {
    const first = Math.min(...rows.map((row) => row.day.getUTCFullYear() - (row.day.getUTCMonth() < 6)));
    const last = Math.max(...rows.map((row) => row.day.getUTCFullYear() - (row.day.getUTCMonth() < 6)));
    const starts = d3.range(first, last + 2).map((year) => new Date(Date.UTC(year, 6, 1)));
    const every = Math.ceil((46 * starts.length) / width);
    const names = starts
      .slice(0, -1)
      .filter((_, index) => index % every === 0)
      .map((start) => ({
        at: new Date(Date.UTC(start.getUTCFullYear() + (every > 1 ? 0 : 1), every > 1 ? 6 : 0, 1)),
        name: `${start.getUTCFullYear()}-${String((start.getUTCFullYear() + 1) % 100).padStart(2, "0")}`,
      }));
    return {
      domain: [starts[0], starts.at(-1)],
      marks: [
        Plot.ruleX(starts, { stroke: LINE }),
        Plot.text(names, {
          x: "at", text: "name", frameAnchor: "bottom", dy: 18, fill: QUIET,
          textAnchor: every > 1 ? "start" : "middle",
        }),
      ],
    };
  }

  /* Where each skate stands on the line of a chart: evenly, with a gap between seasons. A season
     whose name has no room is not named. */
  function inOrder(rows, width) {
    const skates = d3.sort(
      d3.groups(rows, (row) => `${row.day} ${row.title ?? ""}`).map(([key, [row]]) => ({ key, row })),
      (one) => one.row.day,
      (one) => one.key,
    );
    const places = new Map();
    const names = [];
    let at = 0;
    for (const { key, row } of skates) {
      if (names.at(-1)?.name !== row.season) {
        at += names.length ? GAP : 0;
        names.push({ name: row.season, first: at, last: at });
      }
      places.set(key, at);
      names.at(-1).last = at;
      at += 1;
    }
    const unit = width / Math.max(at, 1);
    let taken = Infinity;
    for (const one of names.toReversed()) {
      const middle = ((one.first + one.last) / 2) * unit;
      one.said = taken - middle > LETTER * 8.5;
      if (one.said) taken = middle;
    }
    return {
      rows: rows.map((row) => ({ ...row, at: places.get(`${row.day} ${row.title ?? ""}`) })),
      domain: [-0.5 - GAP / 2, at - 0.5 + GAP / 2],
      marks: [
        Plot.ruleX(names.slice(1), { x: (one) => one.first - 0.5 - GAP / 2, stroke: LINE }),
        Plot.text(names.filter((one) => one.said), {
          x: (one) => (one.first + one.last) / 2, text: "name", frameAnchor: "bottom", dy: 20, fill: QUIET,
        }),
      ],
      x: (at_) => ((at_ + 0.5 + GAP / 2) / (at + GAP)) * width,
    };
  }

  /* Scores in the order they were skated, a panel for each `group`. Rows: day, group, season, score,
     title; who; and where a model expects one: expected, low, high; label, where a score is told. */
  function scores(data, options, width) {
    const inside = width - LEFT - RIGHT;
    return d3.groups(data, (row) => row.group).flatMap(([name, group]) => {
      const order = inOrder(group, inside);
      const rows = order.rows;
      const lone = rows.length === 1 && rows[0]; // no scale comes of a single score
      const expected = rows.filter((row) => row.low !== undefined && row.low !== null);
      const ends = d3.groups(rows, (row) => row.who).map(([, of]) => d3.greatest(of, (row) => row.at));
      const told = roomy(d3.sort(rows.filter((row) => row.label), (row) => -(row.weight ?? 0)), (row) => {
        const half = (LETTER * row.label.length) / 2;
        const x = Math.min(Math.max(order.x(row.at), half), inside + RIGHT - half);
        return { left: x - half, right: x + half, y: row.score >= row.expected ? row.score : -row.score };
      });
      const last = { x: "at", y: "score", text: (row) => points(row.score), dx: 9, textAnchor: "start", fontWeight: 600, stroke: PAPER, strokeWidth: 4 };
      const drawing = plot({
        width,
        height: lone ? 120 : width < NARROW ? 220 : 240,
        marginLeft: LEFT,
        marginRight: RIGHT,
        x: { domain: order.domain, axis: null },
        y: { nice: true, insetBottom: 20, insetTop: 20, ...(lone && { axis: null }) },
        marks: [
          lone ? null : grid(),
          ...order.marks,
          lone ? null : ticks({ label: null }),
          Plot.rect(expected, { x1: (row) => row.at - 0.5, x2: (row) => row.at + 0.5, y1: "low", y2: "high", fill: THIS, fillOpacity: 0.14 }),
          Plot.ruleY(expected, { x1: (row) => row.at - 0.5, x2: (row) => row.at + 0.5, y: "expected", stroke: THIS, strokeOpacity: 0.6 }),
          expected.length ? null : Plot.line(rows, { x: "at", y: "score", z: "who", stroke: colour, strokeOpacity: 0.4 }),
          Plot.dot(rows, { x: "at", y: "score", r: 3.5, fill: colour, stroke: PAPER, symbol: (row) => (row.who === "reference" ? "square" : "circle") }),
          Plot.dot(rows.filter((row) => row.label), { x: "at", y: "score", r: 7, stroke: INK, strokeWidth: 1.5 }),
          ...told.map(({ row, at }) => {
            const shift = (at.left + at.right) / 2 - order.x(row.at);
            return Plot.text([row], { x: "at", y: "score", text: "label", dx: shift, dy: row.score >= row.expected ? -16 : 16, ...OVER });
          }),
          ...d3.sort(ends, (row) => -row.score).map((row, place) =>
            Plot.text([row], { ...last, fill: colour(row), dy: ends.length > 1 ? 14 * place - 7 : 0 })),
          telling(rows, "at", (row) => [
            row.name, row.title, `${points(row.score)} points`,
            expected.includes(row) ? `${options.says ?? "expected"} ${points(row.expected)}; nine of ten ${points(row.low)} to ${points(row.high)}` : null,
          ]),
        ],
      });
      return [heading(`${name}, points`), opening(drawing)];
    });
  }

  /* The rows whose labels have room, the first ones first; `box` gives left, right and y in px. */
  function roomy(rows, box) {
    const placed = [];
    for (const row of rows) {
      const at = box(row);
      const free = (one) => Math.abs(one.at.y - at.y) > 16 || one.at.left > at.right || one.at.right < at.left;
      if (placed.every(free)) placed.push({ row, at });
    }
    return placed;
  }

  /* A record as it climbed: a step for each fall, named where there is room. Rows: day, score, name. */
  function record(data, options, width) {
    const rows = days(data);
    const time = seasons(rows, width - LEFT - RIGHT);
    const last = rows.at(-1);
    const until = { ...last, day: options.until ? day(options.until) : time.domain[1] };
    const x = d3.scaleUtc(time.domain, [LEFT, width - RIGHT]);
    const y = d3.scaleLinear(d3.extent(rows, (row) => row.score), [300, 20]);
    const box = (row) => ({ right: x(row.day), left: x(row.day) - LETTER * row.name.length - 8, y: y(row.score) });
    const placed = roomy([...rows].reverse(), box).filter((one) => one.at.left > LEFT);
    return [
      opening(plot({
        width,
        height: 340,
        marginLeft: LEFT,
        marginRight: RIGHT,
        x: { domain: time.domain, axis: null },
        y: { domain: d3.extent(rows, (row) => row.score), insetBottom: 20, insetTop: 20 },
        marks: [
          grid(),
          ...time.marks,
          ticks({ label: null }),
          Plot.line([...rows, until], { x: "day", y: "score", curve: "step-after", stroke: THIS, strokeWidth: 2 }),
          Plot.dot(rows, { x: "day", y: "score", r: 3.5, fill: THIS, stroke: PAPER }),
          Plot.text(placed.map((one) => one.row), { x: "day", y: "score", text: "name", textAnchor: "end", dx: -7, dy: -7, ...OVER }),
          Plot.text([until], { x: "day", y: "score", text: (row) => points(row.score), textAnchor: "start", dx: 6, fill: THIS, fontWeight: 600 }),
          telling(rows, "day", (row) => [row.name, row.title, `${points(row.score)} points`]),
        ],
      })),
    ];
  }

  /* Estimates with their intervals, one a line. Rows: label, value, low, high; `field`, what the
     others do (a tick in the colour of the reference); n, on how many it rests. Options: unit
     (points, signed, share), less and more (what the sides of zero mean), field (name of the tick). */
  function intervals(data, options, width) {
    const say = UNITS[options.unit] ?? points;
    const narrow = width < NARROW;
    const step = narrow ? 46 : 30;
    const left = narrow ? 4 : Math.min(width * 0.4, LETTER * longest(data, "label") + 16);
    const right = narrow ? 8 : 150;
    const value = (row) => between(say, row);
    const dy = narrow ? 8 : 0;
    const all = data.flatMap((row) => [row.low, row.high, row.field ?? row.value]);
    const low = Math.min(0, ...all);
    const high = Math.max(0, ...all);
    const first = data.find((row) => row.field !== undefined && row.field !== null);
    const sides = [];
    if (options.less) sides.push(Plot.text([options.less], { frameAnchor: "top-left", dy: -14, fill: QUIET }));
    if (options.more) sides.push(Plot.text([options.more], { frameAnchor: "top-right", dy: -14, fill: QUIET }));
    const labels = narrow
      ? [
          Plot.text(data, { y: "label", text: "label", frameAnchor: "left", dy: -12, ...OVER }),
          Plot.text(data, { y: "label", text: value, frameAnchor: "right", dy: -12, ...OVER }),
        ]
      : [
          Plot.text(data, { y: "label", text: "label", frameAnchor: "left", dx: -left + 4, textAnchor: "start", fill: INK }),
          Plot.text(data, { y: "label", text: value, frameAnchor: "right", dx: right, textAnchor: "end", fill: INK }),
        ];
    return [
      plot({
        width,
        height: data.length * step + 60,
        marginTop: 32,
        marginLeft: left,
        marginRight: right,
        x: { domain: [low, high], nice: true, inset: 6 },
        y: { type: "band", domain: data.map((row) => row.label), axis: null },
        marks: [
          Plot.gridX({ stroke: LINE, strokeOpacity: 1, ticks: 5 }),
          Plot.axisX({ tickSize: 0, fill: QUIET, ticks: 5, tickFormat: say, label: null }),
          Plot.ruleX([0], { stroke: QUIET }),
          Plot.ruleY(data, { y: "label", x1: "low", x2: "high", stroke: colour, strokeWidth: 6, strokeOpacity: 0.3, dy, strokeLinecap: "round" }),
          Plot.tickX(data.filter((row) => row.field !== undefined && row.field !== null), { x: "field", y: "label", stroke: OTHER, strokeWidth: 3, inset: narrow ? 14 : 7, insetTop: narrow ? 22 : 7, insetBottom: narrow ? 6 : 7 }),
          Plot.dot(data, { x: "value", y: "label", r: 4.5, fill: colour, stroke: PAPER, dy }),
          first && !narrow ? Plot.text([first], { x: "field", y: "label", text: () => options.field ?? "field", dy: -19, fill: OTHER }) : null,
          ...sides,
          ...labels,
        ],
      }),
    ];
  }

  /* Points that add up, one line each. Rows: label, part, value, note (what made it), who. */
  function bars(data, options, width) {
    const narrow = width < NARROW;
    const left = narrow ? 4 : Math.min(width * 0.45, LETTER * longest(data, "label") + 16);
    const labels = [...new Set(data.map((row) => row.label))];
    const sums = d3.rollups(data, (rows) => ({ who: rows[0].who, value: d3.sum(rows, (row) => row.value), note: rows[0].total }), (row) => row.label)
      .map(([label, rest]) => ({ label, ...rest }));
    const top = narrow ? 20 : 4;
    return [
      plot({
        width,
        height: labels.length * (narrow ? 46 : 30) + 40,
        marginLeft: left,
        marginRight: 48,
        x: { domain: [0, d3.max(sums, (row) => row.value)], axis: null },
        y: { type: "band", domain: labels, axis: null, padding: 0 },
        marks: [
          Plot.barX(data, Plot.stackX({ x: "value", y: "label", z: "part", order: null, fill: colour, fillOpacity: (row) => (row.who === "other" ? 0.35 : 0.9), insetTop: top, insetBottom: 4, insetRight: 1 })),
          Plot.text(data, Plot.stackX({ x: "value", y: "label", z: "part", order: null, text: "note", fill: (row) => (row.who === "other" ? INK : PAPER), dy: narrow ? 8 : 0 })),
          Plot.text(sums, { x: "value", y: "label", text: (row) => row.note ?? row.value.toFixed(0), textAnchor: "start", dx: 6, dy: narrow ? 8 : 0, fontWeight: 600 }),
          narrow
            ? Plot.text(labels, { y: (label) => label, text: (label) => label, frameAnchor: "left", dy: -14, fill: INK })
            : Plot.text(labels, { y: (label) => label, text: (label) => label, frameAnchor: "left", dx: -left + 4, textAnchor: "start", fill: INK }),
        ],
      }),
    ];
  }

  const KINDS = { scores, record, intervals, bars };

  function draw(figure) {
    const place = figure.querySelector(".drawing");
    const block = figure.querySelector("script[type='application/json']");
    const kind = KINDS[figure.dataset.kind];
    const width = Math.floor(figure.clientWidth);
    if (!kind || !width || figure.dataset.width === String(width)) return;
    const { data, options } = JSON.parse(block.textContent);
    figure.dataset.width = String(width);
    place.replaceChildren(...kind(data, options ?? {}, width));
  }

  const watcher = new ResizeObserver((entries) => entries.forEach((entry) => draw(entry.target)));

  function all() {
    document.querySelectorAll("figure[data-kind]").forEach((figure) => {
      draw(figure);
      watcher.observe(figure);
    });
  }

  all();
  document.addEventListener("htmx:afterSettle", all);
})();
