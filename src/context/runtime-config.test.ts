/** The project's configuration behind `ref`, and `graph` as it was parsed: what packages that report on a project read. */
import { expect, test } from 'vitest'
import { duckdbModule, type ParsedProject, withParsed } from '../../e2e/harness/in-process.js'
import type { Plain } from '../core/node.js'
import { compileTemplate } from '../jinja/index.js'
import { graphDict } from './graph-dict.js'
import { createMacroRegistry, parseScope } from './index.js'

const files = {
  'dbt_project.yml': "{name: p, version: '1.2', profile: p, vars: {a: 1, p: {b: two}}, on-run-end: ['select 1']}",
  'models/m.sql': 'select 1 as id',
  'seeds/s.csv': 'id\n1\n',
}

function render({ project, manifest, invocation }: ParsedProject, text: string): string {
  const macros = createMacroRegistry(Object.values(manifest.macros), project, manifest.locations)
  const node = { unique_id: 'model.p.m', name: 'm', package_name: 'p', resource_type: 'model', fqn: [], original_file_path: 'models/m.sql' }
  const scope = parseScope({ project, module: duckdbModule, invocation, macros, node })
  return compileTemplate({ text, file: 'models/m.sql' }).renderSync(scope.scope)
}

test('the configuration is behind ref and source', async () => {
  await withParsed(files, {}, (parsed) => {
    const answers: Readonly<Record<string, string>> = {
      'builtins.ref.config.project_name': 'p',
      'ref.config.version': '1.2',
      "source.config.dependencies['dbt'].project_name": 'dbt',
      'ref.config.dependencies.keys() | list | first': 'p',
      'ref.config.vars.to_dict()': "{'a': 1, 'p': {'b': 'two'}}",
      'ref.config.on_run_end': "['select 1']",
      'ref.config.model_paths': "['models']",
      'ref.config.credentials.type': 'duckdb',
      'ref.config.credentials.password is defined': 'False',
      'ref.config.args.which == ref.config.args.WHICH': 'True',
      'ref.config.nope is defined': 'False',
      'ref.model.name': 'm',
      'ref.current_project': 'p',
      'invocation_args_dict.which == flags.WHICH': 'True',
      "'full_refresh' in invocation_args_dict": 'False',
    }
    for (const [expression, answer] of Object.entries(answers)) expect(render(parsed, `{{ ${expression} }}`), expression).toBe(answer)
  })
})

test('graph is the project as parsed, and no change of it reaches the manifest', async () => {
  await withParsed(files, {}, ({ manifest }) => {
    const model = manifest.nodes['model.p.m'] as unknown as Record<string, unknown>
    Object.assign(model, { compiled: true, compiled_code: 'select 1', compiled_path: 'x' })
    const graph = graphDict(manifest)
    expect(Object.keys(graph)).toEqual([
      'exposures',
      'functions',
      'groups',
      'metrics',
      'nodes',
      'sources',
      'semantic_models',
      'saved_queries',
    ])
    const nodes = graph['nodes'] as Record<string, Record<string, unknown>>
    const [shown, seed] = [nodes['model.p.m'] as Plain, nodes['seed.p.s'] as Plain]
    expect(shown).toMatchObject({ name: 'm', raw_code: 'select 1 as id', batch: null, defer_relation: null, compiled_path: null })
    expect(Object.keys(shown)).not.toContain('compiled_code')
    expect(Object.keys(seed)).toEqual(expect.arrayContaining(['root_path', 'defer_relation']))
    for (const key of ['compiled_path', 'refs', 'language']) expect(Object.keys(seed)).not.toContain(key)
    Object.assign(nodes['model.p.m'] as object, { name: 'other' })
    expect(model['name']).toBe('m')
  })
})
