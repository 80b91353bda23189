import type { Account } from './account';
import { answer } from './exchange';
import type { Exchange } from './exchange';
import { answerList } from './listPage';
import { errorReply } from './reply';
import type { Reply } from './reply';

/** `GET Advertisers`: the brands that the agency manages. */
export function answerBrandList(exchange: Exchange): Reply {
  const { options } = exchange.world;
  return answerList(
    exchange,
    options.brandsAs ?? 'Advertisers',
    brandsOf(exchange).map((brand) => describeBrand(brand, exchange.account)),
  );
}

/** `GET Advertisers/{id}`. */
export function answerBrand(exchange: Exchange): Reply {
  const { route, format, account } = exchange;
  const brand = brandsOf(exchange).find((candidate) => candidate.brand?.id === route.id);
  return brand === undefined
    ? errorReply(404, format, `Advertiser ${route.id} not found.`)
    : answer(exchange, describeBrand(brand, account), 'Advertiser');
}

function brandsOf({ world, account }: Exchange): readonly Account[] {
  return world.accounts.filter(({ brand }) => brand?.agencySid === account.sid);
}

/** The published fields, with the address that contains the brand's own credentials. */
function describeBrand({ sid, token, name, path, brand }: Account, agency: Account): Record<string, unknown> {
  return {
    Id: brand?.id,
    Name: name,
    Description: 'A brand of the demo.',
    State: brand?.state,
    Website: 'www.example.com',
    AddressLine1: '100 Commerce Drive',
    City: 'Austin',
    Country: 'US',
    TaxId: 'XXXXX4832',
    VatRegistered: 'false',
    Timezone: brand?.timeZone,
    Currency: brand?.currency,
    PhoneNumber: '15125550191',
    AgencyOfRecord: 'true',
    AccountManager: 'A Manager',
    RestAccountURL: `${sid}:${token}@api.impactradius.com${path}`,
    Uri: `${agency.path}/Advertisers/${brand?.id ?? ''}`,
  };
}
