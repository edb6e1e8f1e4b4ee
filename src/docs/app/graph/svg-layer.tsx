/** A small scene as SVG: names can be marked and copied, every box is a link. */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { StatusShape } from '../parts/status.js'
import type { Camera } from './camera.js'
import { shortened } from './exports.js'
import { isLit, type Look, onWay } from './look.js'
import { type Box, boxHeight, boxWidth, linePath, type Scene } from './scene.js'

interface Props {
  readonly scene: Scene
  readonly look: Look
  readonly camera: Signal<Camera>
}

export function SvgLayer({ scene, look, camera }: Props): JSX.Element {
  const group = useRef<SVGGElement>(null)
  useEffect(
    () => camera.subscribe(({ x, y, scale }) => group.current?.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`)),
    [camera],
  )
  const lineClass = (from: number, to: number) => {
    if (onWay(look, from, to)) return 'lg-line lg-way'
    return look.lit === null ? 'lg-line' : isLit(look, from, to) ? 'lg-line lg-lit' : 'lg-line lg-dull'
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no element of its own for a group of links
    <svg class="lg-svg" role="group" aria-label={`Lineage of ${scene.boxes.length} nodes`}>
      <g ref={group}>
        {scene.lines.map((line) => (
          <path key={`${line.from}-${line.to}`} class={lineClass(line.from, line.to)} d={linePath(scene, line)} />
        ))}
        {scene.boxes.map((box, index) => (
          <SvgBox key={box.key} box={box} index={index} look={look} />
        ))}
      </g>
    </svg>
  )
}

function SvgBox({ box, index, look }: { box: Box; index: number; look: Look }): JSX.Element {
  const kind = look.colouring.classes[look.classes[index] as number]
  const dull = look.lit !== null && !look.lit.has(index)
  const chosen = index === look.chosen
  const mark = look.marks.get(index)
  const short = shortened(box.label, 24)
  const about = `${kind?.letter} · ${box.kind}`
  const words = [...drawn(box.label, short), about, box.status === 'none' ? '' : box.status, mark ?? '', kind?.label ?? '']
  const state = [`status-${box.status}`, chosen || look.way.includes(index) ? 'lg-chosen-box' : '', dull ? 'lg-faint' : '']
  return (
    <a
      href={box.group ? undefined : `#/node/${encodeURIComponent(box.key)}`}
      data-box={index}
      tabIndex={chosen || (look.chosen < 0 && index === 0) ? 0 : -1}
      aria-label={words.filter(Boolean).join(', ')}
      aria-current={chosen ? 'true' : undefined}
      draggable={false}
    >
      <g class={`lg-node ${state.filter(Boolean).join(' ')}`} transform={`translate(${box.x} ${box.y})`}>
        <Tip label={box.label} short={short} />{' '}
        <rect class={box.group ? 'lg-behind' : 'lg-nothing'} x="5" y="5" width={boxWidth} height={boxHeight} rx="8" />
        <rect class="lg-box" width={boxWidth} height={boxHeight} rx="8" />
        <rect class={`lg-stripe fill-${kind?.colour}`} width="7" height={boxHeight} rx="3" />
        <text x="16" y="17" class="lg-name">
          {short}
        </text>{' '}
        <text x="16" y="32" class="lg-kind">
          {about}
        </text>
        <g class="lg-status" transform={`translate(${boxWidth - 22} 14)`}>
          <StatusShape status={box.status} />
        </g>
        {mark ? <MarkSign mark={mark} /> : null}
      </g>
    </a>
  )
}

function MarkSign({ mark }: { mark: 'added' | 'changed' }): JSX.Element {
  return (
    <g class={`lg-mark lg-${mark}`} transform={`translate(${boxWidth - 2} 1)`}>
      <circle r="9" />
      <path d={mark === 'added' ? 'M-4 0h8M0 -4v8' : 'M-4.5 1.5c2 -4 3.5 -3.5 4.5 -1.5s2.5 2.5 4.5 -1.5'} />
    </g>
  )
}

/** A link's name begins with what is drawn, word by word, so that it can be spoken. */
function drawn(label: string, short: string): string[] {
  return short === label ? [label] : [label, short]
}

function Tip({ label, short }: { label: string; short: string }): JSX.Element | null {
  return short === label ? null : <title>{label}</title>
}
