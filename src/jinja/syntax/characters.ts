/** Character classes as Python and Jinja2 see them, by UTF-16 code: the lexer's inner loops ask these. */

const asciiSpace = new Set([9, 10, 11, 12, 13, 28, 29, 30, 31, 32])

/** What Python's `str.isspace` and `\s` accept (not U+FEFF, which JavaScript's `\s` does). */
export function isSpace(code: number): boolean {
  if (code < 128) return code <= 32 && asciiSpace.has(code)
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** The same class for use inside a regular expression's brackets. */
export const spaceClass = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Letters and underscore; anything beyond ASCII is left to a slower check. */
export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127
}

export function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code)
}

export function trimStart(text: string): string {
  let start = 0
  while (start < text.length && isSpace(text.charCodeAt(start))) start++
  return start === 0 ? text : text.slice(start)
}

export function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  return end === text.length ? text : text.slice(0, end)
}
