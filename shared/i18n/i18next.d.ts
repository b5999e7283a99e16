import type { arabic } from './messages.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'desk'
    resources: { desk: typeof arabic }
    /** `{{count, num}}` shows a number in the digits the clerk chose. */
    interpolationFormatTypeMap: { num: number }
  }
}
