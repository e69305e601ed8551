"""What do the pages show? A web site and a JSON interface over the archive's questions.

No rule and no arithmetic of the sport stands here: a page asks `archive`, `protocols` or `scoring`
and says the answer.

**How a page is made.** A module in `web/pages/` has a function from `Ask` to `Page`, and a tuple
`ROUTES` of `Route(path, function)`; `web/app.py` lists the modules in `MODULES`::

    def skater(ask: Ask) -> Page:
        answer = profile.elements(ask.archive, ask.path["skater"], as_of=ask.as_of)
        return Page(
            title="Yuzuru HANYU",
            answer=answer.sentence,             # the sentence that a coach would say: shown first
            kicker="Men · JPN",                 # small line above the title
            crumbs=(("Skaters", "/skaters"),),
            charts=(Chart(...),),               # then the picture
            tables=(Table.of("elements", "Elements by name", COLUMNS, answer),),  # every number
            coverage=answer.coverage.sentence,  # which events it rests on
            sources=("...",),                   # where it comes from
            figures=(("Season's best", "264.29"),),  # large figures, and those of the preview
        )

    ROUTES: Final = (Route("/skater/{skater}", skater),)

From that one `Page` come all variants: the page itself, `.csv` (the first table, or
`?table=KEY`), `.png` (the preview: title, answer, figures) and, for an htmx request, only the
block `main`. A function is synchronous and runs in a thread; at most 3 or 4 queries; never more
than `PAGE_ROWS` rows a table (`ask.number("page", 1, 1, 9999)`, `Page.pager`).

**Ask** (`web/ask.py`): `archive` (read-only `Archive`), `path` (the parts of the address),
`as_of` (from `?as_of=`), `text(name)`, `choice(name, allowed)`, `number(name, default, low, high)`
(each limited; raise `BadQuestion`), `fragment` (only the inner part is wanted).

**Table** (`web/page.py`): `Column(name, heading, kind)`. `name` is the key in the rows and the
heading in the CSV. Kinds: `text`, `short` (never breaks), `code`, `number`, `points` (Decimal, two
places), `signed` (with its sign, on the blue and orange scale), `share` (a probability, as
percent), `day`, `skater` (reads `skater`, `name`, `nation` of the row: link and nation), `event`
(reads `event`, `event_name`),
`judge` (reads `judge`, `name`, `nation`), `interval` (`low` to `high`), `rate` (reads the name with
`_rate`, `_low`, `_high` behind it), `list`, `flag` (bool).
`link="key"` makes the cell a link to the address in that key of the row; `strong=True` is for the
one column that answers. A row with a true `this` is this skater's, with `reference` the other's.

**Templates** (`web/templates`): `base.html` (shell: skip link, search, menu, theme; blocks `head`,
`main`), `page.html` (extends it: blocks `heading`, `before`, `picture`, `tables`, `after`,
`origin`); `Page.template` names another one that extends `page.html`; what it needs more goes into
`Page.more`. Macros in `macros.html`: `table(t, page)` (caption and CSV link), `skater(row)`,
`event(row)`, `judge(row)`, `score(points, address)`, `grid(...)` (the marks), `chart(c)`,
`coverage(text)`, `figures(pairs)`, `pager(p)`, `sparkline(values)`. Filters: `points`, `signed`,
`day`, `share`. Addresses come from `web/addresses.py`, never from text put together in a template.

**Questions** (`web/controls.py`, `templates/question.html`): `more=controls.more(ask, *choices,
sections=..., links=..., terms=...)` gives a page its choices and its day (`?as_of=`), parts that
are loaded as one scrolls (each has an address of its own, and is a link without scripts), links
beside it, and the words of `web/terms.py` that it explains.

**Chart** (`web/page.py`): `Chart(key, kind, title, text, data, options)`. `data` is a list of flat
dictionaries and stands in the page as a JSON block beside the table that says the same; `text` is
the alternative in words. `static/charts.js` has one function for each `kind` in `KINDS`, drawing
with Observable Plot; add yours there (one theme: the tokens below). No script: the text and the
table stay.

**Look** (`static/site.css`): custom properties `--paper --raised --ink --quiet --line --wash`,
`--this` (this skater), `--reference`, `--up --down` (grades), spaces `--s1` .. `--s8` (4 px grid).
Classes: `answer`, `quiet`, `this`, `reference`, `n` (a figure, right), `scroll` (a table's own
scroll area), `columns` (side by side on a wide screen), `figures`. The policy of the pages forbids
inline scripts and styles: no `style=` and no `on...=` attribute anywhere.

**Errors**: raise the classes of `core/errors.py`; `web/errors.py` gives each its status and shows
the sentence, as a page or as `{"error": ..., "near": [...]}`.
"""
