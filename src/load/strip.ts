/** Python's `str.strip()`: JavaScript's `trim` also takes a byte order mark away and leaves some control characters. */

export function strip(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

function isBlank(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13) || code >= 28
  if (code < 0x85) return false
  return code === 0x85 || code === 0xa0 || wide.has(code) || (code >= 0x2000 && code <= 0x200a)
}

const wide = new Set([0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000])
