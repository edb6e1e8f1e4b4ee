import type { AlertMessage } from './message.js'

/** What somebody who tries out a receiver sees there. */
export function testMessage(sink: string, project: string, target: string, id: string, now: Date): AlertMessage {
  const at = now.toISOString()
  return {
    id,
    seq: 0,
    sink,
    event: 'test',
    project,
    target,
    key: `${target}|test:${project}`,
    opening: id,
    incident: {
      key: `test:${project}`,
      kind: 'failure',
      severity: 'warn',
      title: `a test message to ${sink}`,
      text: 'Somebody asked with `sluice debug --alerts test` whether alerts arrive here. They do; nothing is wrong.',
      cause: `project.${project}`,
      affected: [],
      exposures: [],
      owner: null,
      email: null,
      group: null,
      tags: [],
      runbook: null,
      since: at,
    },
    at,
    resolvedAt: null,
    thread: id,
  }
}
