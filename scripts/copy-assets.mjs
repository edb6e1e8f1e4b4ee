// Puts the files that ship beside the code into dist/, after the bundler is done: engine macros, the page's style, parsers.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

for (const engine of readdirSync('src/adapters')) {
  const macros = join('src/adapters', engine, 'macros')
  if (existsSync(macros)) cpSync(macros, join('dist/adapters', engine, 'macros'), { recursive: true })
}
cpSync('src/adapters/duckdb/python/runner.py', 'dist/adapters/duckdb/python/runner.py')
// One style sheet: the base first, then what pages add.
const styles = readdirSync('src/docs/app/styles')
  .filter((file) => file !== 'base.css')
  .sort()
writeFileSync(
  'dist/docs-app/style.css',
  ['base.css', ...styles].map((file) => readFileSync(join('src/docs/app/styles', file), 'utf8')).join('\n'),
)
// Parsers that are bundled into the code read their WebAssembly from beside it.
cpSync('node_modules/@polyglot-sql/sdk/dist/polyglot_sql.wasm', 'dist/polyglot_sql.wasm')
cpSync('node_modules/libpg-query/wasm/libpg-query.wasm', 'dist/libpg-query.wasm')

// What is bundled is not installed beside: its licences go along.
const bundled = [
  '@polyglot-sql/sdk',
  'libpg-query',
  'node-sql-parser',
  'big-integer',
  'vscode-languageserver',
  'vscode-languageserver-protocol',
  'vscode-languageserver-types',
  'vscode-languageserver-textdocument',
  'vscode-jsonrpc',
  'preact',
  '@preact/signals',
  '@preact/signals-core',
  'minisearch',
  'marked',
]
const notices = bundled.map((name) => {
  const folder = join('node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|thirdpartynotices)(\.|$)/i.test(file))
  return [`${name} ${version} (${license})`, ...texts.map((file) => readFileSync(join(folder, file), 'utf8').trim())].join('\n\n')
})
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`)
