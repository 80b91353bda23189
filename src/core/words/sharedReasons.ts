/** A sentence about one of several things, with what the thing is called. */
export interface LabeledSentence {
  readonly label: string;
  /** Begins with the label, unless its reason says which thing it's about. */
  readonly sentence: string;
}

/** The most things that one sentence names. */
const MAX_NAMED = 3;

/**
 * The sentences, with those that differ only in their label said once: `A, B: refused.` `more` names how many labels
 * are left out: `A, B, C, and 4 more`.
 */
export function sharedReasons(
  sentences: readonly LabeledSentence[],
  more: (labels: string, count: number) => string,
): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { label, sentence } of sentences) {
    const hasLabel = label !== '' && sentence.startsWith(label);
    const reason = hasLabel ? sentence.slice(label.length) : sentence;
    const labels = byReason.get(reason) ?? [];
    byReason.set(reason, hasLabel ? [...labels, label] : labels);
  }
  return [...byReason].map(([reason, labels]) => {
    const named = labels.slice(0, MAX_NAMED).join(', ');
    return `${labels.length > MAX_NAMED ? more(named, labels.length - MAX_NAMED) : named}${reason}`;
  });
}
