import type { MantineTransition } from '@mantine/core'

const transition: MantineTransition = {
  in: { opacity: 1, transform: 'translateY(0)' },
  out: { opacity: 0, transform: 'translateY(4px)' },
  transitionProperty: 'opacity, transform',
}

/** How palettes and dialogs come: 160 ms, a rise of 4 px, never sideways. Reduced motion makes it 0. */
export const rise = { transition, duration: 160, timingFunction: 'ease-out' } as const
