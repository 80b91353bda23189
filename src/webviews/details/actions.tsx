import { Button } from '../kit/button';
import type { ActionView, DetailsRequest } from './protocol';

export function Actions({ actions, post }: { readonly actions: readonly ActionView[]; readonly post: (request: DetailsRequest) => void }) {
  return (
    <div class="actions">
      {actions.map(({ action, icon, label, isPrimary }) => (
        <Button key={action} icon={icon} label={label} isPrimary={isPrimary} onClick={() => post({ kind: 'run', action })} />
      ))}
    </div>
  );
}
