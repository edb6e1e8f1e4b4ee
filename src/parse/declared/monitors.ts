/** `monitors:` of a table → a test of each monitor, which measures the table by partition and judges what it finds. */
import type { Plain } from '../../core/node.js'
import { readSettings } from '../../load/index.js'
import { type DeclaredMonitor, type Defaults, readDefaults, readMonitors } from '../../monitor/index.js'
import type { Session } from '../session.js'
import type { DeclaredTest, Subject } from './declarer.js'

export function* declaredMonitors(subject: Subject): Generator<DeclaredTest> {
  const setting = subject.setting('monitors')
  if (!setting) return
  const { resource, session } = subject
  const eventTime = (resource.config as Plain | undefined)?.event_time
  for (const monitor of readMonitors(setting, defaultsOf(session), typeof eventTime === 'string' ? eventTime : null))
    yield { written: written(subject, monitor), columnName: null, from: monitor.from }
}

const known = new WeakMap<Session, Defaults>()

/** Read when the first monitor asks. */
function defaultsOf(session: Session): Defaults {
  const defaults = known.get(session) ?? readDefaults(readSettings(session.project, session.invocation, 'monitors'))
  known.set(session, defaults)
  return defaults
}

function written({ resource }: Subject, { name, spec, tags }: DeclaredMonitor): Plain {
  const table = resource.resource_type === 'source' ? `${resource.source_name}_${resource.name}` : resource.name
  const severity = spec.checks.some((check) => check.severity === 'error') ? 'error' : 'warn'
  return {
    sluice_monitor: {
      name: ['monitor', table, ...(name === null ? [] : [name])].join('_'),
      arguments: { monitor: spec },
      config: { severity, tags: ['monitor', ...tags] },
    },
  }
}
