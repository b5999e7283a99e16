/** The protocol that this code speaks. A change of any schema in this folder is a new number (see the test). */
export const PROTOCOL_VERSION = 2

/** First protocol with a stream for the first fill. */
export const FILL_PROTOCOL = 2

/** First protocol in which documents go with a decision. */
export const ATTACHMENTS_PROTOCOL = 2

/** First protocol in which a pull shows the audit log, and desks hand in their own. */
export const AUDIT_PROTOCOL = 2

/** Oldest protocol that an authority of this code still answers. */
export const OLDEST_PROTOCOL = 1
