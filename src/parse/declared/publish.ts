/** `publish:` declares no tests of its own: it is read here so that a wrong value is told before anything runs. */
import { readPublish } from '../../core/publish.js'
import type { DeclaredTest, Subject } from './declarer.js'

export function publishChecked({ resource, setting }: Subject): readonly DeclaredTest[] {
  const given = setting('publish')
  if (given === undefined) return []
  if (resource.resource_type === 'source')
    throw given.problem(
      `source ${resource.name} has publish: nothing here builds it`,
      'a model, seed or snapshot',
      undefined,
      'a source is held back by gate:',
    )
  readPublish(given)
  return []
}
