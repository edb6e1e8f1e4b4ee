/** `why`: what is late, failed or skipped, by root cause; of NODE… or of everything. Exit 1 where something is. */
import { parseDuration } from '../core/duration.js'
import type { Invocation } from '../core/invocation.js'
import { momentOf } from '../core/moment.js'
import type { UniqueId } from '../core/node.js'
import { type LateAnswer, writeNote } from '../observe/index.js'
import type { CommandBody } from './command.js'
import { badValue, fileRefused, usage } from './errors.js'
import { judgeLate } from './late/judge.js'
import { keepLate } from './late/kept.js'
import { nameOf } from './late/past.js'
import { isDated } from './late/promises.js'
import { whyText } from './late/text.js'
import { type OpenProject, openProject } from './open-project.js'
import { textFlag } from './state.js'

export const why: CommandBody = async (invocation, args) => {
  const { flags, events } = invocation
  const note = textFlag(flags.note)
  if (note !== undefined && args.length === 0)
    throw usage('--note says of no node what is known', { next: 'sluice why NODE --note TEXT --until 18:00' })
  if (note === undefined && textFlag(flags.until) !== undefined) throw usage('--until stands without --note')
  const until = untilOf(invocation)
  const opened = await openProject(invocation)
  const nodes = args.length === 0 ? null : nodesNamed(opened, args)
  const answer = await judgeLate(opened, invocation, { nodes })
  if (nodes === null) keepLate(opened, invocation, answer)
  const text = whyText(answer, args)
  const noted = note === undefined ? '' : `\n\n${keepNote(opened, invocation, answer, { text: note, node: args.join(' '), until })}`
  events.emit('PrintEvent', { msg: flags.output === 'json' ? JSON.stringify(answer, null, 2) : `${text}${noted}` })
  return { success: answer.causes.length === 0, value: answer }
}

/** By unique id, by name, or a source by both its names. */
function nodesNamed({ manifest }: OpenProject, args: readonly string[]): ReadonlySet<UniqueId> {
  const all = [...Object.values(manifest.nodes), ...Object.values(manifest.sources)].filter(isDated)
  const found = args.flatMap((asked) => {
    const fits = all.filter(({ unique_id: id, name }) => id === asked || name === asked || nameOf(manifest, id) === asked)
    if (fits.length > 0) return fits.map(({ unique_id }) => unique_id)
    const names = all.map(({ unique_id }) => nameOf(manifest, unique_id))
    throw badValue('NODE', asked, 'a model, seed, snapshot or source of the project', names)
  })
  return new Set(found)
}

function keepNote(
  opened: OpenProject,
  invocation: Invocation,
  { causes }: LateAnswer,
  { text, node, until }: { readonly text: string; readonly node: string; readonly until: Date | null },
): string {
  const keys = causes.map(({ key }) => key)
  if (keys.length === 0) return 'Nothing is late there: no note is kept.'
  const at = invocation.now().toISOString()
  const note = { keys, node, text: invocation.redactor.clean(text), at, until: until?.toISOString() ?? null }
  try {
    writeNote(opened.project.root.root, note)
  } catch (thrown) {
    throw fileRefused(thrown) ?? thrown
  }
  const names = causes.map(({ name }) => name).join(', ')
  return `Noted for ${names}: nobody is told of it again${until ? ` until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC` : ''}.`
}

/** A time, a time of day (UTC, the next one), or a length of time from now. */
function untilOf(invocation: Invocation): Date | null {
  const given = textFlag(invocation.flags.until)
  if (given === undefined) return null
  const now = invocation.now()
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(given) ?? []
  if (hour !== undefined && Number(hour) < 24 && Number(minute) < 60) {
    const today = Date.parse(`${now.toISOString().slice(0, 10)}T${hour.padStart(2, '0')}:${minute}:00Z`)
    return new Date(today > now.getTime() ? today : today + 86_400_000)
  }
  const seconds = /[a-z]/i.test(given) ? parseDuration(given) : undefined
  const found = seconds === undefined ? momentOf(given) : new Date(now.getTime() + seconds * 1000)
  if (!found) throw badValue('--until', given, 'a time such as 2026-11-22T18:00, 18:00 (UTC) or 4h')
  if (found <= now) throw badValue('--until', given, 'a time that is still to come')
  return found
}
