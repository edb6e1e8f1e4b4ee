/** What is shown, as a file: SVG with its own colours, Mermaid text. */
import { mermaidText as quoted } from '../../../core/mermaid-text.js'
import { type Box, boxHeight, boxWidth, linePath, type Scene } from './scene.js'

export interface ExportLook {
  /** Colour of each box. */
  readonly colour: (index: number) => string
  readonly letter: (index: number) => string
  readonly ink: string
  readonly quiet: string
  readonly line: string
  readonly paper: string
}

const room = 24

export function svgText(scene: Scene, look: ExportLook, title: string): string {
  const lines = scene.lines.map((line) => `<path d="${linePath(scene, line)}"/>`)
  const boxes = scene.boxes.map((box, index) => boxText(box, look.colour(index), look.letter(index), look))
  const [width, height] = [scene.width + 2 * room, scene.height + 2 * room]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-room} ${-room} ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif">
<title>${xmlText(title)}</title>
<rect x="${-room}" y="${-room}" width="${width}" height="${height}" fill="${look.paper}"/>
<g fill="none" stroke="${look.line}" stroke-width="1.4">
${lines.join('\n')}
</g>
${boxes.join('\n')}
</svg>
`
}

function boxText(box: Box, colour: string, letter: string, look: ExportLook): string {
  return `<g transform="translate(${box.x} ${box.y})"><title>${xmlText(box.label)}</title><rect width="${boxWidth}" height="${boxHeight}" rx="8" fill="${look.paper}" stroke="${look.line}"/><rect width="6" height="${boxHeight}" rx="3" fill="${colour}"/><text x="15" y="17" font-size="12.5" font-weight="600" fill="${look.ink}">${xmlText(shortened(box.label, 25))}</text><text x="15" y="32" font-size="11" fill="${look.quiet}">${xmlText(`${letter} · ${box.kind}`)}</text></g>`
}

export function shortened(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, Math.max(1, letters - 1))}…` : text
}

function xmlText(text: string): string {
  // Characters that XML has no way to write are left out.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
  const known = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  return known.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

export function mermaidText(scene: Scene): string {
  const boxes = scene.boxes.map((box, index) => `  n${index}${shapes(box)[0]}${quoted(box.label)}${shapes(box)[1]}`)
  const lines = scene.lines.map((line) => `  n${line.from} --> n${line.to}`)
  return `${['flowchart LR', ...boxes, ...lines].join('\n')}\n`
}

function shapes(box: Box): readonly [string, string] {
  if (box.type === 'source' || box.type === 'seed') return ['[(', ')]']
  if (box.type === 'exposure') return ['([', '])']
  return box.group ? ['[[', ']]'] : ['[', ']']
}
