/**
 * The engine as a server for Jinja2's own tests: reads requests from standard input, answers on standard output, one JSON
 * value a line. Both sides may ask while the other waits: a template calls functions of the test, a test calls macros.
 */
import { readSync, writeSync } from 'node:fs'
import { SluiceError } from '../../src/core/error.js'
import { missing } from '../../src/core/template-object.js'
import { rootFunction } from '../../src/jinja/generator/program.js'
import { callValue, compileTemplate, getAttribute, renderNative, repr, type Scope, type TemplateSource } from '../../src/jinja/index.js'
import type { Apply } from '../../src/jinja/runtime/filter-table.js'
import { filters, tests } from '../../src/jinja/runtime/filters.js'
import { parseTemplate } from '../../src/jinja/syntax/template-parser.js'
import { MacroPackages, type Package } from './macro-packages.js'
import { decode, encode, forget, PythonError, type Wire } from './values.js'

type Message = Readonly<Record<string, unknown>>

const packages = new MacroPackages()
let unread = Buffer.alloc(0)
const chunk = Buffer.alloc(1 << 16)

function receive(): Message | null {
  for (;;) {
    const end = unread.indexOf(10)
    if (end >= 0) {
      const line = unread.subarray(0, end).toString('utf8')
      unread = unread.subarray(end + 1)
      return JSON.parse(line) as Message
    }
    const count = readSync(0, chunk)
    if (count === 0) return null
    unread = Buffer.concat([unread, chunk.subarray(0, count)])
  }
}

function send(message: Message): void {
  let rest = Buffer.from(`${JSON.stringify(message)}\n`)
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest))
}

const wire: Wire = {
  ask(request) {
    send({ ask: request })
    for (;;) {
      const message = receive()
      if (!message) throw new PythonError(null, 'the tests are gone')
      if ('ask' in message) send(answer(message['ask'] as Message))
      else if ('error' in message) throw new PythonError(message['error'], String(message['text']))
      else return decode(message['value'], wire)
    }
  },
}

function answer(request: Message): Message {
  try {
    return { value: encode(handle(request)) }
  } catch (error) {
    return { error: describe(error) }
  }
}

function describe(error: unknown): Message {
  const raised = pythonError(error)
  if (raised) return { raised: raised.id }
  if (!(error instanceof SluiceError)) return { code: 'CRASH', message: error instanceof Error ? String(error.stack) : String(error) }
  const { message, location, hint, expected } = error.fields
  return { code: error.code, message, line: location?.line ?? 1, hint, expected }
}

/** What a function of the test raised, under what the engine made of it. */
function pythonError(error: unknown): PythonError | null {
  if (error instanceof PythonError) return error
  return error instanceof SluiceError && error.fields.cause !== undefined ? pythonError(error.fields.cause) : null
}

function handle(request: Message): unknown {
  switch (request['do']) {
    case 'compile':
      return withTables(request, () => {
        const source = sourceOf(request)
        rootFunction(source, parseTemplate(source), { variant: 'sync' })
        return null
      })
    case 'render':
      return withTables(request, () => compileTemplate(sourceOf(request)).renderSync(scopeOf(request)))
    case 'native':
      return repr(renderNative(String(request['text']), scopeOf(request), 'values.yml'))
    case 'expressions':
      return JSON.stringify((request['texts'] as readonly string[]).map(rendered))
    case 'forget':
      forget()
      return null
    case 'define':
      packages.define(request['packages'] as readonly Package[])
      return null
    case 'macro':
      return repr(packages.call(scopeNames(request), request, wire))
    case 'attribute':
      return getAttribute(decode(request['owner'], wire), String(request['name']))
    default: {
      const args = decode(request['args'], wire) as unknown[]
      const kwargs = decode(request['kwargs'], wire) as ReadonlyMap<string, unknown>
      return callValue(decode(request['callee'], wire), args, Object.fromEntries(kwargs))
    }
  }
}

/** The text, or code and message of the error. */
function rendered(text: string): string | readonly [string, string] {
  try {
    return compileTemplate({ text, file: 'template' }).renderSync(scopeOf({ names: {} }))
  } catch (error) {
    const { code, message } = describe(error)
    return [String(code), String(message)]
  }
}

function sourceOf(request: Message): TemplateSource {
  return { text: String(request['text']), file: 'template' }
}

function scopeNames(request: Message): ReadonlyMap<string, unknown> {
  const names = request['names'] as Readonly<Record<string, unknown>>
  return new Map(Object.entries(names).map(([name, value]) => [name, decode(value, wire)]))
}

function scopeOf(request: Message): Scope {
  const values = scopeNames(request)
  return {
    lookup: (name) => (values.has(name) ? values.get(name) : missing),
    names: () => values.keys(),
    undefinedMode: 'strict',
    depth: 0,
  }
}

/** Filters and tests of the test's environment stand in the engine's tables while its template is worked on. */
function withTables<T>(request: Message, work: () => T): T {
  const undo = [...install('filter', filters, request['filters']), ...install('test', tests, request['tests'])]
  try {
    return work()
  } finally {
    for (const step of undo) step()
  }
}

function install(table: string, own: ReadonlyMap<string, Apply>, names: unknown): (() => void)[] {
  const open = own as Map<string, Apply>
  return (names as readonly string[]).map((name) => {
    const before = open.get(name)
    open.set(name, (value, args, kwargs) =>
      wire.ask({ do: table, name, value: encode(value), args: encode([...args]), kwargs: encode(new Map(Object.entries(kwargs))) }),
    )
    return () => (before ? open.set(name, before) : open.delete(name))
  })
}

for (let message = receive(); message; message = receive()) send(answer(message['ask'] as Message))
