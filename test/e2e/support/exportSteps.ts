import type { CodeWindow } from './window';

/** The keys of a person who answers the steps of an export. */
export interface ExportSteps {
  /** Waits for a step: keys that are pressed before may be another's. */
  readonly step: (title: string) => Promise<void>;
  /** Narrows the list of a step down to a row, and takes it. */
  readonly take: (title: string, text: string) => Promise<void>;
  /** Answers a step that asks for a text. */
  readonly answer: (title: string, text: string) => Promise<void>;
}

export function exportSteps(window: () => CodeWindow): ExportSteps {
  const step = (title: string): Promise<void> =>
    window()
      .quickInput.title.filter({ hasText: new RegExp(`^${title.replace(/[()]/g, '\\$&')}$`) })
      .waitFor();
  return {
    step,
    async take(title, text) {
      await step(title);
      await window().quickInput.input.fill(text);
      await window().quickInput.activeRow(text).waitFor();
      await window().press('Enter');
    },
    async answer(title, text) {
      await step(title);
      await window().quickInput.answer(text);
    },
  };
}
