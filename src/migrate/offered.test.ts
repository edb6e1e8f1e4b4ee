// The names `migrate` takes for offered are those that templates find.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { modules } from '../context/modules/index.js'
import { packageRoot } from '../core/package-root.js'
import { Table } from '../core/table.js'
import { attribute } from '../core/template-object.js'
import { adapterMethods, exceptionNames, missingTableMethods, moduleNames, selectorMethods } from './offered.js'

const sources = join(packageRoot(), 'src')

/** Functions that the engines define, from their text: making an engine takes a warehouse. */
function engineMethods(): string[] {
  const files = readdirSync(join(sources, 'adapters'), { recursive: true, encoding: 'utf8' })
  const own = files.filter((file) => /(?:template-methods|seed-methods|timescale\/[\w-]+)\.ts$/.test(file))
  return own.flatMap((file) =>
    [...readFileSync(join(sources, 'adapters', file), 'utf8').matchAll(/define\(\s*'([a-z_]+)'/g)].map((match) => match[1] ?? ''),
  )
}

it('knows every function of adapter that engines bring', () => {
  const offered = engineMethods()
  expect(offered.length).toBeGreaterThan(20)
  expect(offered.filter((name) => !adapterMethods.has(name))).toEqual([])
})

it('knows no exception that is not there', () => {
  const text = readFileSync(join(sources, 'context', 'exceptions.ts'), 'utf8')
  expect([...exceptionNames].filter((name) => !text.includes(`  ${name}:`))).toEqual([])
})

it('knows the modules', () => {
  expect(
    Object.keys(
      modules(
        () => new Date(0),
        () => undefined,
      ),
    ).sort(),
  ).toEqual([...moduleNames].sort())
})

it('calls no method of a result missing that is there', () => {
  expect(missingTableMethods.filter((name) => typeof Table.empty[attribute](name) === 'object')).toEqual([])
})

it('knows every selector method', () => {
  const text = readdirSync(join(sources, 'select', 'methods'))
    .map((file) => readFileSync(join(sources, 'select', 'methods', file), 'utf8'))
    .join('\n')
  expect(selectorMethods.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
})
