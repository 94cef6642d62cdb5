import { useMemo } from 'react';
import { Button, Flex } from '@strapi/design-system';
import { List } from '@strapi/icons';
import { useSearchParams } from 'react-router-dom';
import type { AuditFilters } from '../../../../contracts/audit';
import { useGetWhatsAppAuditQuery, useLoadMoreWhatsAppAuditMutation } from '../../api/audit';
import { useCompany } from '../../company/CompanyContext';
import { CenterState } from '../../parts/CenterState';
import { ProblemState } from '../../parts/ProblemState';
import { useText } from '../../parts/useText';
import { CompanyGate } from '../CompanyGate';
import { Panel } from '../Panel';
import { SettingsFrame } from '../SettingsFrame';
import { Waiting } from '../Waiting';
import { AuditFilterBar } from './AuditFilterBar';
import { AuditList } from './AuditList';
import { filtersOf, isFiltered, paramsOf, viewIn, type AuditView } from './audit-filters';

interface EntriesProps {
  filters: AuditFilters;
  isNarrowed: boolean;
  onShowAll: () => void;
}

const Entries = ({ filters, isNarrowed, onShowAll }: EntriesProps) => {
  const text = useText();
  const { currentData: page, error, isFetching, refetch } = useGetWhatsAppAuditQuery(filters);
  const [loadMore, more] = useLoadMoreWhatsAppAuditMutation();

  if (!page && isFetching) return <Waiting />;
  if (!page) {
    return (
      <Panel>
        <ProblemState title={text('audit.error')} error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  if (page.data.length === 0) {
    return (
      <Panel>
        <CenterState
          icon={<List width="3.2rem" height="3.2rem" />}
          title={text(isNarrowed ? 'audit.none.title' : 'audit.empty.title')}
          action={
            isNarrowed ? (
              <Button variant="secondary" onClick={onShowAll}>
                {text('audit.filter.clear')}
              </Button>
            ) : null
          }
        >
          {text(isNarrowed ? 'audit.none.hint' : 'audit.empty.hint')}
        </CenterState>
      </Panel>
    );
  }
  const { nextCursor } = page.meta;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <AuditList entries={page.data} />
      {nextCursor ? (
        <Flex justifyContent="center">
          <Button
            variant="tertiary"
            loading={more.isLoading}
            onClick={() => void loadMore({ filters, cursor: nextCursor })}
          >
            {text(more.isError ? 'audit.more-again' : 'audit.more')}
          </Button>
        </Flex>
      ) : null}
    </Flex>
  );
};

const Audit = () => {
  const text = useText();
  const { tenant } = useCompany();
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => viewIn(params), [params]);
  const filters = useMemo(() => filtersOf(view), [view]);
  const show = (next: Partial<AuditView>) => setParams(paramsOf({ ...view, ...next }), { replace: true });
  const showAll = () => setParams({}, { replace: true });

  return (
    <SettingsFrame title={text('audit.title')} subtitle={text('audit.subtitle', { company: tenant.name })}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <AuditFilterBar view={view} onChange={show} onClear={isFiltered(view) ? showAll : null} />
        <Entries filters={filters} isNarrowed={isFiltered(view)} onShowAll={showAll} />
      </Flex>
    </SettingsFrame>
  );
};

/** Settings → WhatsApp → Audit log: who did what. */
export const AuditPage = () => {
  const text = useText();
  return (
    <CompanyGate right="audit" title={text('audit.title')} subtitle={text('audit.subtitle.plain')}>
      <Audit />
    </CompanyGate>
  );
};
