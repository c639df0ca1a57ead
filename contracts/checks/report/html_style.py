"""How the HTML report looks: light or dark as the reader's system is, and readable on a phone."""

STYLE = """
:root { color-scheme: light dark;
  --paper: #f7f7f5; --card: #fff; --ink: #1d2126; --faint: #646b75; --line: #dfe1e4; --code: #f1f2f4; --link: #0b57b5;
  --broken: #b3261e; --broken-soft: #fbe9e7; --known: #8a5a00; --known-soft: #fdf1d8; --moved: #5b4bb0;
  --moved-soft: #eeebfb; --conforms: #1a7f4b; --conforms-soft: #e4f5eb; --mark: #fff0a8; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171b; --card: #1c2026; --ink: #e6e8ea; --faint: #9aa3ad; --line: #323842; --code: #14171b;
  --link: #8ab8ff;
  --broken: #ff8a80; --broken-soft: #3d1f1d; --known: #f0c060; --known-soft: #3a2e14; --moved: #b7aaff;
  --moved-soft: #29244a; --conforms: #6fd69b; --conforms-soft: #16311f; --mark: #574a08; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { max-width: 74rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .35rem }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem }
h3 { font-size: .82rem; letter-spacing: .06em; text-transform: uppercase; color: var(--faint); margin: 0 0 .4rem }
p { margin: .3rem 0 } a { color: var(--link) }
code, pre { font: .84em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .65rem;
  margin: .4rem 0; white-space: pre-wrap; overflow-wrap: anywhere }
mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 0 .15em }
.faint { color: var(--faint) } .small { font-size: .88rem } .any { overflow-wrap: anywhere }
.verdict { border-left: 8px solid var(--tone); background: var(--card); border-radius: 10px; padding: 1.2rem 1.4rem;
  box-shadow: 0 1px 3px #0002 }
.verdict h1 { color: var(--tone) }
.facts { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin: .8rem 0 0; padding: 0; list-style: none }
.facts b { font-size: 1.15rem; margin-right: .2rem; font-variant-numeric: tabular-nums }
.facts [class] { color: var(--tone) }
.tone-broken { --tone: var(--broken); --soft: var(--broken-soft) }
.tone-known { --tone: var(--known); --soft: var(--known-soft) }
.tone-moved { --tone: var(--moved); --soft: var(--moved-soft) }
.tone-conforms { --tone: var(--conforms); --soft: var(--conforms-soft) }
.tone-quiet { --tone: var(--faint); --soft: transparent }
.topics { columns: 21rem; column-gap: .9rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem .9rem }
.topics .card { break-inside: avoid; margin: 0 0 .9rem }
.topics ul { list-style: none; margin: 0; padding: 0 }
.topics li { display: flex; gap: .5rem; padding: .12rem .3rem; margin: .1rem -.3rem; border-radius: 5px;
  background: var(--soft); font-size: .9rem; line-height: 1.4 }
.topics .tone-conforms { background: none }
.topics .tone-quiet { color: var(--faint) }
.sign { color: var(--tone); font-weight: 700; flex: 0 0 1.1em; text-align: center }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 0 .8rem; padding: 0; list-style: none;
  font-size: .88rem; color: var(--faint) }
details.card { margin: 0 0 1rem }
.card + details.card { margin-top: .9rem }
details.relation { border-left: 5px solid var(--tone) }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere }
summary .sign { margin-right: .35rem }
blockquote { margin: .4rem 0 .6rem; color: var(--faint); font-size: .93rem }
.message { font-weight: 500; margin: 1rem 0 .5rem; padding: .45rem .7rem; background: var(--soft); border-radius: 6px;
  overflow-wrap: anywhere }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .8rem }
.side { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .7rem; min-width: 0 }
table { border-collapse: collapse; width: 100%; font-size: .88rem }
th { text-align: left; font-weight: 600; color: var(--faint); padding: .25rem .6rem .25rem 0; vertical-align: top }
td { padding: .25rem .6rem .25rem 0; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere }
td.number { text-align: right; color: var(--faint); font-variant-numeric: tabular-nums; width: 2.6rem }
tr.marked td { background: var(--mark) }
.members td:first-child { width: 38%; color: var(--faint) }
summary.faint { font-weight: 400; margin-top: .3rem }
.side h4 { font-size: .85rem; margin: .8rem 0 .2rem }
.gap td { color: var(--faint); text-align: center; padding: 0 }
@media (min-width: 40.1rem) { .rows td:first-child { min-width: 12.5rem } .rows td:nth-child(2) { min-width: 11rem } }
@media (max-width: 40rem) { main { padding: 1rem .8rem 3rem } h1 { font-size: 1.5rem }
  .verdict { padding: .9rem 1rem } .rows thead { display: none }
  .rows tr { display: block; padding: .45rem 0; border-top: 1px solid var(--line) }
  .rows td { display: block; border: 0; padding: .05rem 0 } .rows td:first-child { font-weight: 600 } }
@media print { details > * { display: block } body { background: #fff } }
"""
