/** How SQLite writes names, and what its types are called. */

export function quote(identifier) {
  return `"${identifier.replaceAll('"', '""')}"`
}

/** @type {import('sluice/adapter-kit').RelationStyle} */
export const relationStyle = {
  className: 'SQLiteRelation',
  quotePolicy: { database: true, schema: true, identifier: true },
  // What SQLite calls a database is our schema: `schema.table` is the whole name.
  includePolicy: { database: false, schema: true, identifier: true },
  quote,
  fold: (identifier) => identifier.toLowerCase(),
  aliasSubqueries: false,
  renameable: ['table'],
  replaceable: [],
}

const named = (pattern) => (dtype) => pattern.test(dtype)

/** By SQLite's own rule, a type is what its name contains. */
/** @type {import('sluice/adapter-kit').TypeRules} */
export const typeRules = {
  isString: named(/char|clob|text|string/i),
  isInteger: named(/int/i),
  isFloat: named(/real|floa|doub/i),
  isNumeric: named(/^(num|dec)/i),
  stringType: () => 'text',
  numericType: (dtype, precision, scale) => (precision === null || scale === null ? dtype : `${dtype}(${precision},${scale})`),
  translate: (dtype) => (dtype.toLowerCase() === 'string' ? 'text' : dtype),
  quote,
}

/** agate's class → type of a seed's column; values come back by these names, see values.js. */
export function seedType(agateType, { decimals }) {
  switch (agateType) {
    case 'Integer':
      return 'integer'
    case 'Number':
      return decimals ? 'real' : 'integer'
    case 'Boolean':
      return 'boolean'
    case 'Date':
      return 'date'
    case 'DateTime':
    case 'ISODateTime':
      return 'timestamp'
    default:
      return 'text'
  }
}
