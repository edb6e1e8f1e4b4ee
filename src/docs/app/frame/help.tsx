/** The keys, in a dialog of the browser: it takes the focus, gives it back, and closes by Esc. */
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { pages } from '../pages/index.js'
import { helpShown } from './help-shown.js'
import { goTo, keysShown } from './keyboard.js'

export function Help(): JSX.Element | null {
  const dialog = useRef<HTMLDialogElement>(null)
  const shown = helpShown.value
  useEffect(() => {
    if (shown && !dialog.current?.open) dialog.current?.showModal()
  }, [shown])
  if (!shown) return null
  const rows = keysShown.filter(([keys]) => keys[0] !== 'g' || pages[goTo[keys[1] ?? ''] ?? ''])
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={hide}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {rows.map(([keys, what]) => (
          <div key={what} class="help-row">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  )
}

function hide(): void {
  helpShown.value = false
}
