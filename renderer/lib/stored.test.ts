import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createStored } from './stored.ts'

function memory() {
  const texts = new Map<string, string>()
  return {
    texts,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  }
}

const schema = z.object({ density: z.enum(['dense', 'comfortable']) })

describe('createStored', () => {
  it('gives back what was kept, the same object until it changes', () => {
    const store = createStored(memory())
    store.keep('queue', { density: 'dense' })
    const first = store.find('queue', schema)
    expect(first).toEqual({ density: 'dense' })
    expect(store.find('queue', schema)).toBe(first)
    store.keep('queue', { density: 'comfortable' })
    expect(store.find('queue', schema)).toEqual({ density: 'comfortable' })
    store.keep('queue', undefined)
    expect(store.find('queue', schema)).toBeUndefined()
  })

  it('does not trust what lies in the storage', () => {
    const storage = memory()
    storage.setItem('desk.a', '{"density":"huge"}')
    storage.setItem('desk.b', 'no json')
    const store = createStored(storage)
    expect(store.find('a', schema)).toBeUndefined()
    expect(store.find('b', schema)).toBeUndefined()
  })

  it('tells those who listen to the key, and survives a full storage', () => {
    const storage = memory()
    const store = createStored(storage)
    const told: string[] = []
    const stop = store.subscribe('a', () => told.push('a'))
    store.subscribe('b', () => told.push('b'))
    store.keep('a', 1)
    stop()
    store.keep('a', 2)
    expect(told).toEqual(['a'])
    storage.setItem = () => {
      throw new Error('QuotaExceededError')
    }
    expect(() => store.keep('b', 3)).not.toThrow()
  })
})
