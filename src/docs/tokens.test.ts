import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const sheet = (name: string) => readFileSync(new URL(`app/styles/${name}`, import.meta.url), 'utf8')

function tokensOf(css: string, selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[\da-f]{6});/g)].map(([, name, value]) => [name as string, value as string]))
}

const light = tokensOf(sheet('base.css'), ':root')
const dark = tokensOf(sheet('base.css'), ':root[data-theme="dark"]')
const print = new Map([...light, ...tokensOf(sheet('print.css'), '  :root[data-theme="dark"]')])

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['ground', 'paper', 'raised']
const statuses = ['ok', 'warn', 'fail', 'skipped']
const types = ['model', 'source', 'seed', 'snapshot', 'exposure', 'metric', 'semantic', 'analysis', 'function']
const series = [1, 2, 3, 4, 5, 6, 7, 8].map((at) => `c${at}`)

/** Text: 4.5; what is no text but tells something: 3. */
const pairs: readonly (readonly [string, string, number])[] = [
  ...grounds.flatMap((ground) => [...['ink', 'quiet', 'accent'], ...statuses].map((text) => [text, ground, 4.5] as const)),
  ...statuses.map((status) => [status, `${status}-soft`, 4.5] as const),
  ...['ink', 'accent', 'quiet'].map((text) => [text, 'accent-soft', 4.5] as const),
  ['accent-ink', 'accent', 4.5],
  ...['exposure', 'snapshot'].flatMap((text) => [[text, 'paper', 4.5] as const]),
  ...grounds.flatMap((ground) => ['line-strong', ...types, ...series].map((mark) => [mark, ground, 3] as const)),
]

test.each([
  ['light', light],
  ['dark', dark],
  ['print', print],
] as const)('in %s, text and marks stand out from what they are on', (_name, tokens) => {
  const weak = pairs.flatMap(([front, back, least]) => {
    const found = contrast(tokens.get(front) ?? '#000000', tokens.get(back) ?? '#000000')
    return found < least ? [`${front} on ${back}: ${found.toFixed(2)} < ${least}`] : []
  })
  expect(weak).toEqual([])
})

test('both themes name the same colours', () => {
  expect([...dark.keys()].sort()).toEqual([...light.keys()].sort())
})
