/** `submit_python_job`: the code a materialization has put together for a Python model, handed to the adapter. */
import type { ManifestNode, Plain, SourceNode, UnitTestNode } from '../core/node.js'
import { define, type TemplateFunction } from '../core/template-object.js'
import { type AdapterHost, responseFields } from './adapter/host.js'
import { raised } from './errors.js'
import { responseObject } from './statements.js'

export function pythonFunction({ runtime, connection }: AdapterHost, node: ManifestNode | SourceNode | UnitTestNode): TemplateFunction {
  return define('submit_python_job', ['parsed_model', 'compiled_code'], async (_model: Plain, code: string) => {
    const { adapter, manifest } = runtime
    if (!adapter.runPython) throw raised(`${adapter.module.type} runs no Python models`, node.unique_id)
    if (!('raw_code' in node)) throw raised('submit_python_job() is for Python models only', node.unique_id)
    const relation = runtime.relationOf(node)
    const line = manifest.locations.get(node.unique_id)?.line ?? 1
    const job = {
      id: node.unique_id,
      name: node.name,
      file: node.original_file_path,
      line,
      lastLine: line + node.raw_code.split('\n').length - 1,
      code: String(code),
      database: relation.database ?? '',
      schema: relation.schema ?? '',
    }
    return responseObject(responseFields(await adapter.runPython(job, connection)))
  })
}
