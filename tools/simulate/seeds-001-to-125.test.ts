import { keptSeeds } from './kept-seeds.ts'
import { describeSeeds, seedsFrom } from './test/seed-suite.ts'

describeSeeds([...keptSeeds.map(({ seed }) => seed), ...seedsFrom(1, 125)])
