// The reader's own worker, bundled as a file of this application: a worker may only come from the page's origin.
import 'pdfjs-dist/build/pdf.worker.min.mjs'
