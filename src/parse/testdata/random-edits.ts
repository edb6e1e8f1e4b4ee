/** Random changes to a project on disk and to how it is called, from a seed: what people do between two parses, and worse. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Calling {
  readonly flags: Record<string, unknown>
  readonly env: Record<string, string>
  /** Milliseconds since 1970. */
  now: number
}

export interface Edits {
  /** Makes one change and says which. */
  next(): string
  readonly calling: Calling
}

type Pick = <T>(from: readonly T[]) => T

const intoTemplates = [
  '-- a comment\n',
  '\n\n',
  '{# größer 🦆 #}',
  "{{ config(materialized='table') }}",
  "{{ config(tags=['a', 'b'], meta={'x': 1.0, 'y': [none, {}]}) }}",
  '{{ config(enabled=false) }}',
  "{{ config(alias='other') }}",
  "{{ config(materialised='table') }}",
  "{{ config(schema='s' ~ 1) }}",
  "-- {{ ref('m1') }}\n",
  "-- {{ ref('base') }}\n",
  "-- {{ ref('no_such_model') }}\n",
  "-- {{ source('src', 'nothing') }}\n",
  "{{ var('given', 'default') }}",
  "{{ env_var('SLUICE_EDIT', 'default') }}",
  "{{ env_var('SLUICE_MISSING') }}",
  '{{ run_started_at }}',
  "{{ config(meta={'at': run_started_at | string}) }}",
  "{% set x = modules.datetime.datetime.now() %}{{ config(tags=[x | string]) if x.second > 30 else '' }}",
  '{{ invocation_id }}',
  "{{ log('told', info=true) }}",
  "{{ exceptions.warn('look out') }}",
  "{{ print('said') }}",
  "{{ config(tags=['t_' ~ target.name, flags.FULL_REFRESH | string]) }}",
  '{{ config(pre_hook="select \'{{ model.raw_code | length }}\'") }}',
  '{% if %}',
  '{{ no_such_macro() }}',
  '{{ edit_macro() }}',
  '{{ this }} {{ target.schema }} {{ model.name }}',
  '\ufeff',
]

const intoMacros = [
  '-- x\n',
  '{% macro edit_macro() %}{{ ref("m1") }}{% endmacro %}',
  '{% macro edit_macro() %}x{% endmacro %}',
  '{% macro %}',
]
const named = '{% macro generate_schema_name(custom, node) %}{{ custom or "s" }}_{{ node.raw_code | length % 3 }}{% endmacro %}'

function generator(seed: number): Pick {
  let state = seed
  return (from) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return from[(state >> 8) % from.length] as (typeof from)[number]
  }
}

function damage(file: string, pick: Pick): string {
  if (!existsSync(file)) return 'nothing'
  const bytes = readFileSync(file)
  const at = pick(Array.from({ length: 97 }, (_, part) => Math.floor((bytes.length * part) / 97)))
  if (pick([true, false])) truncateSync(file, at)
  else {
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
  }
  return `damaged at ${at}`
}

/** `kept`: the file that a parse leaves behind, to be damaged. */
export function randomEdits(folder: string, kept: string, seed: number): Edits {
  const pick = generator(seed)
  const originals = new Map<string, string | undefined>()
  const calling: Calling = { flags: {}, env: {}, now: 1_700_000_000_000 }
  const files = (ending: RegExp): string[] =>
    (readdirSync(folder, { recursive: true }) as string[]).filter((path) => ending.test(path) && !path.startsWith('target')).sort()
  const write = (path: string, text: string): string => {
    const full = join(folder, path)
    if (!originals.has(path)) originals.set(path, existsSync(full) ? readFileSync(full, 'utf8') : undefined)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
    return path
  }
  const insert = (path: string, text: string): string => {
    const old = readFileSync(join(folder, path), 'utf8')
    const at = pick([0, old.length])
    return `${write(path, old.slice(0, at) + text + old.slice(at))}: ${JSON.stringify(text)}`
  }
  const model = (): string => insert(pick(files(/models.*\.sql$/)), pick(intoTemplates))
  const comment = (): string => insert(pick(files(/models.*\.sql$/)), pick(['-- a\n', '/* b */', '\n', "-- {{ 'x' }}\n"]))
  const restore = (): string => {
    const [path, text] = pick([...originals]) ?? []
    if (path === undefined) return 'nothing'
    originals.delete(path)
    if (text === undefined) rmSync(join(folder, path), { force: true })
    else writeFileSync(join(folder, path), text)
    return `restored ${path}`
  }
  const restoreAll = (): string => {
    while (originals.size > 0) restore()
    return 'restored all'
  }
  const call = (): string => {
    calling.flags.vars = pick([{}, { given: 1 }, { given: '1' }, { given: '{{ 2 }}' }])
    calling.flags.fullRefresh = pick([undefined, true])
    calling.flags.threads = pick([undefined, 3])
    calling.env.SLUICE_EDIT = pick(['a', 'b'])
    calling.now += pick([1, 20_000, 86_400_000])
    return JSON.stringify(calling)
  }
  const steps: readonly (() => string)[] = [
    comment,
    comment,
    comment,
    model,
    model,
    model,
    restore,
    restoreAll,
    restoreAll,
    call,
    () => 'nothing',
    () => damage(kept, pick),
    () => insert(pick(files(/(?:macros|models).*\.sql$/)), pick([...intoMacros, named])),
    () => insert(pick(files(/\.yml$/)), pick(['# c\n', '\n', ' nonsense: [\n'])),
    () => insert(pick(files(/\.(?:csv|md|py)$/)), '\n'),
    () => write(`models/${pick(['added', 'm1', 'sub/added'])}.sql`, pick(['select 1', 'select * from {{ ref("m1") }}'])),
  ]
  return { next: () => pick(steps)(), calling }
}
