/**
 * `query-comment`: a comment put to every statement, so that a warehouse's query history tells which node sent it. Its
 * template is rendered once per node; without one the comment is dbt's: a JSON object of tool, versions, target and node.
 */
import type { Connection } from '../../adapters/index.js'
import type { NodeInfo } from '../../core/event.js'
import type { ManifestNode } from '../../core/node.js'
import { call } from '../../core/template-object.js'
import { dbtVersion } from '../../core/version.js'
import { compileMacro, toText } from '../../jinja/index.js'
import { queryCommentIllegal } from '../errors.js'
import type { Runtime } from '../types.js'

/** Who sends the statement. */
export interface Sender {
  readonly runtime: Runtime
  readonly connection: Connection
  readonly nodeInfo: NodeInfo | undefined
}

const rendered = new WeakMap<Runtime, Map<string, Promise<string>>>()

/** The statement with its comment, as the project wants it. */
export async function withQueryComment(host: Sender, sql: string): Promise<string> {
  const setting = host.runtime.project.root.config.queryComment
  if (setting === null || setting.comment === '') return sql
  const text = await commentFor(host)
  if (text === '') return sql
  if (!(setting.append ?? host.runtime.module.appendsQueryComment)) return `/* ${text} */\n${sql}`
  const statement = sql.trimEnd()
  return statement.endsWith(';') ? `${statement.slice(0, -1)}\n/* ${text} */;` : `${statement}\n/* ${text} */`
}

function commentFor({ runtime, connection, nodeInfo }: Sender): Promise<string> {
  const known = rendered.get(runtime) ?? new Map<string, Promise<string>>()
  rendered.set(runtime, known)
  const key = nodeInfo?.unique_id ?? `connection ${connection.name}`
  const comment =
    known.get(key) ?? render(runtime, connection.name, nodeInfo ? runtime.manifest.nodes[nodeInfo.unique_id] : undefined, connection)
  known.set(key, comment)
  return comment
}

async function render(runtime: Runtime, connectionName: string, node: ManifestNode | undefined, connection: Connection): Promise<string> {
  const { comment } = runtime.project.root.config.queryComment ?? {}
  if (comment === null || comment === undefined) return defaultComment(runtime, connectionName, node)
  const file = runtime.project.root.config.location.file
  const macro = compileMacro({ text: `{% macro query_comment_macro(connection_name, node) %}${comment}{% endmacro %}`, file })
  // A comment that asked the warehouse would need a comment of its own.
  const scope = runtime.operationScope(connection, { introspect: false })
  const text = toText(await macro.bind(scope, 'async')[call]([connectionName, node ?? null], {})).trim()
  if (text.includes('*/')) throw queryCommentIllegal(text, runtime.project.root.config.location)
  return text
}

function defaultComment(runtime: Runtime, connectionName: string, node: ManifestNode | undefined): string {
  const { profileName, name } = runtime.project.target
  const about = node ? { node_id: node.unique_id } : { connection_name: connectionName }
  const fields = Object.entries({ app: 'dbt', dbt_version: dbtVersion, profile_name: profileName, target_name: name, ...about })
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')}}`
}
