/**
 * Templates that are only text and expressions — most staging models, most values of YAML files — run straight from their
 * syntax tree: making a JavaScript function that runs once costs ten times what running it does. Same operations as
 * generated code. Written as a generator that yields what calls answer, so that one text serves both variants.
 */

import { awaitedInSync } from './errors.js'
import { isConstant } from './generator/constants.js'
import type { RootFunction, RootOptions } from './generator/program.js'
import type { SegmentRecorder } from './generator/segment-recorder.js'
import { callMethod, callValue } from './runtime/call.js'
import { filters } from './runtime/filters.js'
import { syncOperations } from './runtime/operations.js'
import { toText } from './runtime/text.js'
import { encodePlace, traced } from './runtime/trace.js'
import { Tuple } from './runtime/values.js'
import type { Arguments, At, Body, CallNode, DataNode, Expression, FilterNode, OutputNode } from './syntax/nodes.js'
import type { Scope, TemplateSource } from './types.js'

type Steps = Generator<unknown, unknown, unknown>

interface Run {
  readonly scope: Scope
  readonly native: boolean
  readonly recorder: SegmentRecorder | null
  at: number
}

export function isDirect(root: Body): boolean {
  return root.children.every((statement) => {
    return statement.typename === 'Output' && statement.children.every((part) => part.typename === 'TemplateData' || isSimple(part))
  })
}

function isSimple(node: Expression): boolean {
  switch (node.typename) {
    case 'Symbol':
    case 'Literal':
    case 'Number':
      return true
    case 'Array':
    case 'Tuple':
      return node.children.every(isSimple)
    case 'Dict':
      return node.children.every((pair) => isSimple(pair.key) && isSimple(pair.value))
    case 'Attribute':
      return isSimple(node.target)
    case 'Item':
      return isSimple(node.target) && isSimple(node.key)
    case 'Call':
      return isSimple(node.callee) && simpleArguments(node.args)
    case 'Filter':
      return filters.has(node.name) && node.target !== null && isSimple(node.target) && simpleArguments(node.args)
    case 'Concat':
      return node.parts.every(isSimple)
    default:
      return false
  }
}

function simpleArguments(args: Arguments | null): boolean {
  if (!args) return true
  return !args.star && !args.doubleStar && args.positional.every(isSimple) && args.named.every(([, value]) => isSimple(value))
}

export function directFunction(source: TemplateSource, root: Body, { variant, native = false }: RootOptions): RootFunction {
  return (scope, recorder) => {
    const steps = renderAll(source, root.children as readonly OutputNode[], { scope, recorder, native, at: 0 })
    return variant === 'sync' ? drive(steps) : driveAsync(steps)
  }
}

function drive(steps: Steps): unknown {
  let step = steps.next()
  while (!step.done) step = step.value instanceof Promise ? steps.throw(awaitedInSync('a call', step.value)) : steps.next(step.value)
  return step.value
}

async function driveAsync(steps: Steps): Promise<unknown> {
  let step = steps.next()
  while (!step.done) {
    let answer = step.value
    if (answer instanceof Promise) {
      try {
        answer = await answer
      } catch (error) {
        step = steps.throw(error)
        continue
      }
    }
    step = steps.next(answer)
  }
  return step.value
}

function* renderAll(source: TemplateSource, outputs: readonly OutputNode[], run: Run): Steps {
  const values: unknown[] = []
  let text = ''
  try {
    for (const part of outputs.flatMap((output) => output.children)) {
      const isText = part.typename === 'TemplateData'
      run.recorder?.start(text.length)
      const value: unknown = isText ? part.value : yield* evaluate(run, part)
      if (run.native) values.push(isConstantPart(part) ? toText(value) : value)
      else text += toText(value)
      run.recorder?.end(text.length, encodePlace(part.lineno, part.colno), isText ? 0 : 1)
    }
  } catch (error) {
    throw traced(error, source, null, run.at)
  }
  return run.native ? values : text
}

function isConstantPart(part: DataNode | Expression): boolean {
  return part.typename !== 'TemplateData' && isConstant(part)
}

function mark(run: Run, { lineno, colno }: At): void {
  run.at = encodePlace(lineno, colno)
}

function* evaluate(run: Run, node: Expression): Steps {
  switch (node.typename) {
    case 'Symbol':
      return syncOperations.global(run.scope, node.value)
    case 'Literal':
    case 'Number':
      return node.value
    case 'Array':
      return yield* list(run, node.children)
    case 'Tuple':
      return Tuple.from((yield* list(run, node.children)) as unknown[])
    case 'Dict': {
      const entries: [unknown, unknown][] = []
      for (const pair of node.children) entries.push([yield* evaluate(run, pair.key), yield* evaluate(run, pair.value)])
      return syncOperations.dict(entries)
    }
    case 'Concat':
      return ((yield* list(run, node.parts)) as unknown[]).map(toText).join('')
    case 'Call':
      return yield* call(run, node)
    default:
      return yield* access(run, node)
  }
}

function* access(run: Run, node: Expression): Steps {
  switch (node.typename) {
    case 'Attribute': {
      const owner: unknown = yield* evaluate(run, node.target)
      mark(run, node)
      return syncOperations.attr(run.scope, owner, node.name, 0)
    }
    case 'Item': {
      const owner: unknown = yield* evaluate(run, node.target)
      const key: unknown = yield* evaluate(run, node.key)
      mark(run, node)
      return syncOperations.item(run.scope, owner, key, 0)
    }
    default:
      return yield* filter(run, node as FilterNode)
  }
}

function* filter(run: Run, node: FilterNode): Steps {
  const value: unknown = node.target ? yield* evaluate(run, node.target) : null
  const args = (yield* list(run, node.args?.positional ?? [])) as unknown[]
  const kwargs = yield* named(run, node.args)
  mark(run, node)
  const apply = run.native ? syncOperations.nativeFilter : syncOperations.filter
  return apply(run.scope, node.name, value, args, kwargs as Record<string, unknown>, 0)
}

function* call(run: Run, node: CallNode): Steps {
  const { callee } = node
  const target: unknown = yield* evaluate(run, callee.typename === 'Attribute' ? callee.target : callee)
  const args = (yield* list(run, node.args.positional)) as unknown[]
  const kwargs = (yield* named(run, node.args)) as Record<string, unknown>
  mark(run, callee)
  const { scope, recorder } = run
  if (callee.typename === 'Attribute') {
    return yield recorder
      ? recorder.method(scope, target, callee.name, args, kwargs, 0)
      : callMethod(target, callee.name, args, kwargs, scope)
  }
  return yield recorder ? recorder.call(scope, target, args, kwargs, 0) : callValue(target, args, kwargs, scope)
}

function* list(run: Run, nodes: readonly Expression[]): Steps {
  const values: unknown[] = []
  for (const node of nodes) values.push(yield* evaluate(run, node))
  return values
}

function* named(run: Run, args: Arguments | null): Steps {
  if (!args || args.named.length === 0) return syncOperations.none
  const values: [string, unknown][] = []
  for (const [name, value] of args.named) values.push([name, yield* evaluate(run, value)])
  return Object.fromEntries(values)
}
