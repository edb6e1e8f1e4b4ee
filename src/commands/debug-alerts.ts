/** `debug --alerts`: does each receiver take a message, or: send what is waiting. */
import { randomUUID } from 'node:crypto'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Project } from '../core/project.js'
import { type Delivery, loadAlerts } from '../observe/index.js'
import type { CommandResult } from './command.js'
import { alertSettings, sendingOf, tellSent } from './send-alerts.js'

type Say = (msg: string) => void

export async function debugAlerts(project: Project, invocation: Invocation, say: Say): Promise<CommandResult> {
  const settings = await alertSettings(project, invocation)
  if (!settings)
    throw new SluiceError('USAGE', {
      message: 'no alerts are set up',
      expected: '`alerts:` with sinks in sluice.yml',
      hint: 'docs/alerts.md shows one',
    })
  const { redactor } = invocation
  if (invocation.flags.alerts === 'waiting') {
    const sent = await (await loadAlerts()).sendAlerts(sendingOf(project.root.root, invocation, settings))
    tellSent(sent, invocation)
    const left = sent.sinks.reduce((sum, { waiting }) => sum + waiting, 0)
    if (left === 0 && sent.sinks.length === 0) say('Alerts: nothing is waiting')
    return { success: left === 0 && !sent.locked, value: sent }
  }
  const { testMessage } = await loadAlerts()
  say('Alerts, a test message to each sink:')
  const now = () => invocation.now()
  const sending = { timeout: settings.giveUpAfter, signal: invocation.signal, again: false, now }
  const answers = await Promise.all(
    [...settings.sinks].map(async ([name, sink]): Promise<[string, Delivery]> => {
      const message = testMessage(name, project.root.config.name, project.target.name, randomUUID(), now())
      return [name, await sink.send(message, sending)]
    }),
  )
  for (const [name, answer] of answers)
    say(`  ${name}: ${answer.ok ? `[OK sent${answer.note ? `, ${answer.note}` : ''}]` : `[ERROR ${redactor.clean(answer.why)}]`}`)
  return { success: answers.every(([, { ok }]) => ok), value: answers }
}
