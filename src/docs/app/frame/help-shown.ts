/** Whether the keys are shown: apart, so that pages can ask for it. */
import { signal } from '@preact/signals'

export const helpShown = signal(false)

export function showHelp(): void {
  helpShown.value = true
}
