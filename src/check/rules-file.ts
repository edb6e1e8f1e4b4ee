/** sluice-rules.yml → rules. A mistake in it is an error with its line: a rule that is not read would pass for one that is kept. */
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { SluiceError } from '../core/error.js'
import { errorCodes } from '../core/error-codes.js'
import type { Plain } from '../core/node.js'
import { readYamlFile, yamlLocator } from '../load/index.js'
import { type KeyPath, RulesProblem, rulesInvalid, rulesNotFound, unknownWord } from './errors.js'
import { kinds } from './kinds/index.js'
import { checkOptions, Options, ruleKeys, textList } from './options.js'
import type { Override, Rule, RuleSeverity } from './rule.js'

export interface RulesFile {
  /** Relative to the project. */
  readonly file: string
  readonly rules: readonly Rule[]
  readonly overrides: readonly Override[]
  /** Path of the baseline, relative to the project. */
  readonly baseline: string | undefined
}

const rulesFileName = 'sluice-rules.yml'
const noRules: RulesFile = { file: rulesFileName, rules: [], overrides: [], baseline: undefined }
const severities: readonly RuleSeverity[] = ['error', 'warning', 'info', 'off']
const fileKeys = ['version', 'rules', 'overrides', 'baseline']
const overrideKeys = ['select', 'exclude', 'severity', 'rules', 'codes']

/** @param given - a path; the file of the project's folder else, which need not be there. False: no rules. */
export function readRules(root: string, given?: string | false): RulesFile {
  if (given === false) return noRules
  const path = given === undefined ? join(root, rulesFileName) : isAbsolute(given) ? given : join(root, given)
  const file = relative(root, path).replaceAll('\\', '/')
  if (!existsSync(path)) {
    if (given === undefined) return noRules
    throw rulesNotFound(file)
  }
  const text = readFileSync(path, 'utf8')
  const locate = yamlLocator(text, file)
  try {
    return fileOf(readYamlFile(text, file).value, file, locate)
  } catch (error) {
    if (error instanceof RulesProblem) throw new SluiceError('RULES_INVALID', { ...error.fields, location: { ...locate(error.at) } })
    throw error
  }
}

type Locate = (at: KeyPath) => Rule['location']

function fileOf(value: unknown, file: string, locate: Locate): RulesFile {
  if (value === null) return { ...noRules, file }
  const top = mappingOf(value, 'the file', '`rules:` with a list', [])
  known(top, fileKeys, file, [])
  if (top.version !== undefined && top.version !== 1)
    throw rulesInvalid(`${file} is of version ${top.version}`, '`version: 1`', ['version'])
  const rules = listOf(top.rules, 'rules', []).map((entry, index) => ruleOf(entry, ['rules', index], locate))
  for (const [index, { name }] of rules.entries())
    if (rules.findIndex((other) => other.name === name) < index)
      throw rulesInvalid(`two rules are named "${name}"`, 'a name for each', ['rules', index, 'name'])
  const names = rules.map(({ name }) => name)
  const overrides = listOf(top.overrides, 'overrides', []).map((entry, index) => overrideOf(entry, names, ['overrides', index]))
  return { file, rules, overrides, baseline: optionalText(top.baseline, ['baseline']) }
}

function ruleOf(value: unknown, at: KeyPath, locate: Locate): Rule {
  const entry = mappingOf(value, 'a rule', '`{name, rule, select, severity}`', at)
  if (typeof entry.rule !== 'string')
    throw rulesInvalid('a rule does not say of which kind it is', '`rule:` with a kind, such as naming', at)
  const kind = kinds[entry.rule]
  if (!kind) throw unknownWord(`there is no kind of rule "${entry.rule}"`, entry.rule, Object.keys(kinds), [...at, 'rule'])
  const name = optionalText(entry.name, [...at, 'name']) ?? entry.rule
  if (!/^[\w.-]+$/.test(name)) throw rulesInvalid(`"${name}" is no name of a rule`, 'letters, digits, _ . and -', [...at, 'name'])
  const options = Object.fromEntries(Object.entries(entry).filter(([key]) => !ruleKeys.includes(key)))
  checkOptions(entry.rule, options, kind.options, at)
  return {
    name,
    kind: entry.rule,
    select: entry.select === undefined ? undefined : texts(entry.select, [...at, 'select']),
    exclude: texts(entry.exclude, [...at, 'exclude']),
    severity: severityOf(entry.severity ?? 'error', [...at, 'severity']),
    message: optionalText(entry.message, [...at, 'message']),
    docs: optionalText(entry.docs, [...at, 'docs']),
    options: new Options(options),
    overrides: listOf(entry.overrides, 'overrides', at).map((each, index) => overrideOf(each, [name], [...at, 'overrides', index])),
    location: locate([...at, 'name']),
  }
}

function overrideOf(value: unknown, rules: readonly string[], at: KeyPath): Override {
  const entry = mappingOf(value, 'an override', '`{select, severity}`', at)
  known(entry, overrideKeys, 'an override', at)
  if (entry.select === undefined) throw rulesInvalid('an override does not say of what', '`select:` with a folder or selection', at)
  for (const name of textList(entry.rules))
    if (!rules.includes(name)) throw unknownWord(`no rule is named "${name}"`, name, rules, [...at, 'rules'])
  for (const code of textList(entry.codes))
    if (!(code in errorCodes)) throw unknownWord(`there is no code ${code}`, code, Object.keys(errorCodes), [...at, 'codes'])
  const of = [...textList(entry.rules), ...textList(entry.codes)]
  return {
    select: texts(entry.select, [...at, 'select']),
    exclude: texts(entry.exclude, [...at, 'exclude']),
    severity: severityOf(entry.severity, [...at, 'severity']),
    of: of.length === 0 ? null : new Set(of),
  }
}

function severityOf(value: unknown, at: KeyPath): RuleSeverity {
  // YAML reads `off` as false.
  const text = value === false ? 'off' : String(value)
  const found = severities.find((each) => each === text)
  if (!found) throw unknownWord(`"${text}" is no severity`, text, severities, at)
  return found
}

function mappingOf(value: unknown, what: string, expected: string, at: KeyPath): Plain {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw rulesInvalid(`${what} is no mapping`, expected, at)
  return value as Plain
}

function known(entry: Plain, keys: readonly string[], what: string, at: KeyPath): void {
  const stranger = Object.keys(entry).find((key) => !keys.includes(key))
  if (stranger !== undefined) throw unknownWord(`"${stranger}" is not a key of ${what}`, stranger, keys, [...at, stranger])
}

function listOf(value: unknown, key: string, at: KeyPath): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw rulesInvalid(`${key} is no list`, 'a list', [...at, key])
  return value
}

function texts(value: unknown, at: KeyPath): readonly string[] {
  const list = textList(value)
  if (list.some((text) => text === '' || text.startsWith('[object')))
    throw rulesInvalid('this is no selection', 'a folder, a selection, or a list of them', at)
  return list
}

function optionalText(value: unknown, at: KeyPath): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value === '') throw rulesInvalid(`${at.at(-1)} is no text`, 'a text', at)
  return value
}
