import type { ApiError } from '../../core/apiError';
import * as core from '../../core/words/apiSentence';
import { editorLanguage } from './editorLanguage';

/** What's wrong with impact.com or the connection to it, and what to do. */
export function apiSentence(error: ApiError, nowMs: number): string {
  return core.apiSentence(error, nowMs, editorLanguage());
}
