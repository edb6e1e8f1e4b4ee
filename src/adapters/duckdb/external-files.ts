/** Options of COPY for models that are files, and the path by which such a model is read back. */
import type { Plain } from '../../core/node.js'
import { dictEntries, dictSet, isDict } from '../../jinja/index.js'

const compressions: Readonly<Record<string, string>> = { gz: 'gzip', zst: 'zstd' }
const quotedOptions = new Set(['delimiter', 'quote', 'escape', 'null'])

/** `rendered_options` completed from the file's extensions, as text for `COPY … (…)`; the dict given is completed too. */
export function writeOptions(location: string, given: unknown): string {
  const options = plainOptions(given)
  if (!('format' in options)) Object.assign(options, inferFormat(location, options))
  if (options.format === 'csv' && !('header' in options)) options.header = 1
  const partition = options.partition_by
  if (typeof partition === 'string' && partition.includes(',') && !partition.startsWith('(')) options.partition_by = `(${partition})`
  const entries = Object.entries(options)
  if (isDict(given)) for (const [key, value] of entries) dictSet(given, key, value)
  return entries
    .map(([key, value]) => {
      const bare = quotedOptions.has(key.toLowerCase()) && !String(value).startsWith("'")
      return bare ? `${key} '${String(value)}'` : `${key} ${String(value)}`
    })
    .join(', ')
}

function inferFormat(location: string, options: Plain): Plain {
  const parts = (location.split('/').at(-1) ?? '').split('.').slice(1)
  const compression = compressions[parts.at(-1)?.toLowerCase() ?? '']
  const extension = (compression ? parts.at(-2) : parts.at(-1))?.toLowerCase()
  if (!extension) return { format: 'delimiter' in options ? 'csv' : 'parquet' }
  return { format: extension, ...(compression && !('compression' in options) ? { compression } : {}) }
}

/** A partitioned write is a folder: read all files of it. */
export function readLocation(location: string, given: unknown): string {
  const options = plainOptions(given)
  const partition = options.partition_by
  if (!partition && !options.per_thread_output) return location
  const levels = partition
    ? String(partition)
        .split(',')
        .map(() => '*')
    : []
  return `${[location, '*', ...levels].join('/')}.${String(options.format ?? 'parquet')}`
}

function plainOptions(given: unknown): Record<string, unknown> {
  return isDict(given) ? Object.fromEntries(dictEntries(given).map(([key, value]) => [String(key), value])) : {}
}
