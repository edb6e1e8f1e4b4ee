/** What understanding SQL takes and is slow to load: asked for when first needed, kept for the next time. */
import {
  createTypeChecker,
  type Dialect,
  loadReader,
  type SqlReader,
  type TypeChecker,
  type TypeCheckerOptions,
  tableRefs,
} from '../sql/index.js'

export interface SqlTools {
  reader(dialect: Dialect): Promise<SqlReader>
  /** Undefined where none can be had: types stay unknown. */
  checker(options: TypeCheckerOptions): Promise<TypeChecker | undefined>
  close(): void
}

export function sqlTools(): SqlTools {
  const readers = new Map<Dialect, Promise<SqlReader>>()
  let checker: Promise<TypeChecker | undefined> | undefined
  return {
    reader: (dialect) => {
      const reader = readers.get(dialect) ?? loadReader(dialect)
      readers.set(dialect, reader)
      return reader
    },
    checker: (options) => {
      checker ??= createTypeChecker(options).catch(() => undefined)
      return checker
    },
    close: () => void checker?.then((open) => open?.close()),
  }
}

/** Of a warehouse whose SQL no parser here reads: the relations that a text names, and no more. */
export function tablesOnly(type: string, dialect: Dialect): SqlTools {
  const failure = { message: `the SQL of a ${type} warehouse is not one that is read here` }
  const reader: SqlReader = {
    read: async (sql) => ({ tables: tableRefs(sql, dialect), engine: 'tokens', failure }),
    exact: async () => undefined,
  }
  return { reader: async () => reader, checker: async () => undefined, close: () => undefined }
}
