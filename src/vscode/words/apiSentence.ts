import type { ApiError } from '../../core/apiError';
import * as core from '../../core/words/apiSentence';
import { editorLanguage } from './editorLanguage';

/** What's wrong with an account's list of jobs, and what to do. Nothing in it is about one job. */
export function accountSentence(error: ApiError, nowMs: number): string {
  return core.accountSentence(error, nowMs, editorLanguage());
}
