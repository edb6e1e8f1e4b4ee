/** What makes the embedded DuckDB judge the types of another dialect's SQL: other text, other functions, other names of types. */

/** Codes of `typeCodes`; a last `...` takes any number of anything. */
export interface Signature {
  readonly name: string
  readonly parameters: readonly string[]
  readonly returns: string
}

export interface Rewritten {
  readonly sql: string
  /** The offset in the text as it was, of an offset in the text as it is. */
  sourceOffset(offset: number): number
}

export interface DialectPack {
  /** Undefined where the text is not one that can be judged. */
  rewrite(sql: string): Rewritten | undefined
  readonly signatures: readonly Signature[]
  /** Statements that run once. */
  readonly setup: string
  /** The engine's name of a type of the dialect; null where it has none that behaves alike. */
  toEngine(type: string): string | null
  fromEngine(type: string): string | null
  /** Every function of the dialect, where all are known. */
  readonly names?: ReadonlySet<string>
  /** Whether the warehouse refuses values of these types, as the engine does. `own`: it was a signature of the pack that refused them. */
  refuses(types: readonly string[], own: boolean): boolean
}

/** Stands before each function of ours, which knows types and computes nothing. */
export const prefix = 's_'

/** Lines of `name|name argument,argument=result argument=result …`. */
export function signaturesOf(table: string): Signature[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [names = '', ...forms] = line.split(/\s+/)
      return names.split('|').flatMap((name) => forms.map((form) => signature(name, form)))
    })
}

function signature(name: string, form: string): Signature {
  const [parameters = '', returns = ''] = form.split('=')
  return { name: `${prefix}${name}`, parameters: parameters === '' ? [] : parameters.split(','), returns }
}

const operatorNames = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'quot', '%': 'mod', '^': 'pow' } as const

/** By the name of the function that stands for it. */
export const operatorSigns: ReadonlyMap<string, string> = new Map(
  Object.entries(operatorNames).map(([sign, name]) => [`${prefix}${name}`, sign]),
)

/** Operators as macros, which stand before the built-in ones: each dialect has its own arithmetic. */
export function operatorMacros(schema: string, operators: readonly (keyof typeof operatorNames)[]): string {
  return operators
    .map((sign) => {
      const name = `${prefix}${operatorNames[sign]}`
      const unary = sign === '-' || sign === '+' ? `(a) as ${name}(a), ` : ''
      return `create macro ${schema}."${sign}" ${unary}(a, b) as ${name}(a, b)`
    })
    .join(';\n')
}
