/** The IANA name of this machine's time zone, such as `Europe/Berlin`. */
export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
