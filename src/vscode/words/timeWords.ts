import * as core from '../../core/words/timeWords';
import { editorLanguage } from './editorLanguage';

/** `45 sec`, `1 min 25 sec`, `12 min`, `1 hr 5 min`, `1 day 6 hr`: at most two units, the last one rounded. */
export function durationInWords(durationMs: number, display: 'short' | 'long' = 'short'): string {
  return core.durationInWords(durationMs, editorLanguage(), display);
}

/** The time left, rounded the way people say it. */
export function timeLeftInWords(leftMs: number, display: 'short' | 'long' = 'short'): string {
  return core.timeLeftInWords(leftMs, editorLanguage(), display);
}

/** `just now`, `5 min. ago`, `yesterday`. */
export function ageInWords(atMs: number, nowMs: number, style: 'short' | 'long' = 'short'): string {
  return core.ageInWords(atMs, nowMs, editorLanguage(), style);
}

/** `5 min. ago, 14:05`, `yesterday, 14:05`. */
export function ageWithTime(atMs: number, nowMs: number, style: 'short' | 'long' = 'short'): string {
  return core.ageWithTime(atMs, nowMs, editorLanguage(), style);
}

/** `14:05`, with the date in front if it isn't today. */
export function clockTime(atMs: number, nowMs: number): string {
  return core.clockTime(atMs, nowMs, editorLanguage());
}

/** A date and time to the second in this machine's time zone, with the zone's name. */
export function fullTime(atMs: number): string {
  return core.fullTime(atMs, editorLanguage());
}

export function numberInWords(value: number): string {
  return core.numberInWords(value, editorLanguage());
}

/** `42%`, rounded down so that 100% means done. */
export function percentInWords(percent: number): string {
  return core.percentInWords(percent, editorLanguage());
}

/** `12.3 MB`, in powers of 1000, as is usual for downloads. */
export function bytesInWords(bytes: number): string {
  return core.bytesInWords(bytes, editorLanguage());
}
