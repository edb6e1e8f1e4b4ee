/** A page that breaks says so, and leaves menu and search standing. */
import { Component, type ComponentChildren } from 'preact'
import { Command } from '../parts.js'

interface State {
  readonly broken?: unknown
}

/** Give it the address as `key`: the next page starts anew. */
export class Boundary extends Component<{ children: ComponentChildren }, State> {
  static override getDerivedStateFromError(broken: unknown): State {
    return { broken }
  }

  override render(): ComponentChildren {
    const { broken } = this.state
    if (broken === undefined) return this.props.children
    return (
      <>
        <h1>This page could not be shown</h1>
        <p>The other pages still work. Its data may be damaged: make the site anew.</p>
        <p>
          <Command text="sluice docs generate" />
        </p>
        <p class="quiet mono broken">{broken instanceof Error ? broken.message : String(broken)}</p>
      </>
    )
  }
}
