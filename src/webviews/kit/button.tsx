import { Icon } from './icon';
import type { IconName } from './icons';

export interface ButtonProps {
  readonly icon?: IconName;
  readonly label: string;
  readonly onClick: () => void;
  /** Marks the most likely next step. */
  readonly isPrimary?: boolean;
  /** For rarely used actions: has a background only while the pointer is over it. */
  readonly isFlat?: boolean;
  /** Like `isFlat`, but shows only the icon. The label is for screen readers and the tooltip. */
  readonly isQuiet?: boolean;
}

export function Button({ icon, label, onClick, isPrimary = false, isFlat = false, isQuiet = false }: ButtonProps) {
  const filled = isPrimary ? 'primary' : 'secondary';
  const flat = isQuiet ? 'flat icon-only' : 'flat';
  const look = isQuiet || isFlat ? flat : filled;
  return (
    <button type="button" class={look} onClick={onClick} {...(isQuiet ? { 'aria-label': label, title: label } : {})}>
      {icon !== undefined && <Icon name={icon} />}
      {!isQuiet && <span>{label}</span>}
    </button>
  );
}
