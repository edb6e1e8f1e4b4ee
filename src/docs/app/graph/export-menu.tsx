/** What is shown, to take along: SVG, PNG, Mermaid, a link. */
import type { JSX } from 'preact'
import { save } from '../parts/save.js'
import { Copy } from '../parts.js'
import type { Site } from '../site.js'
import { type ExportLook, mermaidText, svgText } from './exports.js'
import type { Look } from './look.js'
import { paint } from './paint.js'
import type { Scene } from './scene.js'

interface Props {
  readonly site: Site
  readonly scene: Scene
  readonly look: Look
}

/** Longest side of a picture, in pixels: browsers refuse larger ones. */
const longest = 8000

export function ExportMenu({ site, scene, look }: Props): JSX.Element {
  const name = `${site.index.project.replaceAll(/[^\w-]+/g, '_')}-lineage`
  return (
    <div class="lg-export no-print">
      <span class="quiet">Take along</span>
      <button
        type="button"
        class="button"
        onClick={() => save(`${name}.svg`, new Blob([svgText(scene, exportLook(look), name)], { type: 'image/svg+xml' }))}
      >
        SVG
      </button>
      <button type="button" class="button" onClick={() => savePng(`${name}.png`, scene, look)}>
        PNG
      </button>
      <button type="button" class="button" onClick={() => save(`${name}.mmd`, new Blob([mermaidText(scene)], { type: 'text/plain' }))}>
        Mermaid
      </button>
      <span class="lg-copy">
        <Copy text={location.href} label="Copy link" />
      </span>
    </div>
  )
}

function exportLook(look: Look): ExportLook {
  const of = (index: number) => look.colouring.classes[look.classes[index] as number]
  return {
    colour: (index) => look.colour(of(index)?.colour ?? 'ink'),
    letter: (index) => of(index)?.letter ?? '',
    ink: look.colour('ink'),
    quiet: look.colour('quiet'),
    line: look.colour('line-strong'),
    paper: look.colour('paper'),
  }
}

function savePng(name: string, scene: Scene, look: Look): void {
  const room = 24
  const scale = Math.min(2, longest / (scene.width + 2 * room), longest / (scene.height + 2 * room))
  const size = { width: Math.ceil((scene.width + 2 * room) * scale), height: Math.ceil((scene.height + 2 * room) * scale) }
  const canvas = document.createElement('canvas')
  canvas.width = size.width
  canvas.height = size.height
  const context = canvas.getContext('2d')
  if (!context) return
  context.fillStyle = look.colour('paper')
  context.fillRect(0, 0, size.width, size.height)
  paint({ context, scene, size, look: { ...look, lit: null, chosen: -1 }, camera: { x: room * scale, y: room * scale, scale } })
  canvas.toBlob((blob) => {
    if (blob) save(name, blob)
  })
}
