/** Who reads the data outside: dashboards, notebooks, applications. */
import type { ExposureNode } from '../../core/node.js'
import type { SiteMaking } from '../making.js'
import type { ExposuresBlock } from '../model/index.js'
import { textOf } from '../resources.js'

export function exposuresBlock({ shown }: SiteMaking): ExposuresBlock {
  const exposures = shown.flatMap((resource, node) => {
    if (resource.resource_type !== 'exposure') return []
    const { type, maturity, url, owner } = resource as ExposureNode
    const safe = url && /^https?:\/\//i.test(url) ? url : ''
    return [{ node, kind: textOf(type), maturity: textOf(maturity), url: safe, owner: textOf(owner.name), email: textOf(owner.email) }]
  })
  return { exposures }
}
