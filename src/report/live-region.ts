/** The part of a terminal that is redrawn: permanent lines go above it and scroll away, the region stays at the bottom. */
import type { Output } from './output.js'
import { cut } from './style.js'

export interface LiveRegion {
  /** Lines that stay. */
  print(text: string): void
  draw(lines: readonly string[]): void
  /** Removes the region; further prints go straight out. */
  clear(): void
}

const control = '\u001b['

export function createLiveRegion(output: Output): LiveRegion {
  let shown: readonly string[] = []
  const wipe = () => (shown.length === 0 ? '' : `${control}${shown.length}F${control}J`)
  const body = (lines: readonly string[]) => lines.map((line) => `${cut(line, Math.max(20, output.columns() - 1))}\n`).join('')
  return {
    print(text) {
      output.write(`${wipe()}${text}\n${body(shown)}`)
    },
    draw(lines) {
      if (lines.length === shown.length && lines.every((line, index) => line === shown[index])) return
      output.write(`${shown.length === 0 ? `${control}?25l` : ''}${wipe()}${body(lines)}`)
      shown = lines
    },
    clear() {
      if (shown.length === 0) return
      output.write(`${wipe()}${control}?25h`)
      shown = []
    },
  }
}
