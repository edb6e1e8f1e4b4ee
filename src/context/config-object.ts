/** `config` while a node runs: reads the merged configuration; calling it again changes nothing. */
import type { Plain } from '../core/node.js'
import { attribute, call, define, kind, missing, type TemplateFunction, type TemplateObject } from '../core/template-object.js'
import { callValue, isDict, typeName } from '../jinja/index.js'
import { configInvalid, configMissing } from './errors.js'

/** Configs that every node has, with the value they have where nobody set them. */
const hookKeys: Readonly<Record<string, string>> = { pre_hook: 'pre-hook', post_hook: 'post-hook' }

export function configObject(nodeId: string, config: Plain): TemplateObject {
  const meta = isDict(config['meta']) ? (config['meta'] as Plain) : {}
  const lookIn = (from: Plain) => (name: string) => (Object.hasOwn(from, name) ? from[name] : from[hookKeys[name] ?? name])
  const reader = (label: string, read: (name: string) => unknown): TemplateFunction =>
    define(label, ['name', 'default?', 'validator?'], (name: string, fallback: unknown = null, validator?: unknown) => {
      const value = read(name)
      const answer = value === undefined ? fallback : value
      return validator !== undefined && fallback !== null ? validated(answer, validator) : answer
    })
  const requirer = (label: string, read: (name: string) => unknown): TemplateFunction =>
    define(label, ['name', 'validator?'], (name: string, validator?: unknown) => {
      const value = read(name)
      if (value === undefined) throw configMissing(name, nodeId)
      return validator === undefined ? value : validated(value, validator)
    })
  const methods: Readonly<Record<string, TemplateFunction>> = {
    get: reader('get', lookIn(config)),
    require: requirer('require', lookIn(config)),
    meta_get: reader('meta_get', lookIn(meta)),
    meta_require: requirer('meta_require', lookIn(meta)),
    set: define('set', ['name', 'value'], () => ''),
    persist_relation_docs: define('persist_relation_docs', [], () => persists(config, 'relation')),
    persist_column_docs: define('persist_column_docs', [], () => persists(config, 'columns')),
  }
  return {
    [attribute]: (name) => (name === 'model' ? null : (methods[name] ?? missing)),
    [call]: () => '',
    [kind]: { typeName: 'RuntimeConfigObject' },
  }
}

/** The validator raises when the value is not allowed. */
function validated(value: unknown, validator: unknown): unknown {
  const verdict = callValue(validator, [value], {})
  return verdict instanceof Promise ? verdict.then(() => value) : value
}

function persists(config: Plain, part: 'relation' | 'columns'): unknown {
  const setting = config['persist_docs'] ?? {}
  if (!isDict(setting)) throw configInvalid('persist_docs', `is a ${typeName(setting)}`, 'a dict with the keys relation and columns')
  return (setting as Plain)[part] ?? false
}
