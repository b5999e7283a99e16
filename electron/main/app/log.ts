import log from 'electron-log/main.js'
import type { LogFields, Logger } from '#shared/kernel/ports.ts'

/**
 * The log of the main process, in the profile's folder. Only named fields of plain values are written (LogFields), so a
 * record or an address cannot slip in by accident; files are kept small and rotate once.
 */
export function openLog(folder: string): Logger {
  log.transports.file.resolvePathFn = () => `${folder}/logs/main.log`
  log.transports.file.maxSize = 1_000_000
  log.transports.console.level = 'warn'
  const line = (event: string, fields: LogFields = {}) =>
    [event, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(' ')
  return {
    info: (event, fields) => log.info(line(event, fields)),
    warn: (event, fields) => log.warn(line(event, fields)),
    error: (event, fields) => log.error(line(event, fields)),
  }
}
