import * as core from '../../core/words/errorSentence';
import { editorLanguage } from './editorLanguage';

/** The sentence for an error: what's wrong, and what to do. Loaded only after a failure. */
export function sentenceFor(error: unknown, nowMs: number): string {
  return core.sentenceFor(error, nowMs, editorLanguage());
}
