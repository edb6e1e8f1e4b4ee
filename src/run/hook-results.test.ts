/** `results` as on-run-end hooks of packages read it: by attribute, and as the dict of `to_dict()`. */
import { expect, test } from 'vitest'
import type { Flags } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { RunResult } from '../core/result.js'
import { compileTemplate } from '../jinja/index.js'
import { endOfRunNames } from './hook-results.js'

const manifest = {
  nodes: {
    'model.p.a': {
      unique_id: 'model.p.a',
      resource_type: 'model',
      database: 'd',
      schema: 's',
      name: 'a',
      config: { materialized: 'view' },
    },
    'test.p.t': { unique_id: 'test.p.t', resource_type: 'test', database: 'd', schema: 's_dbt_test__audit', config: {} },
  },
  sources: { 'source.p.r.t': { unique_id: 'source.p.r.t', resource_type: 'source', name: 't', freshness: { filter: null } } },
} as unknown as Manifest

const started_at = '2024-01-31T10:00:00.123456Z'
const built: RunResult = {
  unique_id: 'model.p.a',
  status: 'success',
  timing: [{ name: 'execute', started_at, completed_at: '2024-01-31T10:00:01.000000Z' }],
  thread_id: 'Thread-1',
  execution_time: 1.5,
  message: 'OK',
  failures: null,
  adapter_response: { _message: 'OK' },
  compiled: true,
  compiled_code: 'select 1',
  relation_name: 'd.s.a',
  batch_results: null,
}
const freshness = { max_loaded_at: started_at, snapshotted_at: started_at, max_loaded_at_time_ago_in_s: 60, criteria: {} }
const fresh: RunResult = { ...built, unique_id: 'source.p.r.t', status: 'warn', freshness }

const tested: RunResult = { ...built, unique_id: 'test.p.t', status: 'pass' }

function render(text: string): string {
  const names = endOfRunNames([built, fresh, tested], manifest, { storeFailures: true } as unknown as Flags)
  const scope = { undefinedMode: 'strict' as const, depth: 0, lookup: (name: string) => names[name], names: () => Object.keys(names) }
  return compileTemplate({ text, file: 'x.sql' }).renderSync(scope as never)
}

test.each([
  ['{{ results[0].node.config.materialized }} {{ results[0].status }} {{ results[0].skipped }}', 'view success False'],
  ["{{ results[0].timing[0].started_at.strftime('%H:%M:%S.%f') }} {{ results[0].timing[0].started_at.tzinfo }}", '10:00:00.123456 None'],
  ['{{ results[0].timing[0].to_dict().started_at }}', started_at],
  [
    '{{ results[0].to_dict().keys() | list }}',
    "['status', 'timing', 'thread_id', 'execution_time', 'adapter_response', 'message', 'failures', 'node', 'agate_table', 'batch_results']",
  ],
  ['{{ results[0].to_dict().timing[0].name }} {{ results[0].to_dict().node.name }}', 'execute a'],
  [
    '{{ results[1].max_loaded_at.year }} {{ results[1].age }} {{ results[1].to_dict().max_loaded_at }}',
    '2024 60 2024-01-31T10:00:00.123456+00:00',
  ],
  ["{{ results[1].to_dict().node.get('freshness') }}", "{'filter': None}"],
  ['{{ schemas }} {{ database_schemas }}', "['s', 's_dbt_test__audit'] [('d', 's'), ('d', 's_dbt_test__audit')]"],
])('%s', (text, shown) => {
  expect(render(text)).toBe(shown)
})
