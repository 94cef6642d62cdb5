import { useState } from 'react';
import { Badge, Button, Flex, IconButton, Typography } from '@strapi/design-system';
import { Key, Plus, Trash } from '@strapi/icons';
import type { ApiToken, IssuedApiToken, TokenAccess } from '../../../../contracts/tenancy';
import { useGetWhatsAppApiTokensQuery } from '../../api/tokens';
import { useCompany } from '../../company/CompanyContext';
import { CenterState } from '../../parts/CenterState';
import { ProblemState } from '../../parts/ProblemState';
import { useMoment } from '../../parts/useMoment';
import { useNow } from '../../parts/useNow';
import { useText, type TextId } from '../../parts/useText';
import { CompanyGate } from '../CompanyGate';
import { Panel } from '../Panel';
import { Records, type Column } from '../Records';
import { SettingsFrame } from '../SettingsFrame';
import { Waiting } from '../Waiting';
import { CreateTokenDialog } from './CreateTokenDialog';
import { IssuedToken } from './IssuedToken';
import { RevokeToken } from './RevokeToken';

export const ACCESS_TEXTS = {
  read: 'tokens.access.read',
  write: 'tokens.access.write',
} as const satisfies Record<TokenAccess, TextId>;

const Expiry = ({ expiresAt }: Pick<ApiToken, 'expiresAt'>) => {
  const text = useText();
  const { full } = useMoment();
  const now = useNow();
  if (expiresAt === null) return <Typography>{text('tokens.expires.never')}</Typography>;
  return Date.parse(expiresAt) <= now.getTime() ? (
    <Badge>{text('tokens.expired')}</Badge>
  ) : (
    <Typography>{full(new Date(expiresAt))}</Typography>
  );
};

const useColumns = (onRevoke: (token: ApiToken) => void): Column<ApiToken>[] => {
  const text = useText();
  const { full } = useMoment();
  const moment = (at: string | null) => (
    <Typography>{at ? full(new Date(at)) : text('channel.never')}</Typography>
  );
  return [
    {
      id: 'name',
      label: text('tokens.name'),
      cell: ({ name }) => <Typography fontWeight="bold">{name}</Typography>,
    },
    {
      id: 'access',
      label: text('tokens.access'),
      cell: ({ access }) => <Typography>{text(ACCESS_TEXTS[access])}</Typography>,
    },
    { id: 'created', label: text('tokens.created'), cell: ({ createdAt }) => moment(createdAt) },
    { id: 'used', label: text('tokens.used'), cell: ({ lastUsedAt }) => moment(lastUsedAt) },
    {
      id: 'expires',
      label: text('tokens.expires'),
      cell: ({ expiresAt }) => <Expiry expiresAt={expiresAt} />,
    },
    {
      id: 'revoke',
      label: text('tokens.revoke'),
      isSilent: true,
      cell: (token) => (
        <IconButton
          variant="ghost"
          label={text('tokens.revoke.of', { name: token.name })}
          onClick={() => onRevoke(token)}
        >
          <Trash />
        </IconButton>
      ),
    },
  ];
};

const TokenList = ({ onCreate }: { onCreate: () => void }) => {
  const text = useText();
  // Beside the rows, not in one: these are drawn anew when the window gets narrow, and a dialog must outlive that.
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const columns = useColumns(setRevoking);
  const { data: tokens, error, isLoading, refetch } = useGetWhatsAppApiTokensQuery();
  if (isLoading) return <Waiting />;
  if (!tokens) {
    return (
      <Panel>
        <ProblemState title={text('tokens.error')} error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  if (tokens.length === 0) {
    return (
      <Panel>
        <CenterState
          icon={<Key width="3.2rem" height="3.2rem" />}
          title={text('tokens.empty.title')}
          action={
            <Button variant="secondary" startIcon={<Plus />} onClick={onCreate}>
              {text('tokens.create')}
            </Button>
          }
        >
          {text('tokens.empty.hint')}
        </CenterState>
      </Panel>
    );
  }
  return (
    <>
      <Records label={text('tokens.title')} rows={tokens} keyOf={({ id }) => id} columns={columns} />
      {revoking ? <RevokeToken token={revoking} onClose={() => setRevoking(null)} /> : null}
    </>
  );
};

const Tokens = () => {
  const text = useText();
  const { tenant } = useCompany();
  const [isCreating, setIsCreating] = useState(false);
  const [issued, setIssued] = useState<IssuedApiToken | null>(null);
  return (
    <SettingsFrame
      title={text('tokens.title')}
      subtitle={text('tokens.subtitle', { company: tenant.name })}
      primaryAction={
        <Button size="S" startIcon={<Plus />} onClick={() => setIsCreating(true)}>
          {text('tokens.create')}
        </Button>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        {issued ? <IssuedToken issued={issued} onDone={() => setIssued(null)} /> : null}
        <TokenList onCreate={() => setIsCreating(true)} />
      </Flex>
      {isCreating ? <CreateTokenDialog onClose={() => setIsCreating(false)} onIssued={setIssued} /> : null}
    </SettingsFrame>
  );
};

/** Settings → WhatsApp → API tokens: keys for other programs of the company. */
export const TokensPage = () => {
  const text = useText();
  return (
    <CompanyGate right="members" title={text('tokens.title')} subtitle={text('tokens.subtitle.plain')}>
      <Tokens />
    </CompanyGate>
  );
};
