import { join } from 'node:path'
import { playTour } from '#tools/run/play-tour.ts'
import { expect, test } from '../fixtures.ts'

test('the tour plays to its end, each step with its result', async ({ authority, folder }) => {
  const said: string[] = []
  const desk = await playTour({
    authorityUrl: authority.url,
    profile: join(folder, 'profile'),
    say: (line) => said.push(line),
  })
  await desk.close()
  expect(said.at(-1)).toMatch(/^9 steps, \d+ pictures/)
  expect(said.at(-2)).toContain('email-changed-new-address')
})
