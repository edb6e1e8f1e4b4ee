/** Reading resources of a manifest, which artifacts of other versions may lack fields of. */
import type { ColumnSpec, Resource, UniqueId } from '../core/node.js'
import type { RunStatus } from '../core/result.js'
import type { NodeStatus } from './model/index.js'

export function statusOf(status: RunStatus | undefined): NodeStatus {
  switch (status) {
    case 'success':
    case 'pass':
    case 'no-op':
    case 'reused':
      return 'ok'
    case 'warn':
      return 'warn'
    case 'error':
    case 'fail':
    case 'runtime error':
    case 'partial success':
      return 'fail'
    case 'skipped':
      return 'skipped'
    case undefined:
      return 'none'
  }
}

export function parentsOf(resource: Resource): readonly UniqueId[] {
  // dbt's manifests give seeds no `nodes` here.
  return 'depends_on' in resource ? ((resource.depends_on as { nodes?: UniqueId[] }).nodes ?? []) : []
}

export function columnsOf(resource: Resource): Readonly<Record<string, ColumnSpec>> {
  return 'columns' in resource && typeof resource.columns === 'object' ? (resource.columns as Record<string, ColumnSpec>) : {}
}

export function configOf(resource: Resource): Readonly<Record<string, unknown>> {
  return ('config' in resource ? resource.config : {}) as Readonly<Record<string, unknown>>
}

export function metaOf(resource: Resource): Readonly<Record<string, unknown>> {
  const own = 'meta' in resource && resource.meta !== null && typeof resource.meta === 'object' ? (resource.meta as object) : {}
  const configured = configOf(resource).meta
  return { ...own, ...(configured !== null && typeof configured === 'object' ? configured : {}) }
}

export function descriptionOf(resource: Resource): string {
  return 'description' in resource ? textOf(resource.description) : ''
}

export function groupOf(resource: Resource): string {
  return textOf('group' in resource ? resource.group : configOf(resource).group)
}

export function displayName(resource: Resource): string {
  if (resource.resource_type === 'source') return `${resource.source_name}.${resource.name}`
  const version = 'version' in resource ? resource.version : null
  return version === null || version === undefined ? resource.name : `${resource.name}.v${textOf(version)}`
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
