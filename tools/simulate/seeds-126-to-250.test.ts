import { describeSeeds, seedsFrom } from './test/seed-suite.ts'

describeSeeds(seedsFrom(126, 125))
