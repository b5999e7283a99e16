import { describeSeeds, seedsFrom } from './test/seed-suite.ts'

describeSeeds(seedsFrom(376, 125))
