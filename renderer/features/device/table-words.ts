import { useText } from '#renderer/lib/use-text.ts'

const named = [
  'members',
  'requests',
  'clerks',
  'certificates',
  'evidence_lists',
  'reference_versions',
  'schedules',
  'appointments',
  'documents',
  'outbox',
  'overlay',
  'verifications',
] as const

/** The name of a table of the store in words; undefined for one that nobody outside knows. */
export function useTableWords(): (table: string) => string | undefined {
  const { t } = useText()
  return (table) => {
    const known = named.find((name) => name === table)
    return known === undefined ? undefined : t(`device.table_${known}`)
  }
}
