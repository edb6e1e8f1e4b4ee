// Runs told to a receiver of OpenLineage events: every event held against the specification's rules, and outages that no run feels.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'

type Plain = Readonly<Record<string, unknown>>
interface Dataset {
  readonly namespace: string
  readonly name: string
  readonly facets: Readonly<Record<string, Plain>>
  readonly inputFacets?: Readonly<Record<string, Plain>>
  readonly outputFacets?: Readonly<Record<string, Plain>>
}
interface Event {
  readonly eventType: string
  readonly eventTime: string
  readonly schemaURL: string
  readonly run: { readonly runId: string; readonly facets: Readonly<Record<string, Plain>> }
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Readonly<Record<string, Plain>> }
  readonly inputs: readonly Dataset[]
  readonly outputs: readonly Dataset[]
}

const secret = 'k3y-of-the-shop'
let made: Project
let server: Server
let url: string
const received: { readonly event: Event; readonly path: string; readonly headers: IncomingHttpHeaders }[] = []
let failing = 0

beforeAll(async () => {
  made = project({
    'seeds/payments.csv': 'id,cents,state\n1,100,ok\n2,250,ok\n3,5,open\n',
    'models/paid.sql':
      "{{ config(materialized='ephemeral') }}\nselect id, cents / 100.0 as amount, state from {{ ref('payments') }} where state <> 'void'",
    'models/totals.sql':
      "select state, sum(amount) as total, row_number() over (order by state) as place, 'k3y-of-the-shop' as tag\nfrom {{ ref('paid') }} group by state",
    'models/broken.sql': "{{ config(materialized='table') }} select cast(state as integer) as n, total from {{ ref('totals') }}",
    'models/after.sql': "select n from {{ ref('broken') }}",
    'models/models.yml':
      'models:\n  - name: totals\n    description: Money by state.\n    columns:\n      - name: total\n        description: In euros.\n        data_tests: [not_null]\n      - name: tag\n        data_tests: [{unique: {config: {severity: warn}}}]\n',
  })
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      if (failing > 0) {
        failing -= 1
        response.writeHead(503).end()
        return
      }
      received.push({ event: JSON.parse(text), path: String(request.url), headers: request.headers })
      response.writeHead(201).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  made.remove()
})

