/** `lineage.svg`: the project's lineage as a still picture, for viewers with a light or a dark ground. */
import { layeredLayout } from '../layout.js'
import type { SiteIndex } from '../model/index.js'
import { type Box, drawingOf } from './drawing.js'

const limits = { boxes: 1000, edges: 3000 }
const box = { width: 200, height: 44, gapX: 72, gapY: 14, margin: 24 }
const longestLabel = 27

/** Colours are a second sign only: each box says in words what it is. */
const colours: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  source: ['#2f7d4f', '#6fc592'],
  seed: ['#7a6a1f', '#d3bd5e'],
  snapshot: ['#7d4aa0', '#c79be6'],
  model: ['#2a62a8', '#7fb1ec'],
  exposure: ['#a8502a', '#eb9a75'],
}

export function projectSvg(index: Pick<SiteIndex, 'project' | 'nodes' | 'edges'>): string {
  const { boxes, edges, note } = drawingOf(index, limits)
  const points = layeredLayout(boxes.length, edges, { rankGap: box.width + box.gapX, nodeGap: box.height + box.gapY })
  const top = box.margin + (note === '' ? 0 : 24)
  const at = points.map(({ x, y }) => [Math.round(x) + box.margin, Math.round(y) + top] as const)
  const width = Math.max(320, ...at.map(([x]) => x + box.width + box.margin))
  const height = Math.max(96, ...at.map(([, y]) => y + box.height + box.margin))
  const title = escapeXml(`Lineage of ${index.project}`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>${styles()}</style>
<rect class="ground" width="${width}" height="${height}"/>
${note === '' ? '' : `<text class="about" x="${box.margin}" y="${box.margin}">${escapeXml(note)}</text>\n`}<g class="edges">
${edges.map(([from, to]) => edgePath(at[from] ?? [0, 0], at[to] ?? [0, 0])).join('\n')}
</g>
${boxes.map((each, place) => boxText(each, at[place] ?? [0, 0])).join('\n')}
</svg>
`
}

function edgePath([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): string {
  const from = [x1 + box.width, y1 + box.height / 2]
  const to = [x2, y2 + box.height / 2]
  const bend = Math.max(24, Math.abs((to[0] ?? 0) - (from[0] ?? 0)) / 2)
  return `<path d="M${from.join(' ')}C${(from[0] ?? 0) + bend} ${from[1]} ${(to[0] ?? 0) - bend} ${to[1]} ${to.join(' ')}"/>`
}

function boxText({ name, about, type }: Box, [x, y]: readonly [number, number]): string {
  const kind = type in colours ? type : 'other'
  return `<g class="${kind}" transform="translate(${x} ${y})"><title>${escapeXml(`${name} (${about})`)}</title><rect width="${box.width}" height="${box.height}" rx="6"/><rect class="mark" width="5" height="${box.height}" rx="2"/><text class="name" x="14" y="19">${escapeXml(short(name))}</text><text class="about" x="14" y="35">${escapeXml(short(about))}</text></g>`
}

function styles(): string {
  const kinds = (side: 0 | 1) => Object.entries(colours).map(([kind, pair]) => `.${kind} .mark{fill:${pair[side]}}`)
  return [
    'text{font-family:system-ui,sans-serif;direction:ltr;unicode-bidi:isolate}',
    '.name{font-size:13px;font-weight:600;fill:#1b2430}.about{font-size:11px;fill:#4d5866}',
    '.ground{fill:#fbfbfa}rect{fill:#fff;stroke:#8a94a1}.ground,.mark{stroke:none}.mark{fill:#5b6675}',
    '.edges{fill:none;stroke:#8a94a1;stroke-width:1.2}',
    ...kinds(0),
    '@media (prefers-color-scheme:dark){',
    '.ground{fill:#14181d}rect{fill:#1e242b;stroke:#6b7684}.name{fill:#eef1f4}.about{fill:#b4bdc7}.edges{stroke:#6b7684}',
    '.ground{fill:#14181d}.mark{fill:#aab4c0}',
    ...kinds(1),
    '}',
  ].join('')
}

function short(text: string): string {
  const letters = [...text.slice(0, 4 * longestLabel)]
  return letters.length > longestLabel ? `${letters.slice(0, longestLabel - 1).join('')}…` : text
}

/** N.B. XML has no way at all to write most control characters or half a surrogate pair. */
const unwritable = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu

function escapeXml(text: string): string {
  return text
    .replace(unwritable, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
