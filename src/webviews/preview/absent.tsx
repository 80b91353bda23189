import { Actions } from './actions';
import type { PreviewMessage, PreviewRequest } from './protocol';

type AbsentProps = Extract<PreviewMessage, { kind: 'absent' }> & { readonly post: (request: PreviewRequest) => void };

/** Why there's no preview, and what the user can do. */
export function Absent({ name, sentence, isBusy, isError, actions, post }: AbsentProps) {
  return (
    <main class="absent" aria-busy={isBusy}>
      <h1>{name}</h1>
      <p role={isError ? 'alert' : 'status'}>{sentence}</p>
      {isBusy && <div class="busy" aria-hidden="true" />}
      <Actions actions={actions} post={post} />
    </main>
  );
}
