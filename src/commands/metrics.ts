/** `metrics`: prints them once. `metrics serve`: answers Prometheus until interrupted. */
import { createServer } from 'node:http'
import { loadProject } from '../load/index.js'
import type { CommandBody } from './command.js'
import { badValue } from './errors.js'
import { closed, listen } from './listen.js'
import { metricsSettings, projectMetrics } from './metrics-input.js'
import { isLoopback, MetricsServer } from './metrics-server.js'
import { openLoaded } from './open-project.js'

export const metrics: CommandBody = async (invocation, args) => {
  const [action] = args
  if (action !== undefined && (action !== 'serve' || args.length > 1))
    throw badValue('[ACTION]', args.join(' '), '`serve`, or nothing', ['serve'])
  const { flags, events, signal } = invocation
  const project = await loadProject(invocation)
  const settings = await metricsSettings({ project }, invocation)
  const opened = await openLoaded(project, invocation)
  const ask = async () => await projectMetrics(opened, invocation, settings)
  if (action === undefined) {
    const text = await ask()
    events.emit('PrintEvent', { msg: text.trimEnd() })
    return { success: true, value: text }
  }
  const host = String(flags.host)
  const answering = new MetricsServer(ask, settings.cache, host, invocation)
  const server = createServer((request, response) => void answering.answer(request, response))
  const port = await listen(server, host, Number(flags.port))
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`
  events.emit('Note', { msg: `Metrics for Prometheus at ${url}` })
  if (!isLoopback(host))
    events.emit('Note', { msg: 'Whoever reaches this address can read names of tables and tests, and how they do' }, 'warn')
  events.emit('Note', { msg: 'Press Ctrl+C to exit.' })
  await closed(server, signal)
  return { success: true, value: url }
}
