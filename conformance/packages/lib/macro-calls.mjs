/**
 * One test for each macro of a package, which calls it with made-up arguments: what both tools make of it is compared. Tests, since
 * `compile` ends with the first error, while a test whose SQL or whose macro fails still tells what it was compiled to.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const heads = /\{%-?\s*(macro|test)\s+(\w+)\s*\(/g

/** @param macros - as a definition has it, see run.mjs */
export function writeMacroCalls({ macros, root, folder }) {
  const config = parse(readFileSync(join(folder, 'dbt_project.yml'), 'utf8'))
  const target = join(folder, (config['test-paths'] ?? ['tests'])[0], 'conformance')
  mkdirSync(target, { recursive: true })
  const all = signatures(root, macros.folder ?? 'macros')
  for (const { name, params } of all) {
    const args = macros.calls?.[name] === undefined ? valuesFor(params, macros.values ?? {}) : macros.calls[name]
    // Only where it executes: an error while parsing would end everything.
    if (args !== null)
      writeFileSync(
        join(target, `call_${name}.sql`),
        `${macros.first ?? ''}{% if execute %}{{ ${macros.package}.${name}(${args}) }}{% endif %}\n`,
      )
  }
}

function valuesFor(params, values) {
  const needed = params.filter(({ hasDefault }) => !hasDefault)
  return needed.map(({ name }) => `${name}=${values[name] ?? JSON.stringify(name)}`).join(', ')
}

function signatures(root, place) {
  const files = readdirSync(join(root, place), { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith('.sql'))
  return files
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .flatMap((path) => signaturesOf(readFileSync(path, 'utf8')))
}

function signaturesOf(text) {
  return [...text.matchAll(heads)].map((match) => {
    const [, word, name] = match
    return { name: word === 'test' ? `test_${name}` : name, params: parameters(text, match.index + match[0].length) }
  })
}

/** From behind the opening parenthesis to its closing one, cut at the commas outside of brackets and texts. */
function parameters(text, start) {
  const parts = ['']
  let depth = 0
  for (const [token] of text.slice(start).matchAll(/'[^']*'|"[^"]*"|[\s\S]/g)) {
    depth += Number('([{'.includes(token)) - Number(')]}'.includes(token))
    if (depth < 0) break
    if (token === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => ({ name: part.split('=')[0].trim(), hasDefault: part.includes('=') }))
}
