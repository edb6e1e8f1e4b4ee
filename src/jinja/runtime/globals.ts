/** Names every template has, after those of its scope: Jinja2's own globals and dbt's `return`. */
import { attribute, missing, size, TemplateFunction, type TemplateObject } from '../../core/template-object.js'
import { wrongArguments, wrongType, wrongValue } from '../errors.js'
import { PyDict } from './containers.js'
import { updateDict } from './dict-methods.js'
import { integerArgument } from './method-table.js'
import { Range } from './range.js'
import { bindArguments, signature } from './signature.js'
import { toText } from './text.js'
import { Namespace, ReturnSignal } from './values.js'

/** What Jinja2's sandbox allows. */
const longestRange = 100_000

function range(args: readonly unknown[]): Range {
  if (args.length === 0 || args.length > 3) throw wrongArguments(`range expected 1 to 3 arguments, got ${args.length}`)
  if (args.some((value) => value === null || value === undefined)) throw wrongType("'NoneType' object cannot be interpreted as an integer")
  const [first = 0, second, third] = args.map((value) => integerArgument(value, 0))
  const made = new Range(second === undefined ? 0 : first, second ?? first, third ?? 1)
  if (made.step === 0) throw wrongValue('range() arg 3 must not be zero')
  if (made[size]() > longestRange) throw wrongValue(`Range too big. The sandbox blocks ranges larger than MAX_RANGE (${longestRange}).`)
  return made
}

function dict(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): PyDict {
  const made = new PyDict()
  updateDict(made, args, kwargs)
  return made
}

const joinerSignature = signature('sep?')

/** The first call prints nothing, later ones the separator. */
function joiner(separator: unknown): TemplateFunction {
  let used = false
  return new TemplateFunction('joiner', () => {
    const shown = used ? toText(separator ?? ', ') : ''
    used = true
    return shown
  })
}

function cycler(items: readonly unknown[]): TemplateObject {
  if (items.length === 0) throw wrongType('at least one item has to be provided')
  let at = 0
  const methods: Readonly<Record<string, () => unknown>> = {
    current: () => items[at],
    next: () =>
      new TemplateFunction('next', () => {
        const item = items[at]
        at = (at + 1) % items.length
        return item
      }),
    reset: () =>
      new TemplateFunction('reset', () => {
        at = 0
        return null
      }),
  }
  return { [attribute]: (name) => (Object.hasOwn(methods, name) ? methods[name]?.() : missing) }
}

/** `return(value)`: ends the innermost macro of the project with that value. */
export const returnFunction = new TemplateFunction('return', (args, kwargs) => {
  const value = args[0] ?? kwargs['data'] ?? null
  throw new ReturnSignal(value)
})

export const globals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['range', new TemplateFunction('range', range)],
  ['dict', new TemplateFunction('dict', dict)],
  ['namespace', new TemplateFunction('namespace', (args, kwargs) => new Namespace(dict(args, kwargs)))],
  ['joiner', new TemplateFunction('joiner', (args, kwargs) => joiner(bindArguments('joiner', joinerSignature, args, kwargs)[0]))],
  ['cycler', new TemplateFunction('cycler', (args) => cycler(args))],
  ['return', returnFunction],
])
