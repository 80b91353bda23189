import type { Exchange } from './exchange';
import { answerList } from './listPage';
import { programsOf } from './programs';
import type { Reply } from './reply';

/** `GET Campaigns`: the programs of a brand, or those that a partner has joined. */
export function answerCampaigns(exchange: Exchange): Reply {
  const { account } = exchange;
  const rows = programsOf(account).map(({ id, name }) =>
    account.kind === 'brand'
      ? { Id: id, Name: name, State: 'ACTIVE', Uri: `${account.path}/Campaigns/${id}` }
      : {
          AdvertiserName: name,
          CampaignId: id,
          CampaignName: name,
          CampaignLogoUri: `${account.path}/Campaigns/${id}/Logo`,
          ContractStatus: 'Active',
        },
  );
  return answerList(exchange, 'Campaigns', rows);
}
