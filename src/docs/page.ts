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
  readonly data: readonly Packed[]
  readonly app: AppAssets
  /** Where further scripts of data lie beside the page. */
  readonly scripts?: 'beside'
}

export function renderPage({ title, data, app, scripts }: PageText): string {
  // A closing tag inside our own script would end it early; JavaScript reads the escaped form the same.
  const script = app.script.replaceAll('</script', '<\\/script')
  const [index, ...rest] = data.map(({ name, text }) => `<script type="text/plain" id="data-${name}">${text}</script>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(script, app.style, scripts)}">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)} · lineage</title>
<link rel="icon" href="data:,">
<style>${app.style}</style>
</head>
<body>
<div id="app"></div>
<noscript>This page needs JavaScript to show the lineage.</noscript>
${index ?? ''}
<script>${script}</script>
${rest.join('\n')}
</body>
</html>
`
}

/** N.B. a page opened from a file has no origin that 'self' could mean; its own folder is reached by the scheme. */
function policy(script: string, style: string, scripts: PageText['scripts']): string {
  const beside = scripts ? " 'self' file:" : ''
  return [
    "default-src 'none'",
    `script-src '${sourceHash(script)}'${beside}`,
    `style-src '${sourceHash(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
