/** Two answers about the columns of the same models, and where they are not the same. */

/** @returns `counts`, and `differences`: a line of text each, which begins with the label and the column */
export function compareColumns({ ours, theirs, ids, label }) {
  const counts = { models: ids.length, whole: 0, unread: 0, columns: 0, same: 0, unnamed: 0 }
  const differences = []
  for (const id of ids) {
    const mine = ours.get(id)
    if (mine?.known === 'column') counts.whole++
    else differences.push(`${label} ${id}: known by ${mine?.known ?? 'nothing'}: ${mine?.reason ?? 'it has no columns that are known'}`)
    const other = theirs[id]
    if (!other || other.error) counts.unread++
    else differences.push(...compareModel({ mine, other, counts }).map((text) => `${label} ${id}.${text}`))
  }
  return { counts, differences }
}

function compareModel({ mine, other, counts }) {
  const out = []
  for (const [name, leaves] of Object.entries(other.columns)) {
    if (/^_col_\d+$/.test(name)) {
      counts.unnamed++
      continue
    }
    counts.columns++
    const theirs = [...new Set(leaves.map(([node, column]) => `${node}.${column.toLowerCase()}`))].sort()
    const found = mine?.columns.get(name.toLowerCase())
    if (found && found.join() === theirs.join()) counts.same++
    else out.push(`${name}: ${found ? difference(found, theirs) : 'we have no such column'}`)
  }
  const names = new Set(Object.keys(other.columns).map((name) => name.toLowerCase()))
  const more = [...(mine?.columns.keys() ?? [])].filter((name) => !names.has(name))
  if (counts.unnamed === 0) out.push(...more.map((name) => `${name}: sqlglot has no such column`))
  return out
}

function difference(ours, theirs) {
  const only = (these, those) => these.filter((each) => !those.includes(each)).join(', ') || 'nothing'
  return `only we: ${only(ours, theirs)}; only sqlglot: ${only(theirs, ours)}`
}
