import counter from '#core/workers/counter.ts?modulePath'
import exporter from '#core/workers/exporter.ts?modulePath'
import keeper from '#core/workers/keeper.ts?modulePath'
import reader from '#core/workers/reader.ts?modulePath'
import writer from '#core/workers/writer.ts?modulePath'

/** Where the build has put the core's threads. */
export const workerPaths = { writer, reader, counter, exporter, keeper }
