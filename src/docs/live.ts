/** The page as `docs serve` gives it: it reloads itself when the file has been written anew. The file on disk knows nothing of it. */
import { sourceHash } from './page.js'

/** Where the page asks what is newest; no file is ever served by such a name. */
export const livePath = '/.live'

/** A hidden page lets go of its connection: browsers have few for each host, and a reader may have many pages open. */
function liveScript(version: string): string {
  return `(()=>{let source
const stop=()=>{source?.close();source=undefined}
const start=()=>{if(source||document.hidden)return
source=new EventSource(${JSON.stringify(livePath)})
source.onmessage=({data})=>{if(data!==${JSON.stringify(version)}){stop();location.reload()}}}
document.addEventListener('visibilitychange',()=>document.hidden?stop():start())
start()})()`
}

const policy = /(<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src )([^"]*)(">)/
const place = '<meta name="referrer" content="no-referrer">'

/**
 * `head`: the beginning of the file, one character for each byte. Undefined where it is no page of ours, which stays as it is.
 * The policy lets in this one script by its hash, and one connection to where the page came from.
 */
export function withLive(head: string, version: string): string | undefined {
  if (!policy.test(head) || !head.includes(place)) return undefined
  const script = liveScript(version)
  return head
    .replace(
      policy,
      (_all, before: string, rest: string, end: string) => `${before}'${sourceHash(script)}' ${rest}; connect-src 'self'${end}`,
    )
    .replace(place, () => `${place}\n<script>${script}</script>`)
}
