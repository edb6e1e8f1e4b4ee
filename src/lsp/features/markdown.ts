/** Text as Markdown that shows exactly that text. */

export function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, (mark) => (mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`))
    .replace(/^(\s*)([-=]|\d+\.)/gm, '$1\\$2')
}

/** As a block of code, whatever stands in it. */
export function fenced(text: string, language = 'sql'): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), (match) => match[0].length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return `${fence}${language}\n${text}\n${fence}`
}

/** What is known of several things, one line each; nothing of those that are empty. */
export function listed(facts: Readonly<Record<string, string>>): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${escaped(value)}  `)
    .join('\n')
    .trimEnd()
}
