/** Byte offsets of UTF-8, as native engines count, to JavaScript's own. */

export function utf16Offset(text: string, byte: number): number {
  // Most SQL is ASCII up to there.
  let bytes = 0
  let at = 0
  for (const character of text) {
    if (bytes >= byte) break
    bytes += utf8Length(character.codePointAt(0) ?? 0)
    at += character.length
  }
  return at
}

function utf8Length(code: number): number {
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}
