"""The style sheet of HTML files: for screens of any width, light and dark, and for print."""

STYLE = """\
:root { color-scheme: light dark; --line: #8885; --soft: #8882; --link: #1a5fb4; }
@media (prefers-color-scheme: dark) { :root { --link: #8ab8ff; } }
html { font: 1.05rem/1.65 "Noto Serif", Georgia, "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
body { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6, nav, .label, th {
  font-family: system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
    sans-serif;
}
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2em 0 .6em; break-after: avoid; }
h1 { font-size: 2rem; margin-top: 1rem; }
:lang(zh) p, :lang(ja) p { text-align: justify; }
a { color: var(--link); text-decoration-thickness: .06em; text-underline-offset: .15em; }
nav { border: solid var(--line); border-width: 1px 0; padding: .25rem 0 .75rem; font-size: .95rem; }
nav h2 { font-size: 1rem; margin: .75em 0 .4em; }
nav ol { list-style: none; margin: 0; padding-left: 1.1rem; }
nav > ol { padding-left: 0; }
nav a { text-decoration: none; }
.cite { font-size: .85em; }
.cite a { text-decoration: none; }
.cite .to-quote { vertical-align: super; font-size: .75em; margin-left: .1em; }
.cite .to-quote::before { content: "\\201C"; }
.cite:target, li:target { background: var(--soft); }
pre { background: var(--soft); padding: .75rem 1rem; overflow-x: auto; overflow-wrap: normal; }
pre, code { font: .9em/1.5 ui-monospace, Consolas, "Noto Sans Mono CJK SC", monospace; }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: 1em 0; font-size: .95em; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left;
  vertical-align: top; }
blockquote { margin: .4em 0 1.2em; padding-left: 1rem; border-left: .2rem solid var(--line); }
.references, .quotes { font-size: .95em; }
.references ol { list-style: none; padding-left: 0; }
.references li { margin: .5em 0; padding-left: 2.2rem; text-indent: -2.2rem; }
.quotes .place { color: GrayText; }
.quotes blockquote p { margin: .3em 0; }
.back { text-decoration: none; }
.partial { border: 1px solid var(--line); padding: .5rem .75rem; }
@page { margin: 22mm 20mm; }
@media print {
  html { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  a { color: inherit; text-decoration: none; }
  nav, .references, .quotes { break-before: page; }
  nav { border: 0; break-after: page; }
  .back { display: none; }
  pre { white-space: pre-wrap; }
  blockquote, table, pre { break-inside: avoid; }
}
"""
