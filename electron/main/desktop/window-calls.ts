import type { WebContents } from 'electron'
import { callRefusal } from '#shared/contracts/contract.ts'
import {
  type Answer,
  type Channel,
  type ChannelOutput,
  contracts,
  type ParsedInput,
} from '#shared/contracts/contract-map.ts'
import { CurrentSession } from '#shared/contracts/session.ts'
import type { DeskNote } from '#shared/domain/audit/desk-chain.ts'
import type { Language } from '#shared/i18n/language.ts'
import { AppError, type ErrorCode, toAppError } from '#shared/kernel/errors.ts'

/** Channels of the lane `window` that need no more of the windows than who asks. */
type HandledChannel = Extract<Channel, `device.${string}` | `update.${string}` | `support.${string}`>

/** What answers each of them. */
export type WindowHandlers = { readonly [C in HandledChannel]: Handler<C> }

type Handler<C extends Channel> = (
  input: ParsedInput<C>,
  asker: WebContents,
) => ChannelOutput<C> | Promise<ChannelOutput<C>>

/** The part of the core that main calls. */
export interface Core {
  invoke(channel: string, input: unknown, caller?: string): Promise<Answer<unknown>>
  note(note: Omit<DeskNote, 'actor'>): void
}

/** What only the process that owns the windows can do. Each throws an AppError of its contract. */
export interface Desktop {
  savePdf(input: ParsedInput<'desktop.savePdf'>, asker: WebContents): Promise<{ path: string | null; bytes: number }>
  printReady(asker: WebContents): void
  /** Answers how many windows are open then. */
  openWindow(path: string, asker: WebContents): number
  /** Shows a file that this desk wrote. */
  showFile(path: string): void
  /** Asks where an export goes; null when the clerk changed their mind. */
  askExportPath(input: ParsedInput<'reports.export'>, asker: WebContents): Promise<string | null>
  /** Asks where an exported audit log goes; null when the clerk changed their mind. */
  askAuditPath(language: Language, asker: WebContents): Promise<string | null>
  /** Remembers that this desk wrote a file. */
  wrote(path: string): void
}

const refused = (code: ErrorCode, detail: AppError['detail'] = {}): Answer<never> => ({
  ok: false,
  error: { code, detail },
})

/**
 * The core and the desktop as one: channels of the lane `window` are answered here, an export without a file asks the
 * clerk for one, everything else is the core's. Never throws.
 */
export class WindowCalls {
  readonly #core: Core
  readonly #desktop: Desktop
  readonly #handlers: WindowHandlers
  readonly #onFault: (channel: string, error: AppError) => void

  constructor(
    core: Core,
    desktop: Desktop,
    handlers: WindowHandlers,
    onFault: (channel: string, error: AppError) => void,
  ) {
    this.#core = core
    this.#desktop = desktop
    this.#handlers = handlers
    this.#onFault = onFault
  }

  async invoke(channel: Channel, input: unknown, caller: string, asker: WebContents): Promise<Answer<unknown>> {
    if (contracts[channel].lane !== 'window' && channel !== 'reports.export' && channel !== 'audit.export')
      return this.#core.invoke(channel, input, caller)
    try {
      const contract = contracts[channel]
      const refusal = contract.needs === 'nobody' ? null : callRefusal(contract, await this.#clerk())
      if (refusal) return refused(refusal.code, refusal.detail)
      if (channel === 'reports.export') return await this.#export(input, caller, asker)
      if (channel === 'audit.export') return await this.#exportAudit(input, caller, asker)
      return { ok: true, value: await this.#act(channel, input, asker) }
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'internal') this.#onFault(channel, error)
      return refused(error.code, error.detail)
    }
  }

  async #clerk(): Promise<CurrentSession['clerk']> {
    const answer = await this.#core.invoke('session.current', {})
    return answer.ok ? CurrentSession.parse(answer.value).clerk : null
  }

  async #act(channel: Channel, input: unknown, asker: WebContents): Promise<unknown> {
    if (isHandled(channel, this.#handlers)) return handle(this.#handlers, channel, input, asker)
    if (channel === 'desktop.savePdf') {
      const wanted = parse('desktop.savePdf', input)
      const saved = await this.#desktop.savePdf(wanted, asker)
      if (saved.path !== null) {
        this.#desktop.wrote(saved.path)
        const { page, id } = wanted.print
        this.#core.note({ action: 'desk.paper-saved', subject: `${page}:${id}`, detail: { language: wanted.language } })
      }
      return saved
    }
    if (channel === 'desktop.openWindow')
      return { windows: this.#desktop.openWindow(parse('desktop.openWindow', input).path, asker) }
    if (channel === 'desktop.showFile') {
      this.#desktop.showFile(parse('desktop.showFile', input).path)
      return {}
    }
    if (channel !== 'desktop.printReady') throw new AppError('channel/unknown', { channel })
    parse('desktop.printReady', input)
    this.#desktop.printReady(asker)
    return {}
  }

  async #export(input: unknown, caller: string, asker: WebContents): Promise<Answer<unknown>> {
    const wanted = parse('reports.export', input)
    // A page names no paths: whatever went wrong in it, only the clerk says where a file goes.
    if (wanted.out !== undefined) return refused('channel/refused', { field: 'out' })
    const out = await this.#desktop.askExportPath(wanted, asker)
    if (out === null) return refused('reports/cancelled')
    const answer = await this.#core.invoke('reports.export', { ...wanted, out }, caller)
    if (answer.ok) this.#desktop.wrote(out)
    return answer
  }

  async #exportAudit(input: unknown, caller: string, asker: WebContents): Promise<Answer<unknown>> {
    const wanted = parse('audit.export', input)
    if (wanted.out !== undefined) return refused('channel/refused', { field: 'out' })
    const out = await this.#desktop.askAuditPath(wanted.language, asker)
    if (out === null) return refused('reports/cancelled')
    const answer = await this.#core.invoke('audit.export', { ...wanted, out }, caller)
    if (answer.ok) this.#desktop.wrote(out)
    return answer
  }
}

function isHandled(channel: Channel, handlers: WindowHandlers): channel is keyof WindowHandlers {
  return Object.hasOwn(handlers, channel)
}

function handle<C extends keyof WindowHandlers>(
  handlers: WindowHandlers,
  channel: C,
  input: unknown,
  asker: WebContents,
): unknown {
  const handler: Handler<C> = handlers[channel]
  return handler(parse(channel, input), asker)
}

function parse<C extends Channel>(channel: C, input: unknown): ParsedInput<C> {
  const parsed = contracts[channel].input.safeParse(input ?? {})
  if (parsed.success) return parsed.data as ParsedInput<C>
  throw new AppError('input/invalid', { field: parsed.error.issues[0]?.path.join('.').slice(0, 100) ?? '' })
}
