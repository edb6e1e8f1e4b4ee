/** Light or dark: what the reader chose, else what the system says. `data-theme` on the root element tells the styles. */
import { computed, effect, signal } from '@preact/signals'

export const themeChoices = ['auto', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

const key = 'sluice-theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const systemDark = signal(system.matches)
system.addEventListener('change', ({ matches }) => {
  systemDark.value = matches
})

export const themeChoice = signal<ThemeChoice>(kept())

/** What is shown. */
export const theme = computed<'light' | 'dark'>(() =>
  themeChoice.value === 'auto' ? (systemDark.value ? 'dark' : 'light') : themeChoice.value,
)

effect(() => {
  document.documentElement.dataset.theme = theme.value
})

export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.value = choice
  try {
    localStorage.setItem(key, choice)
  } catch {
    // Some browsers give a page opened from a file no storage: the choice then lasts as long as the page is open.
  }
}

function kept(): ThemeChoice {
  try {
    return themeChoices.find((choice) => choice === localStorage.getItem(key)) ?? 'auto'
  } catch {
    return 'auto'
  }
}
