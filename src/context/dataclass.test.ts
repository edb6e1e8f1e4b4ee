/** Records as dbt's dataclasses show them to templates: attributes, `to_dict()` and the printed form. */
import { expect, test } from 'vitest'
import { compileTemplate } from '../jinja/index.js'
import { dataclass, nodeRecord } from './dataclass.js'

const node = {
  unique_id: 'model.p.a',
  resource_type: 'model',
  name: 'a',
  alias: 'b',
  config: { materialized: 'ephemeral', meta: {} },
  columns: { id: { name: 'id', description: 'key' } },
  depends_on: { macros: [], nodes: ['seed.p.s'] },
  version: null,
}

function render(text: string): string {
  const names: Readonly<Record<string, unknown>> = {
    node: nodeRecord(node),
    record: dataclass('Info', { name: 'x', at: null, of: { k: null } }),
  }
  const scope = { undefinedMode: 'strict' as const, depth: 0, lookup: (name: string) => names[name], names: () => Object.keys(names) }
  return compileTemplate({ text, file: 'x.sql' }).renderSync(scope as never)
}

test.each([
  ['{{ node.unique_id }} {{ node.identifier }} {{ node.is_ephemeral_model }}', 'model.p.a b True'],
  ["{{ node.config.materialized }} {{ node.config.get('nope', 1) }} {{ node.config['meta'] }}", 'ephemeral 1 {}'],
  ['{{ node.config.to_dict() }}', "{'materialized': 'ephemeral', 'meta': {}}"],
  ['{{ node.columns.id.description }} {{ node.columns.id.to_dict() }}', "key {'name': 'id', 'description': 'key'}"],
  ['{{ node.depends_on.nodes }} {{ node.depends_on_nodes }}', "['seed.p.s'] ['seed.p.s']"],
  ['{{ node.to_dict().keys() | list | length }} {{ node.to_dict().config.materialized }}', '8 ephemeral'],
  ['{{ node.to_dict(omit_none=true).keys() | list | length }}', '7'],
  ["{{ node.get is defined }} {{ node is mapping }} {{ node['name'] }}", 'False False a'],
  ['{{ record }} {{ record.to_dict(omit_none=True) }}', "Info(name='x', at=None, of={'k': None}) {'name': 'x', 'of': {}}"],
])('%s', (text, shown) => {
  expect(render(text)).toBe(shown)
})
