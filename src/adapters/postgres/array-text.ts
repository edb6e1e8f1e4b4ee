/** PostgreSQL's text of an array, e.g. `{1,NULL,"a \" b",{2}}`. */

/** Lists of lists down to what `read` makes of each entry; undefined for text that is no array. */
export function parseArray(text: string, read: (entry: string) => unknown): unknown[] | undefined {
  // Bounds other than 1 stand in front: `[0:1]={a,b}`.
  const start = /^(?:\[[-\d:[\]]+\]=)?\{/.exec(text)
  if (!start) return undefined
  const root: unknown[] = []
  const open = [root]
  const token = /\{|\}|,|"((?:[^"\\]|\\.)*)"|[^{},"]+/gs
  token.lastIndex = start[0].length
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [whole, quoted] = match
    if (whole === '{') {
      const inner: unknown[] = []
      open.at(-1)?.push(inner)
      open.push(inner)
    } else if (whole === '}') open.pop()
    else if (whole !== ',') open.at(-1)?.push(entryOf(whole, quoted, read))
  }
  return open.length === 0 ? root : undefined
}

function entryOf(whole: string, quoted: string | undefined, read: (entry: string) => unknown): unknown {
  if (quoted !== undefined) return read(quoted.replace(/\\(.)/gs, '$1'))
  return whole === 'NULL' ? null : read(whole)
}
