import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Parts of the names of files that take longest, by what they took (docs/benchmarks.md). */
const longest = [
  'tools/simulate/seeds-',
  'tools/simulate/every-position',
  'tools/faults/kill-at-exchange',
  'tools/simulate/plants',
  'tools/simulate/same-trace',
  'electron/core/workers/exporter-desk',
  'authority/main',
]

/**
 * Long files first, so that no worker is left alone with one when the others are through. On a fresh clone vitest knows no
 * durations and goes by the size of the files, of which those with the longest tests are the smallest.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = longest.findIndex((part) => moduleId.replaceAll('\\', '/').includes(part))
      return index < 0 ? longest.length : index
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
