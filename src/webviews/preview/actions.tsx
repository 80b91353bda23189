import { Button } from '../kit/button';
import type { PreviewActionView, PreviewRequest } from './protocol';

export function Actions({
  actions,
  post,
}: {
  readonly actions: readonly PreviewActionView[];
  readonly post: (request: PreviewRequest) => void;
}) {
  return (
    <div class="actions">
      {actions.map(({ action, icon, label, isPrimary, isQuiet }) => (
        <Button
          key={action}
          icon={icon}
          label={label}
          isPrimary={isPrimary}
          isQuiet={isQuiet}
          onClick={() => post({ kind: 'run', action })}
        />
      ))}
    </div>
  );
}
