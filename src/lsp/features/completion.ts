/** Completion: what may stand at a place of a template, of its SQL, or of a properties file. */
import type { CompletionItem } from 'vscode-languageserver'
import { isBareCall, isSql, isYaml, regionsIn, yamlIn } from '../reading.js'
import { readCode } from '../text/code.js'
import { regionAt } from '../text/regions.js'
import { yamlEntryAt } from '../text/yaml-outline.js'
import { codeCompletions } from './code-completion.js'
import type { Asked } from './context.js'
import { sqlCompletions } from './sql-completion.js'
import { yamlCompletions } from './yaml-completion.js'

const most = 3_000

export function completions(asked: Asked): CompletionItem[] | null {
  const items = [...found(asked)].slice(0, most)
  return items.length > 0 ? items : null
}

function found(asked: Asked): readonly CompletionItem[] {
  const { document, offset, text, path } = asked
  const region = regionAt(regionsIn(document), offset)
  if (region?.kind === 'comment') return []
  if (region?.kind === 'expression' || region?.kind === 'statement') {
    // Behind the tag's end the SQL goes on.
    if (offset <= region.inner.end && offset >= region.inner.start)
      return codeCompletions(readCode(text, region.inner.start, region.inner.end), asked, region.kind === 'statement')
  }
  if (isYaml(path)) {
    const entry = yamlEntryAt(yamlIn(document), offset)
    if (!entry) return []
    if (isBareCall(entry) && entry.start <= offset) return codeCompletions(readCode(text, entry.start, entry.end), asked, false)
    return yamlCompletions(entry, asked)
  }
  return isSql(path) ? sqlCompletions(asked) : []
}
