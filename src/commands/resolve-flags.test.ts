import { describe, expect, it } from 'vitest'
import { readYaml } from '../load/index.js'
import { type FlagSources, resolveFlags } from './resolve-flags.js'
import { warnErrorOptions } from './warn-error-options.js'

function resolve(sources: Partial<FlagSources>): Readonly<Record<string, unknown>> {
  const parseYaml = (text: string, where: string) => readYaml(text, where).value ?? {}
  return resolveFlags({ command: 'build', which: 'build', given: {}, env: {}, project: {}, parseYaml, ...sources })
}

describe('command line before environment before project before default', () => {
  it.each([
    ['default', {}, {}, {}, 80],
    ['project', {}, {}, { printer_width: 70 }, 70],
    ['environment', {}, { DBT_PRINTER_WIDTH: '60' }, { printer_width: 70 }, 60],
    ['newer environment name', {}, { DBT_PRINTER_WIDTH: '60', DBT_ENGINE_PRINTER_WIDTH: '55' }, {}, 55],
    ['empty environment is none', {}, { DBT_PRINTER_WIDTH: '' }, { printer_width: 70 }, 70],
    ['command line', { printerWidth: '50' }, { DBT_PRINTER_WIDTH: '60' }, { printer_width: 70 }, 50],
  ])('%s', (_name, given, env, project, width) => {
    expect(resolve({ given, env, project }).printerWidth).toBe(width)
  })
})

describe('values', () => {
  it.each([
    ['words', { select: ['a b', 'c'] }, {}, { select: ['a', 'b', 'c'] }],
    ['vars', { vars: 'as_of: 2026-11-20' }, {}, { vars: { as_of: expect.anything() } }],
    ['vars of a program', { vars: { n: 1 } }, {}, { vars: { n: 1 } }],
    ['types from the environment', {}, { DBT_RESOURCE_TYPES: 'model test' }, { resourceTypes: ['model', 'test'] }],
    [
      'old names',
      {},
      { DBT_DEFER_TO_STATE: '1', DBT_NO_PRINT: 'true', DBT_ARTIFACT_STATE_PATH: 'old' },
      { defer: true, print: false, state: 'old' },
    ],
    ['a sample', { sample: '3 days' }, {}, { sample: '3 days' }],
    [
      'event times',
      { eventTimeStart: '2026-01-01', eventTimeEnd: '2026-01-02 06:00:00' },
      {},
      { eventTimeStart: '2026-01-01T00:00:00', eventTimeEnd: '2026-01-02T06:00:00' },
    ],
    ['one thread', { singleThreaded: true, threads: '8' }, {}, { threads: 1 }],
    ['debug says all', { debug: true }, {}, { logLevel: 'debug' }],
    ['the file follows the console', { logLevel: 'warn' }, {}, { logLevel: 'warn', logLevelFile: 'warn' }],
    ['unless told otherwise', { logLevel: 'warn', logLevelFile: 'debug' }, {}, { logLevelFile: 'debug' }],
    [
      'nobody asked',
      {},
      {},
      { fullRefresh: false, failFast: false, threads: undefined, useColors: undefined, defer: false, warnError: false },
    ],
    ['behaviour flags', {}, {}, { requireGenericTestArgumentsProperty: true, skipNodesIfOnRunStartFails: false }],
  ])('%s', (_name, given, env, expected) => {
    expect(resolve({ given, env })).toMatchObject(expected)
  })

  it("keeps the project's own flags", () => {
    expect(resolve({ project: { my_flag: 'x', skip_nodes_if_on_run_start_fails: true } })).toMatchObject({
      myFlag: 'x',
      skipNodesIfOnRunStartFails: true,
    })
  })

  it.each([
    [{ threads: 'x' }, "invalid value for --threads: 'x'"],
    [{ threads: '0' }, "invalid value for --threads: '0'"],
    [{ indirectSelection: 'all' }, "invalid value for --indirect-selection: 'all'"],
    [{ defer: 'perhaps' }, "invalid value for --defer: 'perhaps'"],
    [{ eventTimeStart: 'monday', eventTimeEnd: '2026-01-01' }, "invalid value for --event-time-start: 'monday'"],
    [{ eventTimeStart: '2026-01-02', eventTimeEnd: '2026-01-01' }, '--event-time-start is not before --event-time-end'],
    [{ warnError: true, warnErrorOptions: '{error: all}' }, '--warn-error and --warn-error-options cannot be used together'],
  ])('refuses %o', (given, message) => {
    expect(() => resolve({ given })).toThrow(message)
  })
})

describe('--warn-error-options', () => {
  const known = ['NothingToDo', 'JinjaLogWarning']
  it.each([
    [undefined, undefined],
    [{}, undefined],
    [{ error: 'all' }, { error: 'all', warn: [], silence: [] }],
    [
      { include: '*', exclude: ['NothingToDo'] },
      { error: 'all', warn: ['NothingToDo'], silence: [] },
    ],
    [
      { error: ['Deprecations'], silence: ['JinjaLogWarning'] },
      { error: ['Deprecations'], warn: [], silence: ['JinjaLogWarning'] },
    ],
  ])('%o', (given, lists) => {
    expect(warnErrorOptions(given, known)).toEqual(lists)
  })

  it.each([
    [{ error: ['NothingTodo'] }, 'NothingTodo'],
    [{ errors: 'all' }, 'errors'],
    [{ warn: 'all' }, 'warn is not a list'],
    [['all'], 'is not a mapping'],
  ])('refuses %o', (given, message) => {
    expect(() => warnErrorOptions(given, known)).toThrow(message)
  })
})
