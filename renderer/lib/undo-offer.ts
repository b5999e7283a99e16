/** How long a command may be taken back, in milliseconds: so long it is held while the line is up. */
const undoOfferMs = 6000

/**
 * Begins a command that can be taken back; called with its answer, tells for how long its toast offers that. A duration
 * throughout: neither the machine's clock nor the desk's has a say. What is held has been held since it was asked for;
 * what only waits for a line (`heldUntil` null) is offered for the whole time.
 */
export function beginUndoOffer(elapsed: () => number = () => performance.now()) {
  const asked = elapsed()
  return ({ heldUntil }: { readonly heldUntil: string | null }): number =>
    heldUntil === null ? undoOfferMs : Math.max(1000, undoOfferMs - (elapsed() - asked))
}
