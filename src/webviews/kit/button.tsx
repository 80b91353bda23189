import { Icon } from './icon';
import type { IconName } from './icons';

export interface ButtonProps {
  readonly icon?: IconName;
  readonly label: string;
  readonly onClick: () => void;
  /** The one thing that most people want next. */
  readonly isPrimary?: boolean;
  /** For who looks for it: no background until it is pointed at. */
  readonly isFlat?: boolean;
  /** Flat, and shows the icon alone; the label is heard, and seen as a tooltip. */
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
