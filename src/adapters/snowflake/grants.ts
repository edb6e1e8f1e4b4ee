/** Rows of `show grants` → privilege → roles. Owning is no grant; shares and database roles are managed elsewhere. */
import type { Table } from '../../core/table.js'

const unmanaged = new Set(['SHARE', 'DATABASE_ROLE'])

export function grantsOf(table: Table): Map<string, unknown[]> {
  const column = (name: string): number => table.columnNames.findIndex((candidate) => candidate.toLowerCase() === name)
  const [privilege, grantedTo, grantee] = [column('privilege'), column('granted_to'), column('grantee_name')]
  const grants = new Map<string, unknown[]>()
  for (const { cells } of table.rows) {
    const name = String(cells[privilege])
    if (name === 'OWNERSHIP' || unmanaged.has(String(cells[grantedTo]))) continue
    grants.set(name, [...(grants.get(name) ?? []), cells[grantee]])
  }
  return grants
}
