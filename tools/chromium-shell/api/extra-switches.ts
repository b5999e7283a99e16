/** Switches that the application appended before Chromium started (`app.commandLine`). */
export const extraSwitches = new Map<string, string>()
