/** The `sqlite` output of a profile: `path`, and `schema`, which is `main` unless said otherwise. */
import { basename, extname } from 'node:path'
import { SluiceError } from 'sluice/adapter-kit'

/** @type {import('sluice/adapter-kit').AdapterModule['parseCredentials']} */
export function parseCredentials(raw, at) {
  const { path, schema = 'main' } = raw
  if (typeof path !== 'string' || path === '') throw invalid('path is missing', at, 'path: shop.sqlite, the file of the database')
  if (path === ':memory:') throw invalid('path is :memory:', at, 'a file: every lane has a connection of its own')
  if (typeof schema !== 'string') throw invalid('schema is not a text', at, 'schema: main')
  return {
    database: basename(path, extname(path)),
    schema,
    publicFields: { path },
    secrets: [],
    unique: path,
    raw: { path, schema },
  }
}

function invalid(message, location, expected) {
  return new SluiceError('CREDENTIALS_INVALID', { message, location, expected })
}