/** What the specification asks of an event and its facets, in a few lines. */
function checkRules(event: Event): void {
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
  expect(event.run.runId).toMatch(uuid)
  expect(new Date(event.eventTime).toISOString()).toBe(event.eventTime)
  expect(event.schemaURL).toBe('https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent')
  const sets = [...event.inputs, ...event.outputs]
  const facets = [event.run.facets, event.job.facets, ...sets.flatMap((set) => [set.facets, set.inputFacets ?? {}, set.outputFacets ?? {}])]
  for (const facet of facets.flatMap((each) => Object.values(each))) {
    expect(String(facet._producer)).toMatch(/^urn:sluice:/)
    expect(String(facet._schemaURL)).toMatch(/^https:\/\/openlineage\.io\/spec\/facets\/\d-\d-\d\/(\w+)\.json#\/\$defs\/\1$/)
  }
  for (const { facets: own } of event.outputs) for (const field of inputFields(own.columnLineage)) checkTransformations(field)
}

interface InputField {
  readonly namespace: string
  readonly name: string
  readonly field: string
  readonly transformations: readonly { readonly type: string; readonly subtype: string }[]
}

function inputFields(lineage: Plain | undefined): InputField[] {
  const fields = (lineage?.fields ?? {}) as Readonly<Record<string, { readonly inputFields: InputField[] }>>
  return [...Object.values(fields).flatMap((each) => each.inputFields), ...((lineage?.dataset ?? []) as InputField[])]
}

function checkTransformations({ namespace, name, field, transformations }: InputField): void {
  expect([namespace, name, field].every((part) => part !== '')).toBe(true)
  const allowed = /^(DIRECT (IDENTITY|TRANSFORMATION|AGGREGATION)|INDIRECT (FILTER|JOIN|GROUP_BY|SORT|WINDOW|CONDITIONAL))$/
  for (const { type, subtype } of transformations) expect(`${type} ${subtype}`).toMatch(allowed)
}

const of = (name: string) => received.map(({ event }) => event).filter(({ job }) => job.name.startsWith(name))

it('tells a build with schemas, column lineage, tests, failures and its parent, and no secret', async () => {
  failing = 5
  const parent = 'airflow/nightly/01890000-0000-7000-8000-000000000001'
  const env = { OPENLINEAGE_API_KEY: secret, DBT_ENV_SECRET_KEY: secret, OPENLINEAGE_NAMESPACE: 'shop-ci', OPENLINEAGE_PARENT_ID: parent }
  const { code, stderr, stdout } = await made.sluice(['build', '--openlineage', url], env)
  expect(code).toBe(1)
  expect(stdout + stderr).not.toContain('OPENLINEAGE')
  const events = received.map(({ event }) => event)
  for (const event of events) checkRules(event)
  expect(received.every(({ path, headers }) => path === '/api/v1/lineage' && headers.authorization === `Bearer ${secret}`)).toBe(true)
  expect(JSON.stringify(events)).not.toContain(secret)
  expect(new Set(events.map(({ job }) => job.namespace))).toEqual(new Set(['shop-ci']))

  const types = (name: string) => of(name).map(({ eventType }) => eventType)
  expect(types('shop.build')).toEqual(['START', 'FAIL'])
  expect(types('seed.shop.payments')).toEqual(['START', 'COMPLETE'])
  expect(types('model.shop.totals')).toEqual(['START', 'COMPLETE'])
  expect(types('model.shop.broken')).toEqual(['START', 'FAIL'])
  expect(types('model.shop.after')).toEqual([])
  expect(types('model.shop.paid')).toEqual([])
  const [start] = of('shop.build')
  expect(start?.run.facets.parent).toMatchObject({ run: { runId: parent.split('/')[2] }, job: { namespace: 'airflow', name: 'nightly' } })

  const [began, built] = of('model.shop.totals')
  expect(built?.run.runId).toBe(began?.run.runId)
  expect(built?.run.facets.parent).toMatchObject({ run: { runId: start?.run.runId }, job: { namespace: 'shop-ci', name: 'shop.build' } })
  expect(built?.job.facets.sql?.query).toContain('group by state')
  const namespace = `duckdb://${made.folder}/shop.duckdb`
  // The ephemeral model is no dataset: what it does is done by its reader.
  expect(built?.inputs.map((set) => [set.namespace, set.name])).toEqual([[namespace, 'shop.main.payments']])
  const output = built?.outputs[0]
  expect(output).toMatchObject({ namespace, name: 'shop.main.totals', facets: { documentation: { description: 'Money by state.' } } })
  expect(output?.facets.schema?.fields).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'total', description: 'In euros.' })]),
  )
  const { fields, dataset } = (output?.facets.columnLineage ?? {}) as {
    fields: Record<string, { inputFields: InputField[] }>
    dataset: InputField[]
  }
  const from = (column: string) =>
    fields[column]?.inputFields.map(({ field, transformations }) => [field, ...transformations.map(({ subtype }) => subtype)])
  expect(from('state')).toEqual([['state', 'IDENTITY']])
  expect(from('total')).toEqual([['cents', 'AGGREGATION']])
  expect(from('place')).toEqual([['state', 'TRANSFORMATION', 'WINDOW']])
  expect(Object.keys(fields)).not.toContain('tag')
  expect(dataset.map(({ field, transformations }) => [field, ...transformations.map(({ subtype }) => subtype)])).toEqual(
    expect.arrayContaining([
      ['state', 'GROUP_BY'],
      ['state', 'FILTER'],
    ]),
  )
})

it('tells of the same build what failed, and what the tests found', () => {
  const failed = of('model.shop.broken').at(-1)
  expect(failed?.run.facets.errorMessage).toMatchObject({ message: expect.stringContaining("'ok'"), programmingLanguage: 'SQL' })
  const asserted = (name: string) => {
    const test = of(`test.shop.${name}.`).at(-1)
    expect(test).toMatchObject({ eventType: 'COMPLETE', outputs: [] })
    return test?.inputs[0]?.inputFacets?.dataQualityAssertions?.assertions
  }
  const good = { assertion: 'not_null', success: true, name: 'not_null_totals_total', severity: 'error', column: 'total', actual: '0' }
  expect(asserted('not_null_totals_total')).toEqual([good])
  const bad = { assertion: 'unique', success: false, name: 'unique_totals_tag', severity: 'warn', column: 'tag', actual: '1' }
  expect(asserted('unique_totals_tag')).toEqual([bad])
})

it('appends to a file, and a receiver that is not there costs one warning', async () => {
  const file = await made.sluice(['seed', '--quiet'], { SLUICE_OPENLINEAGE: 'lineage/events.ndjson' })
  expect(file.code).toBe(0)
  const lines = made.read('lineage/events.ndjson').trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as Event).eventType)).toEqual(['START', 'START', 'COMPLETE', 'COMPLETE'])
  server.close()
  server.closeAllConnections()
  const { code, text } = await made.sluice(['seed'], { OPENLINEAGE_URL: `${url}/` })
  expect(code).toBe(0)
  expect(text.match(/OpenLineage/g)?.length).toBeGreaterThan(0)
  expect(text).toContain('4 of 4 OpenLineage events were not delivered')
})
