import { parentPort, workerData } from 'node:worker_threads'
import { openStore } from '#core/db/open-store.ts'
import { listMembers } from '#core/repositories/member-search.ts'
import { fullName } from '#shared/domain/members/member.ts'

/** Another library with the names of the same members, in a thread of its own. */
export interface PeerStart {
  readonly peer: 'FlexSearch' | 'MiniSearch'
  readonly file: string
  readonly key: Uint8Array
}

/** Loaded by name when they are measured, so that nothing but this bench needs them. What is used of each: */
interface FlexSearchModule {
  readonly Index: new (options: {
    tokenize: 'forward'
  }) => {
    add(id: number, text: string): unknown
    search(text: string, options: { limit: number }): readonly unknown[]
  }
}
interface MiniSearchModule {
  readonly default: new (options: {
    fields: readonly string[]
  }) => {
    add(row: { id: number; name: string }): void
    search(text: string, options: { prefix: boolean; combineWith: 'AND' }): readonly unknown[]
  }
}
const load = async <Module>(name: string): Promise<Module> => (await import(name)) as Module

const page = 50
const { peer, file, key } = workerData as PeerStart

/** Arabic and Latin name of every member. */
function* names(): Generator<string> {
  const store = openStore(file, key, 'reader')
  try {
    for (let after = -1; ; ) {
      const placed = listMembers(store, after, 5000)
      for (const { member } of placed) yield `${fullName(member.nameAr)} ${fullName(member.nameEn)}`
      const last = placed.at(-1)
      if (!last) return
      after = last.place
    }
  } finally {
    store.close()
  }
}

async function open(): Promise<(text: string) => number> {
  if (peer === 'FlexSearch') {
    const { Index } = await load<FlexSearchModule>('flexsearch')
    const index = new Index({ tokenize: 'forward' })
    let id = 0
    for (const name of names()) index.add(id++, name)
    return (text) => index.search(text, { limit: page }).length
  }
  const { default: MiniSearch } = await load<MiniSearchModule>('minisearch')
  const index = new MiniSearch({ fields: ['name'] })
  let id = 0
  for (const name of names()) index.add({ id: id++, name })
  return (text) => index.search(text, { prefix: true, combineWith: 'AND' }).slice(0, page).length
}

const search = await open()
parentPort?.on('message', (texts: readonly string[]) => {
  const samples = texts.map((text) => {
    const began = performance.now()
    search(text)
    return performance.now() - began
  })
  parentPort?.postMessage(samples)
})
parentPort?.postMessage('ready')
