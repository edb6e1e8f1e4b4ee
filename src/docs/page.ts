/** Puts data and app into one HTML file that opens from `file://`: no request leaves it, nothing user-written is markup. */
import { createHash } from 'node:crypto'
import type { Packed } from './pack.js'

export interface AppAssets {
  readonly script: string
  readonly style: string
}

export interface PageText {
  readonly title: string
  /** The index first: it is drawn while the rest is still read. */
  readonly data: Iterable<Packed>
  readonly app: AppAssets
  /** Name of the folder beside the page that holds the rest of the data as scripts. */
  readonly beside?: string
}

export function renderPage(page: PageText): string {
  return [...pageChunks(page)].join('')
}

/** In pieces, because a page may be longer than a string can be. */
export function* pageChunks({ title, data, app, beside }: PageText): Generator<string> {
  // A closing tag inside our own script would end it early; JavaScript reads the escaped form the same.
  const script = app.script.replaceAll('</script', '<\\/script')
  const folder = beside === undefined ? '' : `<meta name="sluice-data" content="${escapeHtml(beside)}">\n`
  const policies = beside === undefined ? [policy(script, app.style)] : [policy(script, app.style, 'beside'), ownScripts]
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${policies.map((text) => `<meta http-equiv="Content-Security-Policy" content="${text}">\n`).join('')}<meta name="referrer" content="no-referrer">
${folder}<title>${escapeHtml(title)} · lineage</title>
<link rel="icon" href="data:,">
<style>${app.style}</style>
</head>
<body>
<div id="app"></div>
<noscript>This page needs JavaScript to show the lineage.</noscript>
`
  let first = true
  for (const { name, text } of data) {
    yield `<script type="text/plain" id="data-${name}">${text}</script>\n`
    if (first) yield `<script>${script}</script>\n`
    first = false
  }
  yield `${first ? `<script>${script}</script>\n` : ''}</body>\n</html>\n`
}

/**
 * Beside the page, scripts are let in by who asks for them and not by where they lie: a page opened from a file has no
 * origin that could be named. Only the app's own script, known by its hash, can ask; no markup can.
 */
function policy(script: string, style: string, scripts?: 'beside'): string {
  return [
    "default-src 'none'",
    `script-src '${sourceHash(script)}'${scripts ? " 'strict-dynamic'" : ''}`,
    `style-src '${sourceHash(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${scripts ? 'sluice-data' : "'none'"}`,
  ].join('; ')
}

/** A second policy, which holds beside the first: whatever asks, scripts come from where the page itself came from. */
const ownScripts = "script-src 'self' file: 'unsafe-inline'"

export function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
