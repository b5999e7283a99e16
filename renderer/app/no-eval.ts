import { z } from 'zod'

// Zod probes for its fast path, which compiles code from text, as soon as a schema is made: the page's policy forbids
// that, so this is said before any module with a schema is evaluated.
z.config({ jitless: true })
