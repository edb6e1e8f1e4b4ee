/** The answer of `why` in words. */
import {
  type CauseGroup,
  causeKinds,
  type Hop,
  type LateAnswer,
  type LateItem,
  type StateEntry,
  spanText,
  wallText,
} from '../../observe/index.js'

/** @param asked - names that were asked for; none: everything */
export function whyText(answer: LateAnswer, asked: readonly string[]): string {
  const { causes, states, target } = answer
  const now = Date.parse(answer.at)
  const items = new Set(causes.flatMap((group) => group.items.map(({ id }) => id))).size
  const others = states.filter(({ status }) => status === 'met')
  const unknown = states.filter(({ status }) => status === 'unknown')
  if (causes.length === 0) return [allWell(states, asked, target), ...stateLines(states, now), ...unknownLines(unknown)].join('\n')
  const head = `${plural(items, 'table or test', 'tables or tests')} late, failed or skipped in target ${target}, ${plural(causes.length, 'root cause', 'root causes')}:`
  const parts = causes.map((group, index) => groupText(group, causes.length > 1 ? `${index + 1}. ` : '', now))
  const well = others.length > 0 ? [`As promised: ${others.map(({ name }) => name).join(', ')}.`] : []
  return [head, '', parts.join('\n\n'), ...(well.length + unknown.length > 0 ? [''] : []), ...well, ...unknownLines(unknown)].join('\n')
}

function allWell(states: readonly StateEntry[], asked: readonly string[], target: string): string {
  const what = asked.length > 0 ? asked.join(', ') : `target ${target}`
  if (states.length > 0) return `Nothing is late in ${what}: all ${plural(states.length, 'promise is', 'promises are')} kept.`
  return asked.length > 0
    ? `Nothing is late, failed or skipped for ${what}. Nothing says when it is due: add \`sla:\` to its meta.`
    : `Nothing failed or was skipped in ${what}, and nothing is promised in it: add \`sla:\` to the meta of a model or source.`
}

function stateLines(states: readonly StateEntry[], now: number): readonly string[] {
  return states.filter(({ status }) => status === 'met').map((state) => `  ${state.name}: ${state.words}${nextText(state, now)}`)
}

function nextText({ nextDue }: StateEntry, now: number): string {
  return nextDue === null ? '' : `; due next in ${spanText((Date.parse(nextDue) - now) / 1000)}`
}

function unknownLines(states: readonly StateEntry[]): readonly string[] {
  return states.map(({ name, words }) => `  ${name}: not known, ${words}`)
}

function groupText(group: CauseGroup, number: string, now: number): string {
  const since = group.since === null ? '' : ` (since ${stamp(group.since)}, ${spanText((now - Date.parse(group.since)) / 1000)})`
  const lines = [
    `${number}${group.name}: ${causeKinds[group.kind].title}${since}`,
    ...wrapped(group.words, '   '),
    ...itemLines(group),
    ...field('way', group.hops.length > 1 ? wayText(group.hops) : ''),
    ...field('owner', group.owners.join(', ')),
    ...field('affects', group.exposures.map(({ name, owner }) => (owner === null ? name : `${name} (${owner})`)).join(', ')),
    ...field('runbook', group.runbook ?? ''),
    ...field('advice', group.advice ?? ''),
    ...field('back', group.expected?.words ?? ''),
    ...field('note', group.note ? `${group.note.text}${group.note.until ? `, told again from ${stamp(group.note.until)}` : ''}` : ''),
    ...field('next', group.next ?? ''),
  ]
  return lines.join('\n')
}

const mostItems = 12

function itemLines({ items, node }: CauseGroup): readonly string[] {
  const own = items.filter(({ id }) => id === node)
  const others = items.filter(({ id }) => id !== node)
  const shown = others.slice(0, mostItems).map((item) => `      ${item.name}: ${trouble(item)}`)
  const more = others.length > mostItems ? [`      and ${others.length - mostItems} more`] : []
  return [
    ...own.flatMap((item) => (item.trouble === 'late' || item.trouble === 'slow' ? field('missed', item.words) : [])),
    ...(others.length > 0 ? ['   for its sake', ...shown, ...more] : []),
  ]
}

function trouble({ trouble: kind, words }: LateItem): string {
  return kind === 'late' ? `late, ${words}` : words
}

/** `daily_tickets 10 Nov 05:00 ← stg_tickets 05:10 ← raw.tickets 05:10` */
function wayText(hops: readonly Hop[]): string {
  return hops.map(({ name, newest, built }) => `${name} ${newest ? stamp(newest) : built ? `built ${stamp(built)}` : '?'}`).join(' ← ')
}

function field(name: string, text: string): readonly string[] {
  return text === '' ? [] : wrapped(text, `   ${`${name}:`.padEnd(9)}`)
}

const width = 110

function wrapped(text: string, first: string): readonly string[] {
  const lines: string[] = []
  let line = first
  let empty = true
  for (const word of text.split(' ')) {
    if (!empty && line.length + word.length + 1 > width) {
      lines.push(line)
      line = ' '.repeat(first.length)
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line]
}

function stamp(iso: string): string {
  return `${wallText(Date.parse(iso), 'UTC')} UTC`
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
