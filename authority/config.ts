import { z } from 'zod'

/** What one authority is started with. Everything that differs between two authorities stands here. */
export const Config = z.object({
  /** The authority's name as desks and letters show it. */
  nameAr: z.string().min(1).default('هيئة التخصصات الصحية'),
  nameEn: z.string().min(1).default('Health Specialties Authority'),
  /** Telephone for enquiries, as letters print it. */
  phone: z.string().min(1).default('920019393'),
  /** Where members reach the portal; links in letters begin with it. */
  portalUrl: z.url().default('https://plus.example.sa'),
  /** Lets a person be picked without a password, opens the mail page and the corrections: never for real data. */
  demo: z.boolean().default(false),
  /** The protocol that it speaks with desks, and the oldest that it answers: another than this code's while desks are changed over. */
  protocol: z.number().int().positive().optional(),
  oldestProtocol: z.number().int().positive().optional(),
  /** Calls a minute from one desk (by its session, else its address). */
  deskCallsPerMinute: z.number().int().positive().default(6000),
  /** Rows between two cursors of a fill: what it holds in memory at a time, and what a break of the line costs at most. */
  fillRows: z.number().int().min(1).max(20_000).default(4000),
  /** Calls a minute from one address to the members' portal. */
  portalCallsPerMinute: z.number().int().positive().default(30),
})
export type Config = z.infer<typeof Config>

/** The configuration from the environment (`AUTHORITY_NAME_AR`, …) with the choices of the command line over it. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, over: Partial<Config>): Config {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  return Config.parse({
    nameAr: environment.AUTHORITY_NAME_AR,
    nameEn: environment.AUTHORITY_NAME_EN,
    phone: environment.AUTHORITY_PHONE,
    portalUrl: environment.AUTHORITY_PORTAL_URL,
    protocol: number(environment.AUTHORITY_PROTOCOL),
    deskCallsPerMinute: number(environment.AUTHORITY_DESK_CALLS_PER_MINUTE),
    portalCallsPerMinute: number(environment.AUTHORITY_PORTAL_CALLS_PER_MINUTE),
    fillRows: number(environment.AUTHORITY_FILL_ROWS),
    ...over,
  })
}
