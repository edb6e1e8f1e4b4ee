/** Runs told to a receiver of OpenLineage events, or to a file: a reader of the event stream like any log. */
import { resolve } from 'node:path'
import type { EventSink } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import { type Delivery, fileDelivery, HttpDelivery } from './deliver.js'
import { badReceiver } from './errors.js'
import { type RunContext, RunEvents } from './run-events.js'
import { codeLocation } from './source-code.js'
import { type Facets, facet } from './spec.js'

export { warehouseNamespace } from './naming.js'

export type LineageContext = Omit<RunContext, 'runId' | 'jobNamespace' | 'jobName' | 'parent' | 'code'>

export function openLineageSink(receiver: string, context: LineageContext, invocation: Invocation): EventSink {
  const { env, redactor, id, flags, projectDir } = invocation
  const delivery = deliveryTo(receiver, invocation)
  const events = new RunEvents({
    ...context,
    runId: id,
    jobNamespace: env.OPENLINEAGE_NAMESPACE || 'sluice',
    jobName: `${context.manifest.metadata.project_name}.${flags.which}`,
    parent: parentOf(env),
    code: codeLocation(env, projectDir),
  })
  return {
    name: 'OpenLineage',
    on(event) {
      for (const each of events.of(event)) delivery.send(redactor.deep(each))
    },
    async close() {
      for (const each of events.stopped(invocation.now())) delivery.send(redactor.deep(each))
      await delivery.close()
    },
  }
}

function deliveryTo(receiver: string, { env, cwd, redactor }: Invocation): Delivery {
  if (!/^https?:/i.test(receiver)) return fileDelivery(resolve(cwd, receiver.replace(/^file:(\/\/)?/, '')))
  const url = endpoint(receiver, env.OPENLINEAGE_ENDPOINT)
  const key = env.OPENLINEAGE_API_KEY
  if (key) redactor.add(key)
  const login = url.username === '' ? undefined : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  if (url.password !== '') redactor.add(decodeURIComponent(url.password))
  url.username = ''
  url.password = ''
  const authorization = key ? `Bearer ${key}` : login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
  const headers = authorization === undefined ? {} : { authorization }
  return new HttpDelivery({ url: url.href, headers })
}

/** `http://host:5000` is a server; with a path it is the very place. */
function endpoint(receiver: string, path: string | undefined): URL {
  if (!URL.canParse(receiver)) throw badReceiver(receiver)
  const url = new URL(receiver)
  if (path) return new URL(path.replace(/^\/*/, ''), url.href.endsWith('/') ? url : `${url.href}/`)
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/api/v1/lineage'
  return url
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** OPENLINEAGE_PARENT_ID and OPENLINEAGE_ROOT_PARENT_ID: `namespace/job/run`, as orchestrators set them. */
function parentOf(env: Invocation['env']): Facets {
  const parent = runOf(env.OPENLINEAGE_PARENT_ID)
  if (!parent) return {}
  const root = runOf(env.OPENLINEAGE_ROOT_PARENT_ID)
  return { parent: facet('ParentRunFacet', { ...parent, ...(root ? { root } : {}) }) }
}

function runOf(text: string | undefined) {
  const parts = (text ?? '').split('/')
  const runId = parts.pop() ?? ''
  const name = parts.pop() ?? ''
  if (!uuid.test(runId) || name === '' || parts.length === 0) return undefined
  return { run: { runId }, job: { namespace: parts.join('/'), name } }
}
