/** How boxes and lines look at the moment: colours of the theme, what is lit, chosen and marked. */
import { useMemo } from 'preact/hooks'
import { theme } from '../theme.js'
import { type Colouring, classOf } from './colours.js'
import { reach } from './paths.js'
import type { Scene } from './scene.js'

export type Mark = 'added' | 'changed'

export interface Look {
  /** Class of each box. */
  readonly classes: readonly number[]
  readonly colouring: Colouring
  /** CSS variable → colour. */
  readonly colour: (name: string) => string
  /** Boxes that stand out; the others step back. Null: all the same. */
  readonly lit: ReadonlySet<number> | null
  /** Boxes of the shortest way, in order. */
  readonly way: readonly number[]
  readonly chosen: number
  readonly marks: ReadonlyMap<number, Mark>
}

export function useColours(): (name: string) => string {
  const shown = theme.value
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement)
    const known = new Map<string, string>()
    return (name) => {
      const found = known.get(name) ?? (style.getPropertyValue(`--${name}`).trim() || style.getPropertyValue('--ink').trim())
      known.set(name, found)
      return found
    }
  }, [shown])
}

export function classesOf(scene: Scene, colouring: Colouring): number[] {
  return scene.boxes.map((box) => classOf(colouring, box.places))
}

/** What is upstream and downstream of a box, with it. */
export function around(scene: Scene, index: number): ReadonlySet<number> {
  return new Set([...reach(scene.parents, [index]), ...reach(scene.children, [index])])
}

/** Lines between lit boxes that lead to or from one box are on its ways. */
export function isLit(look: Look, from: number, to: number): boolean {
  return look.lit === null || (look.lit.has(from) && look.lit.has(to))
}

export function onWay(look: Look, from: number, to: number): boolean {
  const at = look.way.indexOf(from)
  return at >= 0 && look.way[at + 1] === to
}
