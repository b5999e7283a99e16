/** The first screen: what is due, what waits, today's counter, Arabic. */
export const home = {
  title: 'الرئيسية',
} as const
