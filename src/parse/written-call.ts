/**
 * With `state_modified_compare_more_unrendered_values` a `config()` call is compared as written; not so in a model that asks
 * for nothing but literal values, which dbt does not render to know them.
 */
import { writtenConfig } from '../jinja/index.js'
import { readCall } from './call-text.js'
import { renameHooks } from './config.js'
import type { Draft, Session } from './session.js'

type Written = Pick<Draft, 'kind' | 'raw_code' | 'language' | 'captured' | 'file'>

export function writtenCall(session: Session, draft: Written): Pick<Draft, 'writtenCall'> {
  const { kind, raw_code: text, language, captured, file } = draft
  if (session.invocation.flags.stateModifiedCompareMoreUnrenderedValues !== true || language !== 'sql') return {}
  if (captured.configCalls.length === 0 || (kind === 'model' && isLiteral(text))) return {}
  const call = renameHooks(writtenConfig({ text, file: file?.shown ?? '' }))
  return Object.keys(call).length > 0 ? { writtenCall: call } : {}
}

function isLiteral(text: string): boolean {
  if (text.includes('{%')) return false
  const tags = [...text.matchAll(/\{\{-?([\s\S]*?)-?\}\}/g)]
  return tags.every(([, code]) => ['ref', 'source', 'config'].includes(readCall(code ?? '')?.name ?? ''))
}
