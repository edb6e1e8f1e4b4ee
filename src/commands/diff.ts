/** `diff A B`: what differs between two relations, here, in another target, or on another engine. */
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import { type DiffAnswer, type DiffOptions, diffMarkdown, diffRelations, diffText, type Tolerance } from '../observe/index.js'
import type { CommandBody } from './command.js'
import { withSides } from './diff-sides.js'
import { badValue, usage } from './errors.js'
import { openProject } from './open-project.js'
import { textFlag } from './state.js'

export const diff: CommandBody = async (invocation, args) => {
  const { flags, events } = invocation
  const [a, b] = sidesAsked(args, textFlag(flags.against))
  const tolerance = toleranceOf(textFlag(flags.tolerance))
  const opened = await openProject(invocation)
  const answer = await withSides(opened, invocation, [a, b], async (sides) => {
    const options: DiffOptions = {
      key: names(flags.key),
      usualKey: sides.key,
      columns: names(flags.columns),
      excluded: names(flags.excludeColumns),
      where: textFlag(flags.where),
      limit: Number(flags.limit ?? 5),
      tolerance,
      hidden: sides.hidden,
    }
    return await diffRelations(sides.a, sides.b, options, stampOf(invocation)).catch((error: unknown) => {
      throw namingWhere(error, options.where)
    })
  })
  events.emit('PrintEvent', { msg: printed(answer, String(flags.output ?? 'text')) })
  return { success: flags.failIfDifferent !== true || !answer.different, value: answer }
}

function printed(answer: DiffAnswer, output: string): string {
  if (output === 'json') return JSON.stringify(answer, null, 2)
  return output === 'markdown' ? diffMarkdown(answer) : diffText(answer)
}

function sidesAsked(args: readonly string[], against: string | undefined): readonly [string, string] {
  const [a, b] = args
  if (a === undefined || a === '' || b === '')
    throw usage('diff needs something to compare', { next: 'sluice diff my_model --against prod' })
  if (b !== undefined && against !== undefined)
    throw usage('--against names the target of the second relation, which was given itself', { hint: `leave out ${b} or --against` })
  if (b !== undefined) return [a, b]
  if (a.includes(':')) throw usage(`diff ${a}: with what is it to be compared?`, { next: `sluice diff ${a} ${a.split(':').at(-1) ?? ''}` })
  return [a, `${against ?? 'prod'}:${a}`]
}

function names(value: unknown): readonly string[] {
  return ((value ?? []) as readonly string[]).flatMap((each) => each.split(',')).filter((each) => each !== '')
}

function toleranceOf(text: string | undefined): Tolerance | undefined {
  if (text === undefined) return undefined
  const [, digits, percent] = /^\s*(\d+(?:\.\d+)?(?:e-?\d+)?)\s*(%?)\s*$/i.exec(text) ?? []
  if (digits === undefined) throw badValue('--tolerance', text, 'a distance such as 0.01, or a share such as 0.1%')
  return percent === '%' ? { by: 'share', value: Number(digits) / 100 } : { by: 'absolute', value: Number(digits) }
}

/** Letters and digits alone: part of names of temporary tables. */
function stampOf({ id }: Invocation): string {
  return id.replaceAll(/\W/g, '').slice(0, 12)
}

/** What was typed stands in a statement nobody has seen. */
function namingWhere(error: unknown, where: string | undefined): unknown {
  const ofQuery = error instanceof SluiceError && (error.code.startsWith('SQL_') || error.code === 'DB_QUERY_FAILED')
  if (where === undefined || !ofQuery) return error
  return error.with({ hint: `is --where right for both sides? ${where}` })
}
