import { describeSeeds, seedsFrom } from './test/seed-suite.ts'

describeSeeds(seedsFrom(101, 100))
