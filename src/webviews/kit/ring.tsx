import type { Tone } from '../../core/jobs/statuses';
import { ringCharacter } from './ringCharacter';

/** A job's icon in the theme's color. Only decoration: the text beside it says the same. */
export function Ring({ name, tone }: { readonly name: string; readonly tone: Tone }) {
  return <span class={`ring ${tone}`} data-ring={ringCharacter(name)} aria-hidden="true" />;
}
