import { describe, expect, it } from 'vitest'
import { warningRule } from './warn-error.js'

describe('what a warning becomes', () => {
  it.each([
    ['plain', false, {}, ['NothingToDo'], 'warn'],
    ['--warn-error', true, {}, ['NothingToDo'], 'error'],
    ['error: all', false, { error: 'all' as const }, ['NothingToDo'], 'error'],
    ['error: *', false, { error: ['*'] }, ['NothingToDo'], 'error'],
    ['all but one', false, { error: 'all' as const, warn: ['NothingToDo'] }, ['NothingToDo'], 'warn'],
    ['silenced', false, { error: 'all' as const, silence: ['NothingToDo'] }, ['NothingToDo'], 'silence'],
    ['another name', false, { error: ['JinjaLogWarning'] }, ['NothingToDo'], 'warn'],
    ['our code', false, { error: ['YAML_UNKNOWN_KEY'] }, ['UnusedResourceConfigPath', 'YAML_UNKNOWN_KEY'], 'error'],
    ['deprecations', false, { error: ['Deprecations'] }, ['ConfigSourcePathDeprecation', 'Deprecations'], 'error'],
    [
      'one deprecation let through',
      false,
      { error: ['Deprecations'], warn: ['ConfigSourcePathDeprecation'] },
      ['ConfigSourcePathDeprecation', 'Deprecations'],
      'warn',
    ],
  ])('%s', (_name, flag, options, names, verdict) => {
    expect(warningRule(flag, options)(names)).toBe(verdict)
  })
})
