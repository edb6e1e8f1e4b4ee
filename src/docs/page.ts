/** Puts data and app into one HTML file that opens from `file://`: no request leaves it, nothing user-written is markup. */
import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { SiteDetail, SiteIndex } from './site-model.js'

export interface AppAssets {
  readonly script: string
  readonly style: string
}

/** Compressed and base64, so no character of the data can end a script element. */
export function dataBlock(value: unknown): string {
  return deflateRawSync(Buffer.from(JSON.stringify(value), 'utf8'), { level: 6 }).toString('base64')
}

export function renderPage(index: SiteIndex, details: readonly SiteDetail[], app: AppAssets): string {
  const shards: string[] = []
  for (let start = 0; start < details.length; start += index.shardSize)
    shards.push(dataBlock(details.slice(start, start + index.shardSize)))
  // A closing tag inside our own script would end it early; JavaScript reads the escaped form the same.
  const script = app.script.replaceAll('</script', '<\\/script')
  const policy = `default-src 'none'; script-src '${sourceHash(script)}'; style-src '${sourceHash(app.style)}'; img-src data:; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(index.project)} · lineage</title>
<link rel="icon" href="data:,">
<style>${app.style}</style>
</head>
<body>
<div id="app"></div>
<noscript>This page needs JavaScript to show the lineage.</noscript>
<script type="text/plain" id="site-index">${dataBlock(index)}</script>
${shards.map((shard, number) => `<script type="text/plain" id="site-shard-${number}">${shard}</script>`).join('\n')}
<script>${script}</script>
</body>
</html>
`
}

function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
