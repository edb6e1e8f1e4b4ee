/** Ctrl-C once: no new nodes, queries cancelled, artifacts written. Twice: out at once. SIGTERM as the first. */

export function onInterrupt(controller: AbortController): () => void {
  let asked = false
  const handle = () => {
    if (asked) process.exit(130)
    asked = true
    controller.abort()
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  return () => {
    process.off('SIGINT', handle)
    process.off('SIGTERM', handle)
  }
}
