/** A label of a Mermaid drawing: what would end or change it stands as Mermaid's own entities, which GitHub draws as the characters. */
export function mermaidText(text: string): string {
  const safe = text.replace(/[#"<>&`\\[\]{}|]/g, (character) => `#${character.charCodeAt(0)};`).replace(/\s+/g, ' ')
  return `"${safe}"`
}
