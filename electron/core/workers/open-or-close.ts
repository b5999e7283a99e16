/** Opens what has threads; what cannot be opened is closed again, and says why. */
export async function openOrClose<T extends { open(): Promise<void>; close(): Promise<void> }>(core: T): Promise<T> {
  try {
    await core.open()
  } catch (thrown) {
    await core.close()
    throw thrown
  }
  return core
}
