import { toAppError } from '#shared/kernel/errors.ts'

/**
 * Takes every step of an end, whatever one of them throws: what is left open keeps the profile from being opened again.
 * What the disk or a damaged file says meanwhile is no news, because it is told where somebody works; another error is
 * thrown when all is done, the first of them.
 */
export async function endAll(steps: readonly (() => unknown)[]): Promise<void> {
  const errors: unknown[] = []
  for (const step of steps) {
    try {
      await step()
    } catch (thrown) {
      if (!toAppError(thrown).code.startsWith('store/')) errors.push(thrown)
    }
  }
  if (errors.length > 0) throw errors[0]
}
