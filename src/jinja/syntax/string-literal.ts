/** Python's escapes in string literals: `\n`, `\x41`, `\u00e9`; an unknown escape such as `\d` keeps its backslash. */

const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
}

const escapes = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g

/** The value of a literal's inside, or null where an escape is malformed (`'\x'`). */
export function unescapeString(inside: string): string | null {
  let malformed = false
  const text = inside.replace(escapes, (whole, hex, short, long, octal, single: string | undefined) => {
    const code = hex ?? short ?? long
    const point = code !== undefined ? Number.parseInt(code, 16) : octal !== undefined ? Number.parseInt(octal, 8) : null
    if ((point ?? 0) > 0x10ffff || (single !== undefined && 'xuUN'.includes(single))) {
      malformed = true
      return ''
    }
    return point === null ? (simple[single ?? ''] ?? whole) : String.fromCodePoint(point)
  })
  return malformed ? null : text
}
