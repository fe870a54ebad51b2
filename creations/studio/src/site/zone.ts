/** The time zone of who has not chosen one yet: their browser knows it. */

export function offerOwnZone(): void {
  const zones = document.querySelector<HTMLSelectElement>("select[data-own-zone]");
  if (!zones || zones.value) return;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if ([...zones.options].some((option) => option.value === timeZone)) zones.value = timeZone;
}
