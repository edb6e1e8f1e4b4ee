/** What two tools made of one project: a row of figures and a list of differences for each command. */
import { differences as manifestDifferences } from './manifest-diff.mjs'

const sections = ['nodes', 'sources', 'macros', 'docs', 'exposures', 'metrics', 'groups', 'selectors', 'disabled', 'saved_queries']
sections.push('semantic_models', 'unit_tests')

/** Of dbt's own packages: each tool has helpers of its own there. */
const isBuiltin = (id) => /^(?:macro|doc)\.dbt(?:_duckdb|_postgres)?\./.test(id)

/**
 * @param of - `{ definition, project, engine, dbt, ours }`, the last two from runProject
 * @returns for each command `{ label, engine, words, codes, seconds, figures, unexplained, explained, missing }`; `missing` says
 *   why there is nothing to compare
 */
export function compare(of) {
  return of.dbt.steps.map((theirs, index) => {
    const our = of.ours.steps[index]
    const differ = new Differences(of, texts(of))
    if (theirs.code !== our.code) differ.add('exit', 'code', theirs.code, our.code)
    const figures = { ...manifests(theirs, our, differ), ...results(theirs, our, differ) }
    const { unexplained, explained } = differ
    const label = of.project.name ? `${of.definition.name}/${of.project.name}` : of.definition.name
    const codes = [theirs.code, our.code]
    return { label, engine: of.engine, words: theirs.words, codes, seconds: [theirs.seconds, our.seconds], figures, unexplained, explained }
  })
}

class Differences {
  unexplained = []
  explained = []
  #rules

  constructor({ definition, engine, project }, text) {
    this.#rules = (definition.explained ?? []).filter(({ engines }) => engines?.includes(engine) ?? true)
    this.project = project.name ?? definition.name
    this.text = text
  }

  add(kind, what, theirs, ours) {
    const line = `${this.project}: ${kind} ${what}: ${shown(theirs)} ≠ ${shown(ours)}`
    const rule = this.#rules.find(({ pattern }) => pattern.test(line))
    if (rule === undefined) this.unexplained.push(line)
    else this.explained.push({ line, why: rule.why })
  }
}

/** Texts without the folders of the two copies and without what the definition calls volatile. */
function texts({ definition, dbt, ours }) {
  const folders = [dbt.root, ours.root]
  return (text) => {
    const plain = folders.reduce((rest, folder) => rest.replaceAll(folder, '<root>'), text)
    return (definition.volatile ?? []).reduce((rest, [pattern, to]) => rest.replace(pattern, to), plain)
  }
}

function manifests(theirs, our, differ) {
  const figures = { ids: [0, 0], macros: 0 }
  if (!theirs.manifest || !our.manifest) {
    bothOrNone('manifest', theirs.manifest, our.manifest, differ)
    return figures
  }
  for (const section of sections) ids(section, theirs.manifest, our.manifest, figures, differ)
  for (const [path, a, b] of manifestDifferences(theirs.manifest, our.manifest, differ.text)) {
    if (path.endsWith(' / depends_on / macros') && holdsAll(a, b)) figures.macros += 1
    else differ.add('manifest', path, a, b)
  }
  return figures
}

/**
 * dbt writes down macros a node calls when it executes, sluice those that it reads when it parses: in a test's arguments, and not
 * behind `execute`. One list must hold the other.
 */
function holdsAll(a, b) {
  return a.every((id) => b.includes(id)) || b.every((id) => a.includes(id))
}

function ids(section, theirs, ours, figures, differ) {
  const [a, b] = [theirs, ours].map((manifest) => new Set(Object.keys(manifest[section] ?? {}).filter((id) => !isBuiltin(id))))
  figures.ids[0] += [...a].filter((id) => b.has(id)).length
  figures.ids[1] += a.size
  for (const id of a) if (!b.has(id)) differ.add('id', `${section} ${id}`, 'there', 'absent')
  for (const id of b) if (!a.has(id)) differ.add('id', `${section} ${id}`, 'absent', 'there')
}

function bothOrNone(file, theirs, ours, differ) {
  const [a, b] = [theirs, ours].map((content) => (content === undefined ? 'not written' : 'written'))
  if (a !== b) differ.add(file, 'file', a, b)
}

function results(theirs, our, differ) {
  const figures = { statuses: [0, 0], sql: [0, 0], blanks: [], counts: {} }
  if (!theirs.results || !our.results) {
    bothOrNone('results', theirs.results, our.results, differ)
    return figures
  }
  const ours = new Map(our.results.results.map((result) => [result.unique_id, result]))
  for (const a of theirs.results.results) {
    const b = ours.get(a.unique_id)
    ours.delete(a.unique_id)
    figures.statuses[1] += 1
    figures.counts[a.status] = (figures.counts[a.status] ?? 0) + 1
    if (b === undefined) differ.add('result', a.unique_id, a.status, 'absent')
    else {
      if (a.status === b.status && a.failures === b.failures) figures.statuses[0] += 1
      result(a, b, differ)
      compiled(a, b, figures, differ)
    }
  }
  for (const id of ours.keys()) differ.add('result', id, 'absent', ours.get(id).status)
  return figures
}

function result(a, b, differ) {
  if (a.status !== b.status) differ.add('status', a.unique_id, `${a.status} ${first(a.message)}`, `${b.status} ${first(b.message)}`)
  else if (!sameMessage(a, b, differ)) differ.add('message', a.unique_id, a.message, b.message)
  if (a.failures !== b.failures) differ.add('failures', a.unique_id, a.failures, b.failures)
  if (a.relation_name !== b.relation_name) differ.add('relation', a.unique_id, a.relation_name, b.relation_name)
  if (a.compiled !== b.compiled) differ.add('compiled flag', a.unique_id, a.compiled, b.compiled)
}

/** Behind a name that is not there dbt advises in general, where sluice has a hint that knows the names. */
const advice = /\. This can happen when calling a macro that does not exist\..*/

/**
 * An error has a frame of ours around what the database or the macro said: its first line must be there, whatever is around.
 * dbt's message is `<headline> in <node> (<path>)`, then the words, then where it was compiled.
 */
function sameMessage(a, b, { text }) {
  const [theirs, ours] = [a.message, b.message].map((message) => text(message ?? ''))
  if (a.status !== 'error') return theirs === ours
  const said = theirs.split('\n').map((line) => line.trim())
  const core = said.slice(1).find((line) => line !== '') ?? said[0]
  return ours.includes(core.replace(advice, ''))
}

function compiled(a, b, figures, differ) {
  if (typeof a.compiled_code !== 'string' && typeof b.compiled_code !== 'string') return
  figures.sql[1] += 1
  const [theirs, ours] = [a.compiled_code, b.compiled_code].map((code) => differ.text(code ?? '(none)'))
  if (theirs === ours) figures.sql[0] += 1
  else {
    const [x, y] = [theirs, ours].map(withoutBlanks)
    if (x !== y) differ.add('sql', a.unique_id, ...around(x, y))
    else figures.blanks.push(`${a.unique_id}: ${around(theirs, ours).map(shown).join(' ≠ ')}`)
  }
}

function withoutBlanks(code) {
  return code
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1')
    .trim()
}

/** Both texts from shortly before the first character that differs. */
function around(a, b) {
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const from = Math.max(0, at - 30)
  return [a, b].map((text) => `@${at} ${text.slice(from, at + 60)}`)
}

function first(message) {
  return (message ?? '').split('\n').slice(0, 3).join(' ')
}

function shown(value) {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 400 ? `${text.slice(0, 397)}…` : text
}
