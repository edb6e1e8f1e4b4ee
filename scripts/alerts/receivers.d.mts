export const faults: readonly string[]
export interface HttpReceiver {
  readonly url: string
  readonly taken: readonly unknown[]
  become(fault: string): Promise<void>
  close(): Promise<void>
}
export function httpReceiver(read: (body: unknown, headers: unknown) => object): Promise<HttpReceiver>
export function mailReceiver(): Promise<{
  readonly port: number
  readonly taken: readonly { readonly to: readonly string[]; readonly subject: string; readonly text: string }[]
  become(fault: string): void
  close(): Promise<void>
}>
