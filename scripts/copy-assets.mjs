// Puts the files that ship beside the code into dist/, after the bundler is done: engine macros, the page's style, parsers.
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

for (const engine of readdirSync('src/adapters')) {
  const macros = join('src/adapters', engine, 'macros')
  if (existsSync(macros)) cpSync(macros, join('dist/adapters', engine, 'macros'), { recursive: true })
}
cpSync('src/adapters/duckdb/python/runner.py', 'dist/adapters/duckdb/python/runner.py')
cpSync('src/docs/app/style.css', 'dist/docs-app/style.css')
// Parsers that are bundled into the code read their WebAssembly from beside it.
cpSync('node_modules/@polyglot-sql/sdk/dist/polyglot_sql.wasm', 'dist/polyglot_sql.wasm')
cpSync('node_modules/libpg-query/wasm/libpg-query.wasm', 'dist/libpg-query.wasm')
