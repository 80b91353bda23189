import { answer } from './exchange';
import type { Exchange } from './exchange';
import type { Reply } from './reply';

/** A place where clocks never change, so that the offset is that of all the account's dates. */
const COMPANY_TIMEZONE = '(GMT -05:00) Bogota, Lima, Quito';

/** `GET CompanyInformation`: the account's time zone, as the web app writes it, and its currency. */
export function answerCompany(exchange: Exchange): Reply {
  const { sid, name, brand, companyTimezone = brand?.timeZone ?? COMPANY_TIMEZONE } = exchange.account;
  const value = { AccountId: sid, CompanyName: name, Timezone: companyTimezone, Currency: brand?.currency ?? 'USD' };
  return answer(exchange, value, 'CompanyInformation');
}
